"""Candidate files for tests, around `tests.conftest.AT` (23 November 2026).

`CandidateFileFactory()` is not handed in yet, of a selected learner whose file may be; a trait for each state says
how far it came. `school_of(...)` makes a whole school: learners selected and in reserve, whose selection is closed.
"""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from functools import partial

import factory
from factory.django import DjangoModelFactory

from erasdu.ground.organisations.models import Role
from erasdu.ground.paperwork.models import Signature
from erasdu.journey.admissions.models import Allotment, CandidateFile
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities.actions import open_for_learner
from erasdu.journey.selection.models import Decision, Report, Selection
from erasdu.kernel.actor import SYSTEM
from tests.factories.calls import EnrolmentFactory
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import RoleFactory
from tests.factories.paperwork import paper
from tests.factories.reports import report
from tests.factories.selection import SelectionFactory

SIGNED = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
DECIDED = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
HANDED_IN = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
GRANTED = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def decided(
    candidacy: Candidacy,
    outcome: str = "selected",
    *,
    rank: int = 1,
    reserve: int | None = None,
    total: int = 80,
    approved: bool = True,
) -> Candidacy:
    """The school's closed selection decided on this learner, and its report has their extract.

    `approved`: all have signed what handing in asks.
    """
    selection = Selection.objects.filter(enrolment=candidacy.enrolment).first() or SelectionFactory(
        enrolment=candidacy.enrolment, told=True
    )
    Selection.objects.filter(pk=selection.pk).update(state="closed", closed_at=DECIDED)
    Decision.objects.update_or_create(
        candidacy=candidacy,
        defaults={
            "selection": selection,
            "outcome": outcome,
            "reserve_rank": reserve,
            "reason": "Sterk in het gesprek.",
            "total_numerator": Fraction(total).numerator,
            "total_denominator": Fraction(total).denominator,
            "rank": rank,
            "told_outcome": outcome,
            "at": DECIDED,
        },
    )
    issued, _made = Report.objects.get_or_create(
        selection=selection, version=1, defaults={"data": {"extracts": {}}, "template_version": "1", "at": DECIDED}
    )
    whole = report([str(candidacy.learner)])
    extract = {language: whole.extract(1).as_json(language) for language in ("nl", "en")}
    issued.data["extracts"][str(candidacy.pk)] = extract
    issued.save(update_fields=["data"])
    if approved:
        approve(candidacy)
    return candidacy


def approve(candidacy: Candidacy, *, at: datetime = SIGNED) -> None:
    """Learner, company and guardians have signed their approvals, as rows: nothing is drawn."""
    sign = partial(paper, candidacy, signed=True, at=at)
    sign("candidacies.cv", "learner", person=candidacy.learner)
    sign("candidacies.participant_approval", "learner", person=candidacy.learner)
    if candidacy.training_company is not None:
        made = sign("candidacies.company_approval", "company", answers={"answer": "yes"})
        call = candidacy.call
        made.data["terms"] = {
            "company": candidacy.training_company.key, "agreement": candidacy.agreement,
            "from": call.stay_from.isoformat(), "until": call.stay_until.isoformat(),
        }  # fmt: skip
        made.save(update_fields=["data"])
    for guardian in candidacy.guardians.all():
        variant = f"guardian-{guardian.person_id}"
        made = sign(
            "candidacies.guardian_approval", f"guardian_{guardian.position}", person=guardian.person, variant=variant,
            channel="text" if guardian.person.phone else "hand",
        )  # fmt: skip
        Signature.objects.filter(signer__envelope=made).update(lacks=[])  # it was consent on the day itself


class CandidateFileFactory(DjangoModelFactory):
    """Of a learner whom the school selected, unless `outcome` says otherwise."""

    class Meta:
        model = CandidateFile
        skip_postgeneration_save = True

    class Params:
        in_hand = factory.Trait(
            handed_in_at=HANDED_IN,
            order=factory.Sequence(lambda n: n + 1),
            cv={},
            extract={},
        )
        handed_in = factory.Trait(in_hand=True, state="handed_in")
        returned = factory.Trait(
            in_hand=True,
            state="returned",
            returned_at=GRANTED,
            return_reason="De handtekening ontbreekt.",
            grace_until=date(2026, 11, 27),
        )
        complete = factory.Trait(in_hand=True, state="complete", checked_at=GRANTED)
        waiting = factory.Trait(complete=True, state="waiting")
        granted = factory.Trait(complete=True, state="granted", granted_at=GRANTED, answer_by=date(2026, 11, 29))
        accepted = factory.Trait(granted=True, state="accepted", answered_at=GRANTED)
        declined = factory.Trait(granted=True, state="declined", answered_at=GRANTED)
        lapsed = factory.Trait(granted=True, state="lapsed")
        withdrawn = factory.Trait(in_hand=True, state="withdrawn")

    candidacy = factory.SubFactory(CandidacyFactory, applied=True, eligible=True)
    call = factory.SelfAttribute("candidacy.call")
    school = factory.SelfAttribute("candidacy.school")

    @factory.post_generation
    def outcome(self: CandidateFile, create: bool, extracted: str | None, **kwargs: int) -> None:
        if create and not Decision.objects.filter(candidacy=self.candidacy).exists():
            decided(self.candidacy, extracted or "selected", **kwargs)

    @factory.post_generation
    def stay(self: CandidateFile, create: bool, extracted: object, **kwargs: object) -> None:
        if create and self.state in {"granted", "accepted"}:
            person, profile = self.candidacy.learner, self.candidacy.profile
            place = self.candidacy.first_choice
            self.mobility = open_for_learner(
                self.call, person, self.school, profile=profile, destination=place, by=SYSTEM, at=GRANTED
            )
            self.save(update_fields=["mobility"])


class AllotmentFactory(DjangoModelFactory):
    class Meta:
        model = Allotment

    seats = 2
    revision = 1


@dataclass
class School:
    """A school in a call, with the learners it selected and put in reserve, in ranked order."""

    enrolment: Enrolment
    contact: Role
    selected: list[Candidacy] = field(default_factory=list)
    reserves: list[Candidacy] = field(default_factory=list)

    @property
    def call(self) -> Call:
        return self.enrolment.call


def school_of(selected: int = 2, reserves: int = 0, *, call: Call | None = None, **settings: object) -> School:
    """`settings`: of the call, such as `seats=1` or `closed=True`."""
    given = {"call": call} if call else {f"call__{name}": value for name, value in settings.items()}
    enrolment = EnrolmentFactory(**given)
    made = School(enrolment, RoleFactory(organisation=enrolment.school))
    for place in range(selected + reserves):
        candidacy = CandidacyFactory(applied=True, eligible=True, enrolment=enrolment)
        number = place + 1 - selected
        outcome = {"outcome": "selected"} if number < 1 else {"outcome": "reserve", "reserve": number}
        (made.selected if number < 1 else made.reserves).append(
            decided(candidacy, rank=place + 1, total=90 - place, **outcome)
        )
    return made
