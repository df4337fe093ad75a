"""Reading candidacies: lists, what waits for a school, where a form stands, and facts for later steps."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.paperwork.queries import Answers, ReadSigner
from erasdu.ground.people.models import Account, Person
from erasdu.journey.calls.models import Call, Destination, Enrolment
from erasdu.journey.candidacies import access, rules
from erasdu.journey.candidacies.models import Candidacy, Correction, Guardian, ImportBatch
from erasdu.journey.candidacies.queries import approvals, reading
from erasdu.journey.candidacies.queries.reading import ReadCandidacy, ReadGuardian
from erasdu.journey.candidacies.states import APPLIED, DRAFT, LIVE
from erasdu.kernel.actor import COUNSELLOR, LEARNER, TEACHER, Actor
from erasdu.kernel.periods import brussels_date

# -- for later steps -------------------------------------------------------------------------------


def facts(ids: Iterable[int], answers: Answers | None = None) -> dict[int, rules.Facts]:
    """What handing in asks of each candidacy. A form that was handed to the school is complete.

    Four queries, three with `answers`; two more when a form is not handed in yet.
    """
    candidacies = reading.candidacies(ids)
    of = approvals.read(list(candidacies), answers)
    lacking = _lacking([pk for pk, row in candidacies.items() if row.state == DRAFT])
    return {pk: _facts(row, of.get(pk) or approvals.Rows(), lacking.get(pk, ())) for pk, row in candidacies.items()}


def _lacking(pks: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The parts of each form in which something lacks. Two queries, none without forms."""
    if not pks:
        return {}
    of = ("call", "learner", "profile", "first_choice", "second_choice")
    rows = list(Candidacy.objects.filter(pk__in=pks).select_related(*of))
    places = set(Destination.objects.filter(call__in={row.call_id for row in rows}).values_list("call", flat=True))
    return {
        row.pk: tuple(
            part.code
            for part in rules.parts(access.form_values(row), optional=access.not_asked(row.call_id in places))
            if not part.complete
        )
        for row in rows
    }


def _facts(row: ReadCandidacy, of: approvals.Rows[ReadSigner, ReadGuardian], lacking: tuple[str, ...]) -> rules.Facts:
    return rules.Facts(
        row.state == APPLIED,
        row.confirmed_at is not None,
        row.eligible_at is not None,
        row.birth_date,
        len(of.guardians),
        row.call.files_deadline,
        approvals.facts_of(row, of),
        lacking,
    )


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
