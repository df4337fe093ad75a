"""What the codes of hosting say on the screen."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from erasdu.journey.hosting.words import asking, commitments

Words = dict[str, "str | Promise"]

REFUSALS: Words = {
    # networks
    "network_not_yours": _("Another school or partner keeps this network."),
    "keeps_no_network": _("Only schools and partners keep a network of companies and families."),
    "keeper_closed": _("This organisation is closed."),
    "company_known": _("%(name)s is in this network already."),
    "company_kept_elsewhere": _(
        "Another school keeps this company too. Ask the coordinator to change its name or address."
    ),
    "company_withdrawn": _("This company has been withdrawn."),
    "company_paused": _("This company is paused: it is not proposed for now."),
    "company_not_paused": _("This company is not paused."),
    # places
    "placement_withdrawn": _("This place has been withdrawn. Renew it to offer it again."),
    "placement_not_so": _("This was done already, or the place has been withdrawn."),
    "placement_not_offered": _("This place is not offered at the moment."),
    "placement_offered_already": _(
        "This very place is offered already. Can more learners come? Then raise their number at that place."
    ),
    "promised_to_younger": _("%(name)s (%(age)s) was promised this place. Release that place first."),
    "placement_renewed_already": _("This place was renewed for this window already."),
    "no_period": _("Say in which period the place is free."),
    "period_ends_before_start": _("A period cannot end on %(last)s when it begins on %(first)s."),
    "period_without_place": _("Say for how many learners there is a place from %(first)s: at least 1."),
    "period_without_night": _(
        "From %(first)s to %(last)s there is no night. The last morning comes after the first night."
    ),
    "period_too_long": _("From %(first)s to %(last)s is more than three years. Look at the year."),
    "periods_overlap": _("The periods from %(one)s and from %(two)s overlap. Make one of them, or change the days."),
    "promised_on_day": _("Somebody was promised a place on %(day)s. Release that place first."),
    "promised_in_night": _("Somebody was promised a bed in the night of %(day)s. Release that bed first."),
    # homes
    "decided_on_board": _("Place and bed of this learner are confirmed and let go on the board of the matching."),
    "home_known": _("Your network holds a home of this contact person already."),
    "home_without_contact": _("Say who answers for this home."),
    "home_withdrawn": _("This home has been withdrawn."),
    "home_paused": _("This home is paused: it is not proposed for now."),
    "home_not_paused": _("This home is not paused."),
    "home_without_bed": _("No room with a bed has been entered yet."),
    "home_not_visited": _("Nobody has visited this home yet."),
    "home_not_interviewed": _("The interview with this household has not taken place yet."),
    "home_checks_without_end": _("It was not written down until when the visit and the interview count."),
    "home_checks_ended": _("The visit and the interview count until %(day)s: too short for a minor."),
    "home_without_adult": _("It was not written down which adults live here."),
    "home_extract_lacks": _("Not of every adult in this house an extract in order has been seen."),
    "home_extract_ended": _("An extract counts until %(day)s: too short for a minor."),
    "home_not_available": _("This home is not available."),
    "room_without_bed": _("Write how many beds there are in “%(name)s”: at least 1."),
    "room_too_full": _("“%(name)s” has more than %(most)s beds. Look at the number."),
    "room_twice": _("Two rooms are called “%(name)s”. Give each a name of its own, so that no bed counts twice."),
    "room_has_history": _("Somebody was booked in a room that you take away. Keep the room."),
    "adult_without_name": _("Write the first name of this adult."),
    "adult_known": _("This adult is on the list already."),
    "day_to_come": _("%(day)s is still to come. Write down only what has taken place."),
    "extract_seen_before_issued": _("An extract cannot be seen before its own date."),
    "extract_too_old": _("The extract of %(day)s was more than a month old when it was seen. Ask for a new one."),
    "checks_without_end": _("Write until when the visit and the interview count."),
    "checks_end_before_begin": _("What counts until a day was done before it. Look at the days."),
    "checks_valid_too_long": _("A visit and an interview count for two years at most."),
    # what a home says to unnamed needs
    # bookings
    "no_place_on_day": _("There is no place on %(day)s."),
    "place_taken_on_day": _("The place is taken on %(day)s."),
    "no_bed_in_night": _("There is no bed in the night of %(day)s."),
    "bed_taken_in_night": _("All beds of this room are taken in the night of %(day)s."),
    "place_taken_by": _("The place is taken on %(day)s by %(who)s."),
    "bed_taken_by": _("All beds of this room are taken in the night of %(day)s, by %(who)s."),
    "booking_outside_stay": _("The stay lies between %(first)s and %(last)s."),
    "days_not_booked": _(
        "Of what was booked nothing is left on these days. Book place and bed for them first, and come back here."
    ),
    "booked_twice": _("This learner has another place or bed on some of these days."),
    "too_young_for_place": _("The company takes learners from %(least)s years old."),
    "does_not_share": _("Somebody in this room does not want to share it."),
    "sharing_unknown": _("Of somebody who would share this room it is not known whether they agree to share."),
    "room_of_other_age": _("Who shares a room is of about the same age. Here they are more than four years apart."),
    "gender_unknown": _("A shared room holds one gender at a time. Of somebody the gender is not known yet."),
    "room_of_other_gender": _("A shared room holds one gender at a time. Somebody of another gender sleeps there."),
    "booking_released": _("This place or bed has been released already."),
    "mark_between": _("Give a mark from 1 to 5."),
    **asking.REFUSALS,
    **commitments.REFUSALS,
}

REQUIREMENTS = commitments.REQUIREMENTS
DUTIES = commitments.DUTIES
REASONS = commitments.REASONS
LACKING_FOR_LEARNER = commitments.LACKING_FOR_LEARNER
PLACES = commitments.PLACES
CONDITIONS = commitments.CONDITIONS

EVENTS: Words = {
    "company.added": _("Company added to the network"),
    "company.edited": _("Company changed"),
    "company.paused": _("Company paused"),
    "company.resumed": _("Company no longer paused"),
    "company.withdrawn": _("Company withdrawn"),
    "placement.offered": _("Internship place offered"),
    "placement.edited": _("Internship place changed"),
    "placement.renewed": _("Internship place renewed, the same as last time"),
    "placement.paused": _("Internship place paused"),
    "placement.resumed": _("Internship place no longer paused"),
    "placement.withdrawn": _("Internship place withdrawn"),
    "home.added": _("Home added to the network"),
    "home.edited": _("Home changed"),
    "home.rooms_set": _("Rooms and nights changed"),
    "home.paused": _("Home paused"),
    "home.resumed": _("Home no longer paused"),
    "home.withdrawn": _("Home withdrawn"),
    "home.checked": _("Visit and interview written down"),
    "home.adult_added": _("Adult in the household added"),
    "home.adult_removed": _("Adult in the household removed"),
    "home.extract_seen": _("Extract in order seen"),
    "home.extract_taken_back": _("Note about an extract taken back"),
    "booking.held": _("Place or bed held"),
    "booking.confirmed": _("Place or bed confirmed"),
    "booking.released": _("Place or bed released"),
    "booking.moved": _("Place or bed moved to other days, from %(first)s to %(last)s"),
    "hosting.evaluated": _("Evaluation written down"),
    **asking.EVENTS,
}

# Behind the line of a booking: which of the two, without whose it is.
BOOKED: Words = {"place": _("the place in a company"), "bed": _("the bed")}

SOMEBODY = _("a learner")  # of whom the reader may not know yet who it is

STATES: Words = {
    "placement.offered": _("offered"),
    "placement.paused": _("paused"),
    "placement.withdrawn": _("withdrawn"),
    "booking.held": _("held"),
    "booking.confirmed": _("confirmed"),
}

# What may lack in a network, for filters and counts.
COMPANY_LACKS: Words = {
    "place": _("no place offered"),
    "contact": _("no contact"),
    "town": _("no town: the way to work is not known"),
    "mentor": _("a place without a mentor"),
    "risk": _("risk analysis not seen"),
}
HOME_LACKS: Words = {
    "bed": _("no bed"),
    "night": _("no nights"),
    "town": _("no town: the way to work is not known"),
    "visit": _("not visited or no interview"),
    "extract": _("extract not seen"),
    "told": _("insurance, or whom to call elsewhere, not told"),
}

# Working hours against the rules: code → what to look at. The second list says where a rule comes from.
WARNINGS: Words = {
    "too_few_working_days": _("Fewer than 3 working days a week: the programme asks for at least 3."),
    "too_few_free_days": _("More than 5 working days a week: a minor has 2 days of rest, together if possible."),
    "week_too_long": _("More than 40 hours a week: too long for a minor."),
    "day_too_long": _("More than 8 hours of work a day: too long for a minor."),
    "works_at_night": _("Work between 22:00 and 6:00: not allowed for a minor."),
    "rest_too_short": _("Less than 12 hours of rest between two days: too short for a minor."),
    "shifts_to_look_at": _("Work in shifts: look at each shift for a minor."),
}
SOURCES: Words = {
    "94/33/EC": _("Directive 94/33/EC on young people at work; the law of the country may be stricter"),
    "programme": _("rule of the programme"),
}
