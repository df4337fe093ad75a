"""What this step's codes say on the screen. A gap is said so that a parent understands it."""

from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "insurance_not_yours": _("The organisation that sends the learner and the coordinator keep the insurance."),
    "cover_ended": _("This insurance was taken away already."),
    "cover_stands": _("This insurance counts already."),
    "nothing_declared": _("Nothing is said of it yet."),
    "form_of_no_country": _("The form of a treaty is of one country: say first where the learner goes."),
    "rule_ended": _("This was taken back already."),
    "rule_unknown": _("This rule cannot say that. Choose what it must say from the list."),
}

EVENTS = {
    "insurance.policy_entered": _("An insurance for all learners of this organisation was entered."),
    "insurance.cover_entered": _("An insurance for this stay was entered."),
    "insurance.seen": _("The school saw a card or form for medical care abroad."),
    "insurance.edited": _("An insurance was changed."),
    "insurance.ended": _("An insurance was taken away."),
    "insurance.declared": _("The school said whether the internship is declared."),
    "insurance.undeclared": _("What was said of declaring the internship was taken back."),
    "insurance.brought_back": _("An insurance counts again."),
    "insurance.rule_added": _("A rule of insurance was replaced."),
    "insurance.rule_ended": _("A replaced rule of insurance was taken back."),
}

REQUIREMENTS = {
    "insured_mutual": _("Membership of a health insurance fund was seen"),
    "insured_health": _("Medical care abroad is insured on every day"),
    "insured_accident": _("Accidents at work abroad are insured on every day of work"),
    "insured_liability_work": _("Damage at work is insured on every day of work"),
    "insured_liability": _("Damage in daily life is insured on every day"),
    "insured_assistance": _("Assistance and the journey home are insured on every day"),
    "insured_declared": _("The school declared the internship, or need not"),
}

DUTIES = {
    "insured_mutual": _("a proof of membership of a health insurance fund"),
    "insured_health": _("insurance of medical care abroad, for every day"),
    "insured_accident": _("insurance of accidents at work abroad, for every day of work"),
    "insured_liability_work": _("insurance of damage at work, for every day of work"),
    "insured_liability": _("insurance of damage in daily life, for every day"),
    "insured_assistance": _("insurance of assistance and the journey home, for every day"),
    "insured_declared": _("declare the internship, or say that this is not needed"),
}

REASONS = {
    "insurance_every_stay": _("Everybody who leaves is a member of a health insurance fund."),
    "mutual_unseen": _(
        "Nobody at school saw a proof yet. Everybody who leaves is a member of a health insurance fund."
    ),
    "insurance_by_sender": _("The organisation that sends the learner insures this, not the family."),
    "insurance_by_anybody": _("Everybody who leaves has this insurance."),
    "assistance_not_asked": _("For this country no separate insurance of the journey home is asked."),
    "assistance_always": _("Everybody who leaves is insured for assistance and the journey home."),
    "assistance_demanded": _("In this country nobody else pays for the journey home."),
    "declared_small_statute": _("Since 2020 schools declare many internships (Dimona, type STG)."),
    "declared_unsaid": _("The school did not say yet whether it declares the internship (Dimona, type STG)."),
    "declared_other_days": _("It was declared for other days than those of the stay: declare the new ones."),
    "insurance_days_unknown": _("The days of the stay are not known yet, so nobody can say whether all are insured."),
    "insurance_country_unknown": _("It is not known yet to which country the stay is."),
    "insurance_nationality_unknown": _(
        "This cannot be decided: in this country it depends on the nationality. Fill in the nationality."
    ),
    "document_ehic": _("In this country the European health insurance card gives medical care."),
    "document_treaty": _("In this country the form %(form)s of the health insurance fund gives medical care."),
    "document_private": _("In this country no card of the health insurance fund holds: private insurance is needed."),
    "unseen_ehic": _(
        "Nobody at school saw the European health insurance card yet. It is ordered at the health insurance fund, and "
        "that takes some days."
    ),
    "unseen_treaty": _(
        "Nobody at school saw the form for medical care in this country yet. It is asked for at the health insurance "
        "fund, and that takes some days."
    ),
    "unseen_private": _(
        "No private medical insurance was written down yet. In this country no card of the health insurance fund holds."
    ),
    "gap_no_cover": _("Nothing insures this yet."),
    "gap_wrong_document": _("What was shown does not hold in this country."),
    "gap_wrong_holder": _(
        "Only an insurance of the family or of somebody else covers this. The school must have one in its own name."
    ),
    "gap_other_holder": _(
        "There is an insurance, in a name that does not count for this. The coordinator says in whose name it must be."
    ),
    "gap_not_there": _("The insurance does not hold in this country."),
    "gap_not_everywhere": _("The insurance holds in the country of the stay, and not everywhere else that is asked."),
    "gap_not_for": _("The insurance does not cover everything that is done there, for example on %(first)s."),
    "gap_begins_after": _("It begins only on %(day)s: on %(first)s nothing insures this yet."),
    "gap_ends_before": _("It is valid until %(day)s only: on %(first)s nothing insures this any more."),
    "gap_not_confirmed": _("The insurer did not confirm in writing that accidents at work abroad are covered."),
    "gap_workplace_changed": _("The insurer confirmed it before the workplace became another one: ask for it again."),
    "gap_workplace_later": _("The insurer confirmed it before this workplace was booked: ask for it again."),
    "gap_workplace_not_named": _("The insurer's confirmation does not name the workplace abroad."),
    "gap_way_not_named": _("The insurer's confirmation does not name the way to work."),
    "gap_workplace_unknown": _(
        "The insurer confirms it for the workplace, and that is not known yet. It can be asked once there is a place."
    ),
    "gap_confirmed_other_days": _("The insurer's confirmation does not name all days: %(first)s is not in it."),
}

