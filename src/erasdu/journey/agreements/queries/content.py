"""What a plan says, for its paper: the same in each language."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db.models import QuerySet

from erasdu.ground.journal import queries as journal
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import who_acts_for
from erasdu.ground.paperwork import papers as kinds
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.rules import Json, changes, compose, side_by_side
from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.agreements import papers
from erasdu.journey.agreements.models import LearningPlan, Outcome
from erasdu.journey.agreements.papers import Pair, Reach, Told
from erasdu.journey.agreements.queries import known
from erasdu.journey.agreements.queries.days import days_of
from erasdu.journey.agreements.rules import lacking
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.papers import listed
from erasdu.journey.candidacies.rules import trust
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.models import Booking, Placement
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.hosting.words.occupations import (
    occupation_word,
    outcome_words,
    outcomes_confirmed_by,
    task_words,
)
from erasdu.journey.mobilities.access import decides_alone
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import stay_of
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.kernel import addresses
from erasdu.kernel.actor import Actor
from erasdu.kernel.memory import remembered


def certain_places() -> QuerySet[Booking]:
    """Places to work to which everybody agreed."""
    return Booking.objects.filter(state=CONFIRMED, released_at=None, placement__isnull=False)


def place_of(mobility: Mobility) -> Placement | None:
    """Where the learner works, once everybody agreed to it."""
    found = PLACES.first([mobility.pk])
    return found.placement if found else None


HOST = ("company__organisation", "company__keeper", "company__contact", "mentor")
PLACES = Prepared(
    lambda: (
        certain_places()
        .filter(mobility__in=THESE)
        .select_related(*(f"placement__{name}" for name in HOST))
        .order_by("-pk")
    )
)


def candidacy_of(mobility: Mobility) -> Candidacy | None:
    return _candidacy_of(mobility.profile_id) if mobility.profile_id else None


@remembered
def _candidacy_of(profile: int) -> Candidacy | None:
    return APPLIED.first([profile])


APPLIED = Prepared(
    lambda: Candidacy.objects.filter(profile__in=THESE).select_related("learner", "training_company").order_by("pk")
)


def birth_date(mobility: Mobility, candidacy: Candidacy | None) -> date | None:
    written = candidacy.birth_date if candidacy else None
    return written or (mobility.traveller.birth_date if hasattr(mobility, "traveller") else None)


def is_minor_then(mobility: Mobility, candidacy: Candidacy | None) -> bool:
    """Under 18 on the first day; who has no known date of birth is protected as a minor."""
    born, first = birth_date(mobility, candidacy), mobility.planned_from
    return born is None or first is None or is_minor(born, first)


def learner_contact(mobility: Mobility) -> trust.Contact:
    """Where the learner is reached: no code for a parent may go there."""
    learner, profile = mobility.person, mobility.profile
    phone = (profile.mobile if profile else "") or learner.phone
    return trust.Contact(learner.given_name, learner.family_name, learner.email, phone)


def code_reaches(person: Person, learner: trust.Contact) -> bool:
    """Whether a link by mail and a code by text reach this person, and not the learner."""
    contact = trust.Contact(person.given_name, person.family_name, person.email, person.phone, home="known")
    apart = not addresses.same_mail(contact.mail, learner.mail)
    return bool(person.email) and apart and "text_message" in trust.code_channels(contact, learner)


def home_guardians(mobility: Mobility, at: datetime) -> tuple[list[HomeGuardian], list[HomeGuardian]]:
    """Whom the partner named as a parent of a minor who comes here: those who can sign, by a link in a mail and a code
    by text (docs/adr/0013), and those whom these do not reach. Nobody of who decides alone."""
    if mobility.direction != Mobility.Direction.INCOMING or decides_alone("mobilities.mobility", mobility.pk, at):
        return [], []
    learner = learner_contact(mobility)
    rows = HomeGuardian.objects.filter(nomination__mobility=mobility).select_related("person", "nomination")
    named = list(rows.order_by("position"))
    reached = [one for one in named if code_reaches(one.person, learner)]
    return reached, [one for one in named if one not in reached]


def host_signer(plan: LearningPlan) -> Person | None:
    """Who signs for the host: its contact, else the mentor that the place came with."""
    if plan.placement is None:
        return None
    return plan.placement.company.contact or plan.placement.mentor


def keeper_to_ask(actor: Actor, plan: LearningPlan) -> Organisation | None:
    """Who fills in the host's part when nobody of the host has an e-mail address: who keeps it, unless that is the
    actor's own organisation, or nobody there has an account."""
    signer = host_signer(plan)
    if plan.placement is None or (signer and signer.email):
        return None
    keeper = plan.placement.company.keeper
    return keeper if keeper.pk not in actor.scope and who_acts_for(keeper) else None


