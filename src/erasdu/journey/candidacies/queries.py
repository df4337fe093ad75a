"""Reading candidacies: lists, what waits for a school, where a form stands, and facts for later steps."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.people.models import Account, Person
from erasdu.journey.calls.models import Call, Destination, Enrolment
from erasdu.journey.candidacies import access, rules
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian, ImportBatch, Profile
from erasdu.journey.candidacies.papers import Cv
from erasdu.journey.candidacies.states import APPLIED, DRAFT, LIVE
from erasdu.journey.candidacies.words.content import (
    LANGUAGES,
    OCCUPATIONS,
    SKILLS,
    STARTERS,
    TEXTS,
    TICKS,
    country_name,
    english,
)
from erasdu.kernel.actor import COUNSELLOR, LEARNER, TEACHER, Actor
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.typeset import day_text

# -- for later steps -------------------------------------------------------------------------------


def facts(ids: Iterable[int]) -> dict[int, rules.Facts]:
    """What handing in asks of each candidacy. One query. A form that was handed to the school is complete."""
    rows = Candidacy.objects.filter(pk__in=list(ids)).annotate(guardians_known=Count("guardians"))
    columns = ("pk", "state", "confirmed_at", "eligible_at", "birth_date", "guardians_known", "call__files_deadline")
    return {
        pk: rules.Facts(state == APPLIED, confirmed is not None, eligible is not None, born, guardians, by)
        for pk, state, confirmed, eligible, born, guardians, by in rows.values_list(*columns)
    }


def rows(actor: Actor, call: Call) -> QuerySet[Candidacy]:
    """The candidacies of one call that the actor sees, for a list: with learner, school and first choice.

    `minor`: whether the learner is under 18 on the first day of the stay window. One query for a page.
    """
    found = access.candidacies_for(actor).filter(call=call)
    return found.select_related("learner", "school", "first_choice").annotate(minor=_minor(call))


def school_rows(actor: Actor, enrolment: Enrolment) -> QuerySet[Candidacy]:
    """Those of one school, with what the school still has to do: `minor`, `has_guardian`."""
    guardians = Guardian.objects.filter(candidacy=OuterRef("pk"))
    found = rows(actor, enrolment.call).filter(enrolment=enrolment)
    return found.select_related("profile", "enrolment__call").annotate(has_guardian=Exists(guardians))


def _minor(call: Call) -> Case:
    eighteen = _years_before(call.stay_from, rules.ADULT)
    return Case(When(birth_date__gt=eighteen, then=Value(True)), default=Value(False), output_field=BooleanField())


def _years_before(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - years, day=28 if leap else day.day)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many candidacies of an enrolment are where; `unconfirmed` ones are drafts or applied as well."""

    drafts: int = 0
    applied: int = 0
    unconfirmed: int = 0
    to_check: int = 0
    over: int = 0


def counts(enrolments: Iterable[int]) -> dict[int, Counts]:
    """Enrolment → its counts, in one query."""
    found = Candidacy.objects.filter(enrolment__in=list(enrolments)).order_by().values("enrolment")
    counted = found.annotate(
        drafts=Count("pk", filter=Q(state=DRAFT, confirmed_at__isnull=False)),
        applied=Count("pk", filter=Q(state=APPLIED, confirmed_at__isnull=False)),
        unconfirmed=Count("pk", filter=Q(state__in=LIVE, confirmed_at=None)),
        to_check=Count("pk", filter=Q(state__in=LIVE, confirmed_at__isnull=False, eligible_at=None)),
        over=Count("pk", filter=~Q(state__in=LIVE)),
    )
    columns = ("enrolment", "drafts", "applied", "unconfirmed", "to_check", "over")
    return {enrolment: Counts(*numbers) for enrolment, *numbers in counted.values_list(*columns)}


# -- for the learner -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FormState:
    """Where a form stands. `done` and `lacking` count required answers; `open_corrections` wait for the learner."""

    parts: list[rules.Part]
    percent: int
    done: int
    lacking: int
    open_corrections: int

    @property
    def complete(self) -> bool:
        return self.lacking == 0

    @property
    def total(self) -> int:
        return self.done + self.lacking

    @property
    def next_part(self) -> str:
        """The first part that lacks something; the first of all when none does."""
        return next((part.code for part in self.parts if not part.complete), self.parts[0].code)