GAPS = {
    "no_cover": _("nothing insures this"),
    "wrong_document": _("what was shown does not hold in this country"),
    "wrong_holder": _("only somebody other than the school is insured for this"),
    "other_holder": _("the insurance is in a name that does not count for this"),
    "not_there": _("the insurance does not hold in this country"),
    "not_everywhere": _("the insurance does not hold everywhere else that is asked"),
    "not_for": _("the insurance is not for this"),
    "begins_after": _("the insurance begins only on %(day)s"),
    "ends_before": _("the insurance or card is valid until %(day)s only"),
    "not_confirmed": _("the insurer did not confirm it in writing"),
    "workplace_changed": _("the insurer confirmed it before the workplace became another one"),
    "workplace_later": _("the insurer confirmed it before this workplace was booked"),
    "workplace_not_named": _("the insurer's confirmation does not name the workplace abroad"),
    "way_not_named": _("the insurer's confirmation does not name the way to work"),
    "confirmed_other_days": _("the insurer confirmed other days"),
    "workplace_unknown": _("the workplace, for which the insurer confirms it, is not known yet"),
}

LACKING_FOR_LEARNER = {
    "insured_mutual": _("Bring a proof to school that you are a member of a health insurance fund."),
    "insured_health.learner": _(
        "Order your European card or form at your health insurance fund: it takes some days. Show it at school."
        " It must be valid until you are back."
    ),
    "insured_health": _("Your school arranges insurance for medical care abroad."),
    "insured_accident": _("Your school arranges the insurance for accidents at work."),
    "insured_liability_work": _("Your school arranges the insurance for damage at work."),
    "insured_liability": _("Your school arranges the insurance for damage in daily life."),
    "insured_assistance": _("Your school arranges the insurance that brings you home."),
    "insured_declared": _("Your school still has to say whether it declares the internship."),
}

PLACES = {f"{code}.{reader}": "insurance:stay mobility" for code in REQUIREMENTS for reader in ("staff", "learner")}

KINDS = {
    "mutual": _("membership of a health insurance fund"),
    "health": _("medical care abroad"),
    "accident": _("accidents at work abroad"),
    "liability_work": _("damage at work"),
    "liability": _("damage in daily life"),
    "assistance": _("assistance and journey home"),
}

DOCUMENTS = {
    "ehic": _("European health insurance card"),
    "treaty": _("form of a treaty"),
    "private": _("private medical insurance"),
}

