"""The readers of lines by the names that the table gives them."""

from erasdu.office.notices import queries
from erasdu.office.notices.queries import Who, agreed, matched, networks, nominated, sessions

WHO: dict[str, Who] = {
    "learner": queries.learner,
    "told_learner": queries.told_learner,
    "learner_by_day": queries.learner_by_day,
    "school": queries.school,
    "school_and_coordinators": queries.school_and_coordinators,
    "members": queries.members,
    "enrolled": queries.enrolled,
    "own_school": queries.own_school,
    "paper_followers": queries.paper_followers,
    "paper_no": queries.paper_no,
    "paper_alarm": queries.paper_alarm,
    "network_came_in": networks.came_in,
    "network_offered": networks.offered,
    "agreement_sending": agreed.sending,
    "agreement_learner": agreed.learner,
    "match_schools_asked": matched.schools_asked,
    "match_learner": matched.learner,
    "match_organisations": matched.organisations,
    "match_learner_who_lost": matched.learner_who_lost,
    "match_organisations_who_lost": matched.organisations_who_lost,
    "match_deciders": matched.deciders,
    "booked_beside_board": matched.booked_beside,
    "meeting_invited": sessions.invited,
    "meeting_guests": sessions.guests,
    "meeting_readers": sessions.readers,
    "meeting_moved_up": sessions.moved_up,
    "meeting_taken_back": sessions.taken_back,
    "nomination_office": nominated.office,
    "nomination_office_of_import": nominated.office_of_import,
    "nomination_receiving_school": nominated.receiving_school,
    "nomination_partner": nominated.partner,
    "nomination_other_side": nominated.other_side,
}
