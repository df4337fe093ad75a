"""What this step's codes say on the screen."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "board_not_yours": _("The coordinator or the school that receives these learners decides on this board."),
    "learner_not_on_board": _("This learner is not on this board."),
    "lock_names_nothing": _("Choose a place or a bed."),
    "pair_of_one": _("Choose two learners."),
    "minutes_out_of_reach": _("Fill in minutes from 0 to %(most)s."),
    "minutes_without_reason": _("Say how you know how long the way takes."),
    "certificate_without_name": _("Say who finds the learner mature enough."),
    "certificate_to_come": _("That day is still to come."),
    "own_place_of_another": _("This place is written down for another learner, who found it."),
    "own_place_without_partner": _("Abroad a place of one's own must be kept by a partner in a country of this call."),
    "proof_unknown": _("Choose what was seen."),
    "proof_without_name": _("Say who saw it."),
    "proof_incomplete": _("Say what was seen, by whom, and on which day."),
    "match_names_nothing": _("Choose a place, a bed, or both."),
    "lent_to_another": _("This belongs to the network of another school and was not lent to this one."),
    "match_confirmed": _("This match is confirmed. Let go of it first."),
    "match_incomplete": _("A learner needs both a place and a bed before anybody is asked."),
    "match_not_asked": _("Nobody was asked yet."),
    "match_waits_for_answers": _("Not everybody said yes yet."),
    "match_without_days": _(
        "Plan the days of this stay first: place and bed are held for %(days)s days, and this call allows %(least)s to "
        "%(most)s."
    ),
    "match_against_rules": _(
        "A rule, a pin, a ban or somebody's no is against this. The page of places and beds says which."
    ),
    "match_wanted_by_nobody": _("Nobody else is given what they have, so they keep it."),
    "match_without_reason": _("A rule is against this. Say why you decide it all the same."),
    "match_for_other_days": _(
        "The stay has other days by now: let this match go, and place the learner again for those."
    ),
    "match_no_longer_fits": _(
        "Something is against it by now, for example a ban, a longer way, an allergy or a pet. "
        "Look at this learner on the board, and for another place or bed."
    ),
    "match_fell_away": _("The company or the home has withdrawn. Look for another first."),
    "match_not_shared": _("What the partner may read of this learner was taken back. Share it again first."),
    "match_ended": _("This match has ended."),
    "match_not_in_that_state": _("This cannot be done with this match now."),
    "proposal_of_another_board": _("This proposal belongs to another board."),
    "answer_not_yours": _("This question was asked of somebody else."),
    "answered_already": _("This was answered already."),
    "no_without_reason": _("Say in a few words why not, so that we find something better."),
    "run_goes_already": _("The optimiser is at work on this board already."),
}

EVENTS = {
    "match.proposed": _("A place or bed was proposed by hand."),
    "match.against_rules": _("A place or bed was decided by hand although a rule is against it; the match keeps why."),
    "match.days_followed": _("What was proposed is held for the days that were planned since."),
    "match.undone": _("What was just decided was taken back."),
    "match.adopted": _("The proposal of the optimiser was taken over."),
    "match.pin": _("A place or bed was pinned."),
    "match.forbid": _("A place or bed was ruled out."),
    "match.lock_lifted": _("What was pinned or ruled out was lifted."),
    "match.paired": _("Two learners are kept together."),
    "match.unpaired": _("Two learners are no longer kept together."),
    "match.own_place": _("A place that the learner found was written down."),
    "match.own_place_dropped": _("A place that the learner found is for everybody again."),
    "match.proof_seen": _("Something was seen to be in order for the work."),
    "match.proof_taken_back": _("Something that was in order for the work was taken back."),
    "match.minutes_set": _("The minutes of a way were filled in by hand."),
    "match.asked": _("School, partner, company and family were asked for their yes."),
    "match.family_read": _("A partner read what a family must know."),
    "match.agreed": _("One of those who were asked said yes."),
    "match.refused": _("One of those who were asked said no."),
    "match.confirmed": _("Place and bed are confirmed."),
    "match.ended": _("Place and bed were let go."),
    "match.fell_away": _("Place or bed fell away: another is being sought."),
    "match.run_asked": _("The optimiser was started."),
    "match.proposal_made": _("The optimiser made proposal %(number)s."),
}

REQUIREMENTS = {
    "internship_place": _("A company where everybody said yes"),
    "bed": _("A bed where everybody said yes"),
}

DUTIES = {
    "internship_place": _("a company where everybody says yes"),
    "bed": _("a bed where everybody says yes"),
}

REASONS = {
    "works_abroad": _("A stay is an internship: nobody leaves without a company."),
    "sleeps_there": _("Nobody leaves without knowing where they sleep."),
    "place_waits_family": _("The company is certain once the host family says yes too."),
    "bed_waits_company": _("The bed is certain once the company says yes too."),
}

LACKING_FOR_LEARNER = {
    "internship_place": _("Your company is being looked for. You see it here once everybody said yes."),
    "bed": _("Your place to sleep is being looked for. You see it here once everybody said yes."),
}

PLACES = {
    "internship_place.coordinator": "matching:of_stay mobility",
    "internship_place.contact_point": "matching:of_stay mobility",
    "internship_place.learner": "hosting:stay mobility",
    "bed.coordinator": "matching:of_stay mobility",
    "bed.contact_point": "matching:of_stay mobility",
    "bed.learner": "hosting:stay mobility",
}

STATES = {
    "match.none": _("nothing yet"),
    "match.offered": _("in the proposal"),
    "match.proposed": _("proposed"),
    "match.asked": _("asked"),
    "match.family_read": _("A partner read what a family must know."),
    "match.agreed": _("all said yes"),
    "match.refused": _("somebody said no"),
    "match.confirmed": _("confirmed"),
    "match.fallen": _("fell away"),
    "match.ended": _("ended"),
}

# Hard rules, as an answer to "why not?".
WHY_NOT = {
    "place_of_another": _("another learner found this place"),
    "needs_maturity": _("for a place of one's own the school must first say that the learner is mature enough"),
    "relatives_work": _("somebody of the learner's own family is contact person or mentor there"),
    "own_not_open": _("it is not offered now, or not for these days"),
    "own_taken": _("somebody else has it in these days"),
    "country_not_chosen": _("not in a country that the learner chose"),
    "other_occupation": _("another occupation"),
    "occupation_unknown": _("the profile of the learner does not say yet for which occupation"),
    "close_not_said": _("an occupation close to their own, and the learner did not say yet whether that is fine too"),
    "too_young": _("the learner is too young for this work"),
    "age_unknown": _("the date of birth is not known"),
    "language_too_low": _("the work asks more of the language"),
    "language_not_told": _("the learner did not say yet how well they know the language of the work"),
    "not_accessible": _("not accessible for a wheelchair"),
    "place_access_unknown": _("nobody asked yet whether the company is accessible for a wheelchair: ask first"),
    "bed_access_unknown": _("nobody asked yet whether the home is accessible for a wheelchair: ask first"),
    "proof_lacks": _("something must be in order before this work that nobody saw yet"),
    "not_open_then": _("not offered for the whole stay"),
    "relatives": _("people of the learner's own family live there"),
    "pets_and_allergy": _("an animal in the house, and an allergy"),
    "pets_not_wanted": _("an animal in the house, which the learner does not want"),
    "smoked_inside": _("somebody smokes inside"),
    "place_asked_first": _("the company had to be asked first whether what the learner needs is there"),
    "bed_asked_first": _("the home had to be asked first whether what the learner needs is there"),
    "pets_not_asked": _("no animals are wanted, and nobody asked yet whether there are any: ask first"),
    "pets_not_asked_for_allergy": _(
        "an allergy, and nobody asked yet whether there are animals in the house: ask first"
    ),
    "pets_asked_first": _("the home had to be asked first whether there are animals"),
    "smoke_not_asked": _("a house without smoke is needed, and nobody asked yet whether somebody smokes: ask first"),
    "smoke_asked_first": _("the home had to be asked first about smoking"),
    "smokers_not_welcome": _("the learner smokes, and nobody may there"),
    "smoking_not_asked": _("the learner smokes, and nobody asked yet whether a guest may do so outside: ask first"),
    "diet_not_cooked": _("what the learner eats is not cooked there"),
    "does_not_share": _("a shared room, and the learner wants one alone"),
    "sharing_unknown": _("a shared room, and the learner did not say yet whether that is fine"),
    "gender_unknown": _("a shared room, and the gender of the learner is not known"),
    "room_of_other_gender": _("a shared room where somebody of another gender sleeps"),
    "room_of_other_age": _("a shared room where somebody of quite another age sleeps"),
    "room_not_shared": _("who sleeps in this shared room does not share, or did not say"),
    "not_free_then": _("not free in every night of the stay"),
    "bed_taken_then": _("the bed that the learner has is not free on the days there"),
    "commute_unknown": _(
        "the way between the two is not known: fill in the minutes, or the town of the home where it lacks"
    ),
    "commute_too_long": _("too long on the way every day"),
    "other_days": _("the stay has other days by now"),
    "pinned_elsewhere": _("the learner is pinned to something else"),
    "ruled_out": _("ruled out by a person, or somebody there said no"),
    "home_withdrawn": _("the home withdrew"),
    "home_paused": _("the home does not receive now"),
    "home_without_bed": _("no room was filled in"),
    "home_not_visited": _("the home was not visited yet"),
    "home_not_interviewed": _("nobody spoke with the family yet"),
    "home_checks_without_end": _("not available for a minor now"),
    "home_checks_ended": _("not available for a minor now"),
    "home_without_adult": _("not available for a minor now"),
    "home_extract_lacks": _("not available for a minor now"),
    "home_extract_ended": _("not available for a minor now"),
    "place_withdrawn": _("the company withdrew the place"),
    "no_place_fits": _("no company fits:"),
    "no_bed_fits": _("no bed fits:"),
    "no_way_fits": _("every bed that fits lies too far from every place that fits"),
    "no_way_known": _("of what fits the way is not known: fill in the town of company and home, or the minutes"),
    "all_taken": _("all that fits is needed for others"),
    "taken_since": _("somebody else has the place or the bed by now"),
}

# What to do about a match that a rule is against by now.
WAYS_OUT = {
    "replace": _("Let go of it, and place the learner again for those days."),
    "look": _("It stands until somebody lets go of it: look with those concerned whether it can stay."),
    "lift": _("Lift the pin or the ban, or look for another."),
    "minutes": _("Look for another, or correct the minutes."),
    "all_the_same": _("Look for another, or decide it once more with a reason; then all are asked again."),
    "move": _("Look for another place or bed."),
}

# The same of a home, for who may know what was seen of it; everybody else reads what stands above.
CHECKS = {
    "home_checks_without_end": _("for a minor: until when the visit and the interview count was not written down"),
    "home_checks_ended": _("for a minor: the visit and the interview do not count until the end of the stay"),
    "home_without_adult": _("for a minor: which adults live there was not written down"),
    "home_extract_lacks": _("for a minor: not of every adult there an extract in order has been seen"),
    "home_extract_ended": _("for a minor: the extract of an adult there does not count until the end of the stay"),
}

# What a fit costs, by cause.
CAUSES = {
    "close_occupation": _("an occupation close to their own"),
    "second_choice": _("second choice of country"),
    "wish_missed": _("tasks they wanted to learn that are not done there"),
    "outcome_missed": _("things that belong to the occupation are not learned there"),
    "outcomes_unknown": _("nobody filled in what one learns there"),
    "found_by_learner": _("the learner found this place: it goes first"),
    "own_place_left": _("not the place that the learner found"),
    "language_thin": _("the language is only just enough"),
    "mentor_not_understood": _("no language in common with the mentor"),
    "hours_for_adults": _("working hours that a minor may not have: agree on others first"),
    "mark_missing": _("earlier learners were less happy there"),
    "home_mark_missing": _("earlier guests were less happy there"),
    "too_lively": _("a lively household, and the learner is rather quiet"),
    "too_quiet": _("a quiet household, and the learner likes company"),
    "no_common_language": _("no language in common with the family"),
    "pets_rather_not": _("rather no animals in the house"),
    "shares_rather_not": _("rather no shared room"),
    "gender_preferred_other": _("the family prefers another guest"),
    "age_preferred_other": _("the family prefers another age"),
    "no_hobby_shared": _("no hobby in common"),
    "hosted_last": _("this family received somebody last time"),
    "minute": _("minutes on the way"),
    "over_ideal_minute": _("minutes over a comfortable way"),
    "partner_gives_more": _("this partner hosted more learners than it sent"),
    "place_changes": _("another company than before"),
    "bed_changes": _("another home than before"),
    "class_in_a_region": _("the whole class in one region"),
    "alone_in_region": _("nobody else in this region"),
    "pair_apart": _("not under one roof with who belongs together"),
    "bed_kept_apart": _("place and bed of different networks"),
}

WARNINGS = {
    "gender_unknown": _("Of %(number)s learners the gender is not known: they get no shared room."),
    "whole_class_in_a_region": _("All %(number)s learners of one class of %(about)s go to the same region."),
}

# What would help, in the words of who looks for it. `asks`: of the language; `traits`: of the home.
RADAR = {
    "more_places": _("One place more at %(name)s: %(more)s."),
    "more_beds": _("One bed more at %(name)s: %(more)s."),
    "new_home": _("One family in or near %(town)s%(traits)s: %(more)s."),
    "new_place": _("One place for %(occupation)s in or near %(town)s%(asks)s: %(more)s."),
    "new_both": _("One place for %(occupation)s and one family together, in or near %(town)s: %(more)s."),
    "lower_level": _("A place at %(name)s%(asks)s: %(more)s."),
}
TRAITS = {
    "no_pets": _("without animals"),
    "smoke_free": _("where nobody smokes inside"),
    "smokers_welcome": _("where a guest may smoke"),
    "accessible": _("that is accessible for a wheelchair"),
}

# Where a school is worse off than all together.
NOTES = {
    "school_without": _("%(school)s: %(number)s without a place or bed, more than elsewhere."),
    "school_nobody": _("%(school)s: of %(number)s nobody has a place and a bed."),
    "school_far": _("%(school)s: %(number)s minutes longer on the way than the others, on average."),
    "school_second": _("%(school)s: %(number)s not in the country of their first choice, more than elsewhere."),
}

# How old somebody is, for a host that does not hear the date of birth.
AGES = {
    "under_16": _("younger than 16"),
    "16_17": _("16 or 17"),
    "18_19": _("18 or 19"),
    "20_more": _("20 or older"),
}

# What a learner says of animals and of a shared room, to a family that does not know who it is.
ANIMALS = {"fine": _("fine"), "rather_not": _("rather not"), "no": _("no animals in the house")}
SHARING = {"yes": _("yes"), "rather_not": _("rather not"), "no": _("no, a room alone")}

PAIR_REASONS = {
    "wish": _("they want to"),
    "siblings": _("brothers or sisters"),
    "support": _("one supports the other"),
}

END_REASONS = {
    "better": _("we found something better"),
    "refused": _("somebody said no"),
    "learner": _("the learner does not go"),
    "other": _("another reason"),
}

# Of what is not asked of somebody: why not.
NOT_ASKED = {
    "works_abroad": _("Who goes along does no internship."),
}
