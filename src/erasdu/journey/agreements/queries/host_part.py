"""What agreements wait for of a host, for who keeps it: its part to fill in, or its signature to collect."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from erasdu.ground.journal import queries as journal
from erasdu.ground.paperwork.models import Envelope, Sheet, Signer
from erasdu.ground.paperwork.states import ASKED, LIVE, OPEN
from erasdu.journey.agreements import access
from erasdu.journey.agreements.models import Edit, LearningPlan
from erasdu.journey.agreements.papers import KIND
from erasdu.journey.agreements.queries.by_hand import UNSEEN
from erasdu.journey.agreements.queries.standing import MOBILITY
from erasdu.kernel.actor import Actor

FILL_IN, SIGN = "fill_in", "sign"


@dataclass(frozen=True, slots=True)
class HostPart:
    """`what`: to fill in, or to have signed; `on_paper`: the host has no mail address, so no link went to it."""

    plan: LearningPlan
    what: str
    on_paper: bool = False


def host_parts(actor: Actor, on: date) -> list[HostPart]:
    """Of hosts that the actor's organisations keep, who leaves first on top. Two queries.

    To fill in: nothing was sent to be signed, and something lacks of the host's part, or who keeps the host was asked
    for it and the host's part was not touched since. To sign: it is the host's turn, somebody else than the actor signs
    for it, and no signed page waits to be looked at.
    """
    kept = access.plans_for(actor).filter(placement__company__keeper__in=actor.scope, mobility__state="planned")
    rows = _with_papers(kept.filter(mobility__planned_until__gte=on), actor.person)
    plans = list(rows.order_by("mobility__planned_from", "pk"))
    asked = _asked(plan.pk for plan in plans if not plan.paper)
    found = []
    for plan in plans:
        if plan.paper == OPEN and plan.hosts_turn:
            found.append(HostPart(plan, SIGN, on_paper=plan.unreached))
        elif not plan.paper and (_lacks(plan) or (plan.pk in asked and not plan.by_host)):
            found.append(HostPart(plan, FILL_IN))
    return found


def _with_papers(rows: QuerySet[LearningPlan], person: int | None) -> QuerySet[Any]:
    """Each with `paper`, the state of its newest version while that counts; `hosts_turn` and `by_host`."""
    about = {"document__kind": KIND, "document__subject_kind": MOBILITY, "document__subject_pk": OuterRef("mobility")}
    newest = Envelope.objects.filter(**about, state__in=LIVE).order_by("-version")
    unseen = Sheet.objects.filter(envelope=OuterRef("envelope"), state__in=UNSEEN)
    signer = {f"envelope__{name}": value for name, value in about.items()}
    turn = Signer.objects.filter(**signer, envelope__state=OPEN, role="host", state=ASKED).exclude(person=person)
    edits = Edit.objects.filter(plan=OuterRef("pk"), side=Edit.Side.HOST)
    return rows.annotate(
        paper=Subquery(newest.values("state")[:1]),
        hosts_turn=Exists(turn.exclude(Exists(unseen))),
        unreached=Exists(turn.filter(person__email="")),
        by_host=Exists(edits),
    )


def _lacks(plan: LearningPlan) -> bool:
    reach = plan.mentor_name and plan.mentor_phone and plan.mentor_after_hours
    return not ((plan.tasks or plan.own_tasks) and plan.days and plan.work_language and reach)


def _asked(plans: Iterable[int]) -> set[int]:
    """Of these, those of which the keeper was asked to fill in the host's part."""
    kind, wanted = LearningPlan._meta.label_lower, set(plans)
    lines = journal.codes_of(kind, wanted, ("plan.keeper_asked",))
    return {pk for pk in lines.values_list("subjects__pk_of", flat=True).filter(subjects__kind=kind) if pk in wanted}