def fetcher(plan: LearningPlan) -> Organisation | None:
    """Who fetches the host's signature on paper, since no link can go to it: who keeps it, or the sending organisation
    when nobody there has an account."""
    signer = host_signer(plan)
    if plan.placement is None or signer is None or signer.email:
        return None
    keeper = plan.placement.company.keeper
    return keeper if who_acts_for(keeper) else plan.mobility.sending


def invited_on(plan: LearningPlan, side: str = "host") -> datetime | None:
    """When that side (of the host also who keeps it) was last asked to fill in its part."""
    codes = ("plan.invited", "plan.keeper_asked")
    rows = journal.codes_of(plan._meta.label_lower, [plan.pk], codes).order_by("-at", "-pk")
    return next((row.at for row in rows if row.data.get("side", "host") == side), None)


def tasks_of(placement: Placement | None) -> Mapping[str, Pair]:
    """The tasks of the occupation from which the host chooses."""
    found = OCCUPATIONS.get(placement.occupation) if placement else None
    return found.tasks if found else {}


def lacks(plan: LearningPlan) -> list[str]:
    """What must be filled in before it can be signed."""
    mobility, candidacy = plan.mobility, candidacy_of(plan.mobility)
    minor = is_minor_then(mobility, candidacy)
    return lacking({
        "outcomes": plan.outcomes.exists(),
        "qualification": bool(plan.qualification and plan.qualification_level),
        "learner_address": bool(known.address_of(mobility) or plan.learner_address),
        "parents": not minor or bool(known.parents_of(mobility, candidacy) or plan.parents_reach),
        "tasks": bool(plan.tasks or plan.own_tasks),
        "programme": any(not day.is_idle for day in days_of(plan)),
        "work_language": bool(plan.work_language),
        "mentor_name": bool(plan.mentor_name),
        "mentor_phone": bool(plan.mentor_phone),
        "mentor_after_hours": bool(plan.mentor_after_hours),
        "school_name": bool(plan.school_name),
        "school_phone": bool(plan.school_phone),
        "school_after_hours": bool(plan.school_after_hours),
        "guidance": bool(plan.guidance),
        "evaluation": bool(plan.evaluation),
        "recognition": bool(plan.recognition),
        "reintegration": bool(plan.reintegration),
        "insurance": set(papers.INSURANCE) <= {kind for kind, who in plan.insured_by.items() if who},
    })  # fmt: skip


def outcome_said(outcome: Outcome, language: str) -> str:
    """What is to be learned, in a reader's language as far as it is known."""
    placement = outcome.plan.placement
    if placement is not None and language in ABROAD:
        known_in = outcome_words(placement.occupation, "en")
        code = next((code for code, english in known_in.items() if english == outcome.text_en), "")
        if code:
            return outcome_words(placement.occupation, language)[code]
    return papers.said((outcome.text_nl, outcome.text_en), language)


def unconfirmed(language: str) -> str:
    """What stands beside the outcomes in a language in which nobody who grew up with it read them; else nothing."""
    if language not in ABROAD or outcomes_confirmed_by(language):
        return ""
    phrases = kinds.phrases(language)
    return phrases.not_confirmed if phrases else ""


def asked_at_home(plan: LearningPlan) -> set[str]:
    """Which fields about the learner are typed here, for no dossier knows them."""
    mobility, candidacy = plan.mobility, candidacy_of(plan.mobility)
    minor = is_minor_then(mobility, candidacy)
    found = {
        "learner_address": bool(known.address_of(mobility)),
        "parents_reach": not minor or bool(known.parents_of(mobility, candidacy)),
        "accompanying": bool(mobility.travels_with),
    }
    return {name for name, is_known in found.items() if not is_known}


