"""What is known of stays before somebody leaves, and how it is shown: to staff, and in plain words to the learner."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.urls import reverse

from erasdu.ground.journal import gates
from erasdu.ground.look.words import called, lacking_for_learner, place, titled
from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.queries import Answers, Stands
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.candidacies.rules.guardians import Authority
from erasdu.journey.mobilities import rules
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries.outlines import Outline, Outlines
from erasdu.journey.mobilities.rules import Facts, Paper, Permissions
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import BRUSSELS, Period
from erasdu.kernel.requirement import DEPART, Requirement

SUBJECT = "mobilities.mobility"
EMERGENCY, PERMISSION = "candidacies.emergency_contact", "candidacies.travel_permission"


def departing(about: Outlines, deciding: Mapping[int, Authority], answers: Answers, on: date) -> dict[int, Facts]:
    """By stay what its own papers say; no query. `deciding`: by candidacy whose permission counts, people as ids."""
    noon = datetime.combine(on, time(12), BRUSSELS)
    papers = paperwork.stands_about(answers, SUBJECT, [EMERGENCY, PERMISSION], noon)
    return {pk: _departing(of, deciding.get(of.candidacy or 0), papers.get(pk, ())) for pk, of in about.items()}


def _departing(of: Outline, authority: Authority | None, papers: Sequence[Stands]) -> Facts:
    contact = Paper(of.to_call) if of.incoming else _contact(papers)
    return Facts(of.stay, of.birth_date, contact, _permissions(of, authority, papers), incoming=of.incoming)


def stay_of(row: Mobility) -> Period | None:
    """The days that were set."""
    return Period(row.planned_from, row.planned_until) if row.planned_from and row.planned_until else None


def is_demanded(row: Mobility) -> bool:
    """Whether the call or the destination lets no minor go without a travel permission."""
    return row.call.permission_demanded or bool(row.destination and row.destination.permission_demanded)


def _contact(papers: Sequence[Stands]) -> Paper:
    found = next((one for one in papers if one.kind == EMERGENCY), None)
    if found is None or found.state not in ("open", "signed", "complete"):
        return Paper()
    turn = next(iter(found.who), "") if found.state == "open" else ""
    return Paper(found.in_force, "guardian" if turn.startswith("guardian") else turn)


def _permissions(of: Outline, authority: Authority | None, papers: Sequence[Stands]) -> Permissions:
    sheets = {}
    for one in papers:
        if one.kind == PERMISSION and one.state in ("open", "seen", "overdue") and _of_today(one, of):
            sheets[one.variant.removeprefix("guardian-")] = one.in_force
    any_one = authority is None or authority.mode == "one"
    return Permissions(of.demanded, authority.deciders if authority else (), any_one, sheets)


def deciders(candidacy: Candidacy, known: Sequence[Guardian]) -> Sequence[Guardian]:
    """Whose travel permission counts, as the school set who decides."""
    alone = candidacy.guardian_mode in (Candidacy.GuardianMode.COURT, Candidacy.GuardianMode.LEGAL)
    return [one for one in known if not alone or one.position == candidacy.sole_guardian]


def days_as_terms(stay: Period) -> dict[str, str]:
    """What a permission keeps of its days: another day is another paper, and so is another country."""
    return {"from": stay.start.isoformat(), "until": stay.end.isoformat()}


def _of_today(one: Stands, of: Outline) -> bool:
    made_for = {"from": one.terms.get("from"), "until": one.terms.get("until")}
    return of.stay is not None and made_for == days_as_terms(of.stay) and of_country(one.terms, of.country)


def of_country(terms: Mapping[str, str], country: str) -> bool:
    """A permission from before countries were kept is of whichever it was made for."""
    made_for = terms.get("country")
    return made_for is None or not country or made_for == country


# -- shown -----------------------------------------------------------------------------------------
WHO_ACTS = frozenset({"preparation:invite"})  # pages that open for who must act only
FROM_HOME = frozenset({"nominations:show"})  # pages of who nominated, and of the coordinator


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing before leaving: in words for the reader, who must act, and the page where it is done."""

    item: Requirement
    text: str
    who: str
    url: str
    mine: bool = False  # whether the reader is who must act

    @property
    def needed(self) -> bool:
        return DEPART in self.item.blocks


def in_order(row: Mobility, on: date) -> dict[str, str]:
    """What of leaving is in order now, of no concern, or let pass: code → what it is called."""
    return {item.code: called(item) for item in gates.needed(DEPART, [row], on)[row.pk] if item.clears(DEPART)}


def reopened(pk: int, before: Mapping[str, str], on: date) -> list[str]:
    """What was in order and no longer is, now that the stay changed; in words."""
    row = Mobility.objects.get(pk=pk)
    lost = {item.code for item in gates.needed(DEPART, [row], on)[pk] if not item.clears(DEPART)}
    return [name for code, name in before.items() if code in lost]


def before_departure(row: Mobility, actor: Actor, on: date) -> list[Lack]:
    """What applies to this stay, in order of harm; what is in order already too."""
    found = rules.in_order(gates.needed(DEPART, [row], on)[row.pk])
    return lacks_of(row, [item for item in found if item.state != "not_applicable"], actor)


def lacks_of(row: Mobility, items: Iterable[Requirement], actor: Actor) -> list[Lack]:
    """The same of any things that are asked of this stay, in the given order."""
    candidacy = Candidacy.objects.filter(profile=row.profile_id).first() if row.profile_id else None
    return [_lack(item, row, candidacy, actor) for item in items]


def _lack(item: Requirement, row: Mobility, candidacy: Candidacy | None, actor: Actor) -> Lack:
    if item.settled:
        return Lack(item, called(item), "", "")
    text = lacking_for_learner(item) if actor.is_learner else ""
    mine = item.who == actor.role
    return Lack(item, text or titled(item), item.who, _place(item, row, candidacy, actor), mine)


def at_the_proof(item: Requirement, actor: Actor) -> str:
    """Where staff looks at the row itself; "" without one, or where it opens for another."""
    proof = item.evidence
    if proof is None or (proof.page in WHO_ACTS and item.who != actor.role):
        return ""
    if proof.page in FROM_HOME and not (actor.is_coordinator or actor.is_partner):
        return ""
    return reverse(proof.page, args=[proof.key] if proof.key else [])


def _place(item: Requirement, row: Mobility, candidacy: Candidacy | None, actor: Actor) -> str:
    """Where this reader does something about it; "" where there is nothing to do but wait."""
    if actor.is_learner and item.who != "learner":
        return ""
    if not actor.is_learner and (there := at_the_proof(item, actor)):
        return there
    reader = "coordinator" if actor.is_coordinator else "contact_point"
    keys = {"mobility": row.key, "candidacy": candidacy.key if candidacy else "", "call": row.call.key}
    return place(item.code, ("learner",) if actor.is_learner else (reader, "staff"), keys)
