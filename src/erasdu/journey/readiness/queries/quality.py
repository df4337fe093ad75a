"""What shows of each quality standard in one call: of how many learners it is in order, and where the proof lies."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.look.words import called
from erasdu.ground.meetings.models import Invitation, Meeting
from erasdu.ground.organisations.models import Organisation, Role
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.paperwork.states import COMPLETE, SIGNED
from erasdu.journey.agreements.models import LearningPlan
from erasdu.journey.calls.models import Call, Enrolment
from erasdu.journey.matching.models import Answer, Match
from erasdu.journey.membership.papers import PARTNER
from erasdu.journey.membership.queries import active_members
from erasdu.journey.mobilities.access import mobilities_for
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import LetPass, OwnRequirement
from erasdu.journey.readiness.queries import composing
from erasdu.journey.selection.models import Complaint, Decision, Report, Selection
from erasdu.kernel.actor import CONTACT_POINT, Actor
from erasdu.kernel.requirement import Requirement

ABOUT = "calls.call"


@dataclass(frozen=True, slots=True)
class Proof:
    """One line under a standard. `said`: code of its words, or `name`; `of`: None where nothing is awaited.

    `passed`: of how many the coordinator let it pass, with a reason. `lacking`: of whom it lacks. `url`: where it lies.
    """

    said: str
    held: int
    of: int | None = None
    name: str = ""
    passed: int = 0
    lacking: Sequence[Mobility] = ()
    url: str = ""

    @property
    def whole(self) -> bool:
        return self.of is None or self.held + self.passed >= self.of


@dataclass(frozen=True, slots=True)
class Shown:
    """A standard with its proofs. `offered`: what the call may still ask of its own for it, by code."""

    rule: rules.Standard
    proofs: Sequence[Proof]
    offered: Sequence[tuple[str, Mapping[str, object]]]


@dataclass(frozen=True, slots=True)
class Scene:
    """What the counts are made from, read once."""

    actor: Actor
    call: Call
    stays: Sequence[Mobility]
    on: date

    @property
    def pks(self) -> list[int]:
        return [stay.pk for stay in self.stays]


def standards(actor: Actor, call: Call, on: date) -> list[Shown]:
    """Every standard in its order, for who sees these stays. Constant in queries."""
    live = mobilities_for(actor).filter(call=call, kind=Mobility.Kind.LEARNER, cancelled_at=None)
    stays = list(live.select_related("person", "sending", "receiving").order_by("planned_from", "pk"))
    scene, names = Scene(actor, call, stays, on), dict[str, str]()
    leaving, now = _counts(stays, on, names)
    own = {row.title_nl: rules.PREFIX + row.key for row in OwnRequirement.objects.filter(call=call, ended_at=None)}
    known = {stay.pk: stay for stay in stays}

    def of_learners(code: str, counts: Mapping[str, rules.Count]) -> list[Proof]:
        count = counts.get(code)
        if count is None:
            return []
        lacking = [known[pk] for pk in count.lacking]
        return [Proof(code, len(count.met), count.asked, names[code], len(count.passed), lacking)]

    found = []
    offers = rules.to_offer(own, outgoing=call.outgoing, incoming=call.incoming)
    for rule in rules.STANDARDS:
        asked = [own[title] for code in rule.ready if (title := str(rules.READY_MADE[code]["title_nl"])) in own]
        proofs = [
            *(proof for code in (*rule.needs, *asked) for proof in of_learners(code, leaving)),
            *(proof for code in rule.later for proof in of_learners(code, now)),
            *(COUNTED[name](scene) for name in rule.counted),
        ]
        found.append(Shown(rule, proofs, [(code, offers[code]) for code in rule.ready if code in offers]))
    return found


def _counts(
    stays: Sequence[Mobility], on: date, names: dict[str, str]
) -> tuple[dict[str, rules.Count], dict[str, rules.Count]]:
    """As it stood when each left, and as it stands today; fills in what each thing is called."""
    known, days = composing.known(stays, heard=False), dict[date, set[int]]()
    for stay in stays:
        days.setdefault(min(on, stay.planned_from or on), set()).add(stay.pk)
    leaving: dict[int, Sequence[Requirement]] = {}
    for day, pks in days.items():
        leaving |= composing.said(known, day, pks)
    now = composing.said(known, on, {stay.pk for stay in stays})
    for items in (*leaving.values(), *now.values()):
        names.update({item.code: called(item) for item in items if item.code not in names})
    return rules.counted(leaving), rules.counted(now)


# -- what is counted of the whole call -------------------------------------------------------------


def _decisions(of: Scene) -> Proof:
    lines = Line.objects.filter(subjects__kind=ABOUT, subjects__pk_of=of.call.pk).distinct()
    return Proof("decisions", lines.count(), url=reverse("calls:show", args=[of.call.key]))


def _let_pass(of: Scene) -> Proof:
    return Proof("let_pass", LetPass.objects.filter(mobility__in=of.pks, ended_at=None).count())


def _partner_agreements(of: Scene) -> Proof:
    """With each organisation abroad that sends or receives in this call."""
    there = {pk for stay in of.stays for pk in (stay.sending_id, stay.receiving_id) if pk}
    partners = set(
        Organisation.objects.filter(pk__in=there, kind=Organisation.Kind.PARTNER).values_list("pk", flat=True)
    )
    signed = Envelope.objects.filter(
        document__kind=PARTNER, document__subject_pk__in=partners, state__in=(SIGNED, COMPLETE)
    )
    agreed = set(signed.values_list("document__subject_pk", flat=True))
    return Proof("partner_agreements", len(agreed), len(partners), url=reverse("nominations:ledger"))


def _contributions(of: Scene) -> Proof:
    """The platform knows none: nobody can be asked to pay."""
    return Proof("contributions", 0)


def _members(of: Scene) -> Proof:
    schools = set(Enrolment.objects.filter(call=of.call, withdrawn_at=None).values_list("school", flat=True))
    active = active_members(of.call.grant_agreement_id, of.on, schools)
    return Proof("members", len(schools & active), len(schools), url=reverse("membership:index"))


def _hosts_agreed(of: Scene) -> Proof:
    """Of the places that stand, those to which the sending school, or the one that receives, said yes."""
    schools = (Answer.Party.SCHOOL, Answer.Party.RECEIVER)
    yes = Answer.objects.filter(match=OuterRef("pk"), party__in=schools, what="yes")
    standing = Match.objects.filter(mobility__in=of.pks, state="confirmed")
    counted = list(standing.annotate(agreed=Exists(yes)).values_list("agreed", flat=True))
    return Proof("hosts_agreed", sum(counted), len(counted), url=reverse("matching:index", args=[of.call.key]))


def _reports(of: Scene) -> Proof:
    """Of the schools that decided about somebody, those with a selection report."""
    decided = Selection.objects.filter(enrolment__call=of.call, decisions__isnull=False).distinct()
    with_report = decided.filter(Exists(Report.objects.filter(selection=OuterRef("pk"))))
    return Proof("reports", with_report.count(), decided.count(), url=reverse("selection:overview"))


def _reserves(of: Scene) -> Proof:
    rows = Decision.objects.filter(selection__enrolment__call=of.call, outcome=Decision.Outcome.RESERVE)
    return Proof("reserves", rows.count())


def _complaints(of: Scene) -> Proof:
    rows = Complaint.objects.filter(candidacy__call=of.call)
    return Proof("complaints", rows.exclude(answered_at=None).count(), rows.count())


def _sessions(of: Scene) -> Proof:
    """People who were seen at a session of this call."""
    held = Meeting.objects.filter(about_kind=ABOUT, about_pk=of.call.pk, cancelled_at=None)
    seen = Invitation.objects.filter(meeting__in=held.values("pk"), withdrawn_at=None).exclude(seen_how="")
    return Proof("sessions", seen.count(), url=reverse("preparation:index", args=[of.call.key]))


def _mentors(of: Scene) -> Proof:
    named = LearningPlan.objects.filter(mobility__in=of.pks).exclude(mentor_name="")
    return Proof("mentors", named.count(), len(of.stays), url=reverse("agreements:index", args=[of.call.key]))


def _contacts(of: Scene) -> Proof:
    """Of the schools in Flanders that send or receive, those where somebody acts."""
    here = {
        stay.sending_id if stay.direction == Mobility.Direction.OUTGOING else stay.receiving_id for stay in of.stays
    }
    here.discard(None)
    acting = Role.objects.filter(organisation__in=here, kind=CONTACT_POINT, until=None)
    return Proof("contacts", acting.values("organisation").distinct().count(), len(here))


def _emblem(of: Scene) -> Proof:
    """Every sealed paper of this call's stays bears the emblem with the sentence about the funding."""
    about = Envelope.objects.filter(document__subject_kind="mobilities.mobility", document__subject_pk__in=of.pks)
    return Proof("emblem", about.filter(state=COMPLETE).count())


COUNTED: Mapping[str, Callable[[Scene], Proof]] = {
    "decisions": _decisions,
    "let_pass": _let_pass,
    "partner_agreements": _partner_agreements,
    "contributions": _contributions,
    "members": _members,
    "hosts_agreed": _hosts_agreed,
    "reports": _reports,
    "reserves": _reserves,
    "complaints": _complaints,
    "sessions": _sessions,
    "mentors": _mentors,
    "contacts": _contacts,
    "emblem": _emblem,
}