def told(plan: LearningPlan) -> Told:
    """Of a plan whose stay has days and a place."""
    mobility, placement = plan.mobility, plan.placement
    stay = stay_of(mobility)
    assert stay is not None, "only a stay with days is agreed on"
    assert placement is not None, "only a stay with a place is agreed on"
    company, candidacy = placement.company, candidacy_of(mobility)
    own = company.keeper_id == company.organisation_id
    firm = candidacy.training_company if candidacy else None
    minor = is_minor_then(mobility, candidacy)
    return Told(
        learner=str(mobility.person),
        born=birth_date(mobility, candidacy),
        learner_reach=_reach(mobility),
        reference=known.reference_of(plan),
        address=known.address_of(mobility) or plan.learner_address,
        country=known.country_of(mobility),
        parents=(known.parents_of(mobility, candidacy) or [plan.parents_reach]) if minor else [],
        emergency=known.emergency_of(mobility),
        studies=_studies(mobility),
        sending=mobility.sending.name,
        sending_address=_with_oid(mobility.sending),
        host=company.organisation.name,
        host_town=_with_oid(company.organisation),
        supporting="" if own else company.keeper.name,
        occupation=_occupation(placement),
        call=(mobility.call.title_nl, mobility.call.title_en or mobility.call.title_nl),
        stay=stay,
        agreement=(candidacy.agreement if candidacy and firm else "") or "none",
        company=firm.name if firm else "",
        minor=minor,
        outcomes=[((each.text_nl, each.text_en), each.planned) for each in plan.outcomes.all()],
        curriculum=plan.curriculum,
        qualification=plan.qualification,
        level=plan.qualification_level,
        tasks=_tasks(plan),
        days=days_of(plan),
        work_language=plan.work_language,
        mentor=Reach(
            plan.mentor_name, plan.mentor_function, plan.mentor_phone, plan.mentor_mail, plan.mentor_after_hours
        ),
        school=Reach(
            plan.school_name, plan.school_function, plan.school_phone, plan.school_mail, plan.school_after_hours
        ),
        guidance=plan.guidance,
        evaluation=plan.evaluation,
        recognition=plan.recognition,
        reintegration=plan.reintegration,
        accompanying=mobility.travels_with or plan.accompanying,
        liability=plan.liability,
        insured_by=plan.insured_by,
        abroad={language: _abroad(placement, language) for language in papers.LANGUAGES if language in ABROAD},
    )


def _abroad(placement: Placement, language: str) -> dict[str, str]:
    """Occupation, tasks and what one learns in another language, by what they are in English."""
    tasks, outcomes = (words(placement.occupation, language) for words in (task_words, outcome_words))
    named = {english: tasks[code] for code, (_dutch, english) in tasks_of(placement).items()}
    named |= {english: outcomes[code] for code, english in outcome_words(placement.occupation, "en").items()}
    return named | {_occupation(placement)[1]: occupation_word(placement.occupation, language)}


def _address(of: Organisation) -> str:
    town = f"{of.postal_code} {of.town}".strip()
    return ", ".join(filter(None, [of.street, town, listed([of.country], "en")]))


def _with_oid(of: Organisation) -> str:
    return f"{_address(of)} ({of.oid})" if of.oid else _address(of)


def _reach(mobility: Mobility) -> str:
    contact = learner_contact(mobility)
    return ", ".join(filter(None, [contact.mail, contact.phone]))


def _studies(mobility: Mobility) -> str:
    profile = mobility.profile
    said = [profile.study_programme, profile.study_year] if profile else []
    return ", ".join(filter(None, said))


def _occupation(placement: Placement) -> Pair:
    found = OCCUPATIONS.get(placement.occupation)
    return (found.nl, found.en) if found else (placement.occupation, placement.occupation)


def _tasks(plan: LearningPlan) -> list[Pair]:
    listed_tasks = tasks_of(plan.placement)
    own = [line.strip() for line in plan.own_tasks.splitlines() if line.strip()]
    return [*(listed_tasks[code] for code in plan.tasks if code in listed_tasks), *((text, text) for text in own)]


def told_like(plan: LearningPlan, before: Json | None) -> Told:
    """As the version before was printed where that was plainer: other words for the same are no change to sign."""
    now = told(plan)
    if before is None:
        return now
    english = replace(now, country=dict.fromkeys(now.country, now.country.get("en", "")))  # in each language until then
    printed = [now, english] if now.country else [now]
    ways = [*printed, *(replace(each, plain=True) for each in printed)]
    return min(ways, key=lambda each: len(changes(before, composed(plan, each))))


def composed(plan: LearningPlan, of: Told | None = None) -> Json:
    """What the paper would say now, to be compared with what was signed."""
    kind, of = kinds.kind(papers.KIND), of or told(plan)
    content, _version = paperwork.wording(kind, plan.language)
    other = papers.beside(of, plan.language, plan.beside)
    data = compose(content, of.facts(plan.language, beside=other is not None))
    return data if other is None else side_by_side(data, compose(other.content, other.facts), other.names)