HOLDERS = {
    "sending": _("the sending organisation"),
    "learner": _("the learner or the family"),
    "coordinator": _("the coordinator"),
    "host": _("who receives"),
}

NATIONALITIES = {
    "all": _("everybody"),
    "eea": _("nationals of the EU, Iceland, Liechtenstein, Norway and Switzerland"),
    "other": _("nationals of other countries"),
}

DECLARED = {
    "yes": _("yes, it is declared"),
    "not_required": _("not required"),
}

ACTIVITIES = {
    "travel": _("the journey"),
    "work": _("work"),
    "leisure": _("free time"),
}

GROUPS = {
    "eu": _("the European Union"),
    "eea": _("the European Union, Iceland, Liechtenstein, Norway and Switzerland"),
    "europe": _("Europe"),
    "world": _("the whole world"),
}

SPANS = {
    "travel_out": _("journey there"),
    "work": _("days of work"),
    "free": _("free days"),
    "travel_home": _("journey home"),
}

HERE = {
    "ehic": _("the European health insurance card"),
    "treaty": _("the form of the treaty, or private medical insurance"),
    "private": _("private medical insurance"),
}
"""With what who comes from abroad gets medical care here."""

NOTES = {
    "public_care": _("Not in the north of Cyprus."),
    "third_countries": _(
        "Who is no national of the EU, Iceland, Liechtenstein, Norway or Switzerland cannot use the card here."
    ),
    "not_on_islands": _("Not on the Channel Islands, the Isle of Man or in the overseas territories."),
    "urgent_only": _("Urgent care only, paid back on the spot."),
    "overseas": _("Overseas: the European card does not hold here."),
    "some_excluded": _("Not for some nationalities: ask the health insurance fund first."),
    "no_document": _("No document of the health insurance fund holds here."),
    "own_reading": _("So we read it: we found no text that says it."),
    "board_and_group": _("We found no text that says whether an insurance of the board or the group counts."),
    "any_workplace": _(
        "It holds wherever the learner works in that country, so it counts before the workplace is known. "
        "Where the insurer wants to know the place first, say here that it must be named."
    ),
    "work_abroad": _("We found no text that says whether the law on accidents at work holds abroad."),
}
"""Remarks in the lists."""

ASPECTS = {
    "activities": _("What must it cover?"),
    "territory": _("Where must it hold?"),
    "holders": _("In whose name may it be?"),
    "confirmation": _("What must the insurer confirm in writing?"),
}

ALONE = {
    "card.days": _("How many days before leaving is the card or form for medical care asked for?"),
    "internship.declared": _("Does the school say whether it declared the internship (Dimona, type STG)?"),
    "assistance.when": _("When must assistance and the journey home be insured?"),
}
"""What is asked of every insurance, as questions."""

ANYBODY = {**HOLDERS, "board": _("its school board"), "group": _("its school group")}

TERRITORIES = {
    "stay": _("in the country of the stay"),
    "eu": _("there, and in the whole European Union"),
    "eea": _("there, and in the whole European Union, Iceland, Liechtenstein, Norway and Switzerland"),
    "europe": _("there, and in the whole of Europe"),
    "world": _("in the whole world"),
}

CONFIRMED = {
    "workplace": _("the workplace abroad"),
    "way": _("the way to work"),
    "days": _("the days"),
}

SAID = {
    "asked": _("yes, the school says so"),
    "not_asked": _("no, nobody asks it"),
    "by_country": _("in the countries whose row says so"),
    "always": _("always, in every country"),
    "never": _("never"),
}

SHORT = {
    "insured_mutual": _("Fund"),
    "insured_health": _("Medical care"),
    "insured_accident": _("Accidents at work"),
    "insured_liability_work": _("Damage at work"),
    "insured_liability": _("Damage in daily life"),
    "insured_assistance": _("Journey home"),
    "insured_declared": _("Declared"),
}
"""Heads of the columns of a call."""

STANDS = {
    "met": _("in order"),
    "open": _("to do"),
    "waiting": _("waits"),
    "overdue": _("too late"),
    "not_applicable": _("not needed"),
}