def form_state(candidacy: Candidacy) -> FormState:
    parts = access.parts_of(candidacy)
    waiting = Correction.objects.filter(profile=candidacy.profile_id, answer="").count()
    done, lacking = sum(len(part.done) for part in parts), sum(len(part.lacking) for part in parts)
    return FormState(parts, int(rules.progress(parts) * 100), done, lacking, waiting)


def own(actor: Actor) -> QuerySet[Candidacy]:
    """A learner's own candidacies, the newest call first."""
    found = access.candidacies_for(actor) if actor.is_learner else Candidacy.objects.none()
    chosen = ("call", "school", "enrolment__call", "profile", "learner", "first_choice", "second_choice")
    return found.select_related(*chosen).order_by("-created_at", "-pk")


def with_form(found: QuerySet[Candidacy]) -> QuerySet[Candidacy]:
    """With everything that the form and the CV read."""
    return found.select_related(
        "call", "school", "enrolment__call", "profile", "learner", "first_choice", "second_choice", "training_company"
    )


def open_corrections(candidacy: Candidacy) -> list[Correction]:
    """Proposals that wait for the learner, in the order of the form."""
    found = Correction.objects.filter(profile=candidacy.profile_id, answer="").select_related("by")
    return list(found.order_by("field"))


# -- for the school --------------------------------------------------------------------------------


def enrolment_by_code(code: str) -> Enrolment | None:
    """The enrolment behind a school's code, whatever its case and dashes; None when there is none."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())[:10]
    return Enrolment.objects.select_related("call", "school").filter(join_code__iexact=plain).first() if plain else None


def guardians_of(candidacy: Candidacy) -> list[Guardian]:
    return list(candidacy.guardians.select_related("person").order_by("position"))


def correctors_at(school: int) -> list[Role]:
    """Teachers and counsellors of the school who can get mail, by name."""
    found = Role.objects.filter(organisation=school, kind__in=(TEACHER, COUNSELLOR), until=None)
    reachable = found.exclude(person__email="").select_related("person", "organisation")
    return list(reachable.order_by("person__family_name", "person__given_name"))


def companies() -> QuerySet[Organisation]:
    """Companies that a learner can have an agreement with."""
    return Organisation.objects.filter(kind=Organisation.Kind.COMPANY, closed_at=None).order_by("name")


def imports_of(actor: Actor, enrolment: Enrolment) -> list[ImportBatch]:
    found = access.imports_for(actor).filter(enrolment=enrolment).annotate(number=Count("candidacies"))
    return list(found.order_by("-at"))


def learners_known(emails: Iterable[str]) -> dict[str, Person]:
    """Lower-case address → whose account has it. One query."""
    wanted = {email.lower() for email in emails if email}
    found = Account.objects.filter(email__in=wanted).select_related("person")
    return {account.email.lower(): account.person for account in found}


def with_other_task(people: Iterable[int]) -> set[int]:
    """Who of these has a role besides that of learner."""
    found = Role.objects.filter(person__in=list(people), until=None).exclude(kind=LEARNER)
    return set(found.values_list("person", flat=True))


def applied_in(call: Call, people: Iterable[int]) -> set[int]:
    """Who of these has a candidacy in the call already."""
    found = Candidacy.objects.filter(call=call, learner__in=list(people))
    return set(found.values_list("learner", flat=True))


def waits_for_school(actor: Actor, at: datetime) -> list[tuple[Enrolment, Counts]]:
    """Enrolments in live calls where learners wait for the school's confirmation or check. Two queries."""
    today = brussels_date(at)
    live = access.enrolments_for(actor).filter(
        withdrawn_at=None, call__state=Call.State.PUBLISHED, call__files_deadline__gte=today
    )
    enrolments = list(live.order_by("call__files_deadline", "pk"))
    counted = counts([enrolment.pk for enrolment in enrolments])
    return [(each, counted[each.pk]) for each in enrolments if each.pk in counted]


# -- the CV ----------------------------------------------------------------------------------------


def texts_of(profile: Profile) -> list[tuple[str, str, str]]:
    """The free texts in the order of the form: question, English, and the Dutch beside it when there is some."""
    return [
        (text.en, profile.texts_en[code], profile.texts_nl.get(code, ""))
        for code, text in TEXTS.items()
        if profile.texts_en.get(code)
    ]


