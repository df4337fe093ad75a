"""What a plan says, for its paper: the same in each language."""

from collections.abc import Mapping
from datetime import date, time

from erasdu.ground.organisations.models import Organisation
from erasdu.ground.paperwork import papers as kinds
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.rules import Json, compose, side_by_side
from erasdu.ground.people.models import Person
from erasdu.journey.agreements import papers
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.agreements.papers import Pair, Reach, Told
from erasdu.journey.agreements.rules import Day, lacking
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.papers import listed
from erasdu.journey.candidacies.rules import trust
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.candidacies.words.content import OCCUPATIONS
from erasdu.journey.hosting.models import Booking, Placement
from erasdu.journey.hosting.states import CONFIRMED
from erasdu.journey.hosting.words.occupations import ABROAD, occupation_word, task_words
from erasdu.journey.mobilities.models import Mobility
from erasdu.kernel import addresses
from erasdu.kernel.periods import Period


def place_of(mobility: Mobility) -> Placement | None:
    """Where the learner works, once everybody agreed to it."""
    rows = Booking.objects.filter(mobility=mobility, state=CONFIRMED, released_at=None, placement__isnull=False)
    related = ("placement__company__organisation", "placement__company__keeper", "placement__company__contact")
    found = rows.select_related(*related, "placement__mentor").order_by("-pk").first()
    return found.placement if found else None


def candidacy_of(mobility: Mobility) -> Candidacy | None:
    rows = Candidacy.objects.select_related("learner", "training_company")
    return rows.filter(profile=mobility.profile_id).first() if mobility.profile_id else None


def birth_date(mobility: Mobility, candidacy: Candidacy | None) -> date | None:
    known = candidacy.birth_date if candidacy else None
    return known or (mobility.traveller.birth_date if hasattr(mobility, "traveller") else None)


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


def days_of(plan: LearningPlan) -> list[Day]:
    """The programme as rules read it."""
    return [
        Day(date.fromisoformat(each["on"]), each["kind"], _time(each.get("starts")), _time(each.get("ends")))
        for each in plan.days
    ]


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def stay_of(mobility: Mobility) -> Period | None:
    first, last = mobility.planned_from, mobility.planned_until
    return Period(first, last) if first and last else None


def host_signer(plan: LearningPlan) -> Person | None:
    """Who signs for the host: its contact, else the mentor that the place came with."""
    if plan.placement is None:
        return None
    return plan.placement.company.contact or plan.placement.mentor


def tasks_of(placement: Placement | None) -> Mapping[str, Pair]:
    """The tasks of the occupation from which the host chooses."""
    known = OCCUPATIONS.get(placement.occupation) if placement else None
    return known.tasks if known else {}


def lacks(plan: LearningPlan) -> list[str]:
    """What must be filled in before it can be signed."""
    return lacking({
        "outcomes": plan.outcomes.exists(),
        "tasks": bool(plan.tasks or plan.own_tasks),
        "programme": any(not day.is_free for day in days_of(plan)),
        "work_language": bool(plan.work_language),
        "mentor_name": bool(plan.mentor_name),
        "mentor_reach": bool(plan.mentor_phone and plan.mentor_after_hours),
        "school_name": bool(plan.school_name),
        "school_reach": bool(plan.school_phone and plan.school_after_hours),
        "evaluation": bool(plan.evaluation),
        "recognition": bool(plan.recognition),
        "insurance": set(papers.INSURANCE) <= {kind for kind, who in plan.insured_by.items() if who},
    })  # fmt: skip


def told(plan: LearningPlan) -> Told:
    """Of a plan whose stay has days and a place."""
    mobility, placement = plan.mobility, plan.placement
    stay = stay_of(mobility)
    assert stay is not None, "only a stay with days is agreed on"
    assert placement is not None, "only a stay with a place is agreed on"
    company, candidacy = placement.company, candidacy_of(mobility)
    own = company.keeper_id == company.organisation_id
    firm = candidacy.training_company if candidacy else None
    return Told(
        learner=str(mobility.person),
        born=birth_date(mobility, candidacy),
        learner_reach=_reach(mobility),
        studies=_studies(mobility),
        sending=mobility.sending.name,
        sending_address=_address(mobility.sending) + (f" ({mobility.sending.oid})" if mobility.sending.oid else ""),
        host=company.organisation.name,
        host_town=_address(company.organisation),
        supporting="" if own else company.keeper.name,
        occupation=_occupation(placement),
        call=(mobility.call.title_nl, mobility.call.title_en or mobility.call.title_nl),
        stay=stay,
        agreement=(candidacy.agreement if candidacy and firm else "") or "none",
        company=firm.name if firm else "",
        minor=is_minor_then(mobility, candidacy),
        outcomes=[((each.text_nl, each.text_en), each.planned) for each in plan.outcomes.all()],
        curriculum=plan.curriculum,
        tasks=_tasks(plan),
        days=days_of(plan),
        work_language=plan.work_language,
        mentor=Reach(
            plan.mentor_name, plan.mentor_function, plan.mentor_phone, plan.mentor_mail, plan.mentor_after_hours
        ),
        school=Reach(plan.school_name, "", plan.school_phone, plan.school_mail, plan.school_after_hours),
        guidance=plan.guidance,
        evaluation=plan.evaluation,
        recognition=plan.recognition,
        liability=plan.liability,
        insured_by=plan.insured_by,
        abroad={language: _abroad(placement, language) for language in papers.LANGUAGES if language in ABROAD},
    )


def _abroad(placement: Placement, language: str) -> dict[str, str]:
    """Occupation and tasks in another language, by what they are in English."""
    tasks = task_words(placement.occupation, language)
    named = {english: tasks[code] for code, (_dutch, english) in tasks_of(placement).items()}
    return named | {_occupation(placement)[1]: occupation_word(placement.occupation, language)}


def _address(of: Organisation) -> str:
    town = f"{of.postal_code} {of.town}".strip()
    return ", ".join(filter(None, [of.street, town, listed([of.country], "en")]))


def _reach(mobility: Mobility) -> str:
    contact = learner_contact(mobility)
    return ", ".join(filter(None, [contact.mail, contact.phone]))


def _studies(mobility: Mobility) -> str:
    profile = mobility.profile
    known = [profile.study_programme, profile.study_year] if profile else []
    return ", ".join(filter(None, known))


def _occupation(placement: Placement) -> Pair:
    known = OCCUPATIONS.get(placement.occupation)
    return (known.nl, known.en) if known else (placement.occupation, placement.occupation)


def _tasks(plan: LearningPlan) -> list[Pair]:
    known = tasks_of(plan.placement)
    own = [line.strip() for line in plan.own_tasks.splitlines() if line.strip()]
    return [*(known[code] for code in plan.tasks if code in known), *((text, text) for text in own)]


def composed(plan: LearningPlan) -> Json:
    """What the paper would say now, to be compared with what was signed."""
    kind, of = kinds.kind(papers.KIND), told(plan)
    content, _version = paperwork.wording(kind, plan.language)
    other = papers.beside(of, plan.language, plan.beside)
    data = compose(content, of.facts(plan.language, beside=other is not None))
    return data if other is None else side_by_side(data, compose(other.content, other.facts), other.names)