def cv(candidacy: Candidacy) -> Cv:
    """The form in English, from rows loaded `with_form`; what is not filled in is left out."""
    profile, learner = candidacy.profile, candidacy.learner
    occupation = OCCUPATIONS.get(profile.occupation)
    tasks = occupation.tasks if occupation else {}
    said = {code: _sentence(code, profile.answers.get(code, "")) for code in STARTERS}
    wishes = [said[code] for code in ("learn_work", "not_work") if said[code]]
    return Cv(
        name=str(learner),
        reference=candidacy.key,
        status=_status(candidacy),
        draft=candidacy.state == DRAFT,
        facts=_facts(candidacy, occupation.en if occupation else ""),
        contact=_contact(candidacy),
        choices=[_choice(choice) for choice in (candidacy.first_choice, candidacy.second_choice) if choice],
        sentences=[said[code] for code in ("good_at", "free_time", "proud") if said[code]],
        character=english(TICKS["character"], profile.character),
        hobbies=english(TICKS["hobbies"], profile.hobbies),
        tasks_can=english(tasks, profile.tasks_can),
        tasks_want=english(tasks, profile.tasks_want),
        experience=[said["worked"]] if said["worked"] else [],
        digital=english(TICKS["digital"], profile.digital),
        transport=english(TICKS["transport"], profile.transport),
        expectations=[*english(TICKS["expectations"], profile.expectations), *wishes],
        texts=[(head, english) for head, english, _dutch in texts_of(profile)],
        skills=[en for _nl, en in SKILLS.values()],
        languages=[
            (LANGUAGES[code][1], _levels(held)) for code, held in profile.languages.items() if any(held.values())
        ],
        housing=_housing(profile),
    )


def _sentence(code: str, answer: str) -> str:
    """The starter with its end: a full sentence."""
    whole = f"{STARTERS[code].en.removesuffix('…').strip()} {answer.strip()}" if answer.strip() else ""
    return whole if not whole or whole[-1] in ".!?" else f"{whole}."


def _status(candidacy: Candidacy) -> str:
    if candidacy.applied_at:
        return f"handed in {day_text(brussels_date(candidacy.applied_at), 'en')}"
    return "draft" if candidacy.state == DRAFT else candidacy.state


def _facts(candidacy: Candidacy, occupation: str) -> list[tuple[str, str]]:
    profile, born = candidacy.profile, candidacy.birth_date
    pairs = [
        ("School", candidacy.school.name),
        ("Study programme", profile.study_programme),
        ("Year", profile.study_year),
        ("Occupation", occupation),
        ("A job close to it", {"yes": "is fine too", "no": "rather not"}.get(profile.complementary, "")),
        ("Age during the stay", str(rules.age(born, candidacy.call.stay_from)) if born else ""),
        ("Call", candidacy.call.title_en),
        ("Stayed abroad before", profile.been_abroad),
    ]
    return [(label, value) for label, value in pairs if value]


def _contact(candidacy: Candidacy) -> list[tuple[str, str]]:
    profile = candidacy.profile
    town = f"{profile.postal_code} {profile.town}".strip()
    emergency = ", ".join(part for part in (profile.emergency_name, profile.emergency_phone) if part)
    pairs = [
        ("Address", ", ".join(part for part in (profile.street, town) if part)),
        ("Mobile", profile.mobile),
        ("E-mail", candidacy.learner.email),
        ("In an emergency", emergency),
        ("Class teacher", profile.class_teacher),
        ("Works or trains at", profile.workplace),
        ("Size of clothes", profile.clothes_size),
        ("Shoe size", profile.shoe_size),
    ]
    return [(label, value) for label, value in pairs if value]


def _housing(profile: Profile) -> list[tuple[str, str]]:
    answers = {"fine": "yes", "rather_not": "rather not"}
    pairs = [
        ("Smokes or vapes", profile.smokes),
        ("Pets in the house are fine", profile.pets),
        ("Sharing a room is fine", profile.shares_room),
        ("Likes to share with", profile.share_with),
    ]
    return [(label, answers.get(value, value)) for label, value in pairs if value]


def _choice(choice: Destination) -> str:
    period = f"{day_text(choice.starts_on, 'en')} to {day_text(choice.ends_on, 'en')}"
    return f"{choice.place}, {country_name(choice.country, 'en')}, {period}"


def _levels(held: dict[str, str]) -> list[str]:
    return ["–" if held.get(skill) in (None, rules.NO_LEVEL) else held[skill] for skill in SKILLS]
