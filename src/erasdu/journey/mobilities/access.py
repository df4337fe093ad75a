"""Whose dossiers of stays somebody sees: a row in `Party` for the person or for an organisation in scope."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from erasdu.ground.journal import gates
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.calls.models import Call
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.rules.age import is_minor
from erasdu.journey.candidacies.rules.guardians import may_tell_guardian
from erasdu.journey.mobilities.models import Mobility, Party
from erasdu.kernel.actor import SYSTEM_ROLE, Actor
from erasdu.kernel.memory import remembered
from erasdu.kernel.periods import brussels_date
from erasdu.kernel.requirement import DEPART
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def mobilities_for(actor: Actor) -> QuerySet[Mobility]:
    """The coordinator sees all; others what they are party to now."""
    rows = Mobility.objects.select_related("person", "call", "sending", "receiving", "destination")
    if actor.is_coordinator:
        return rows
    if not (actor.is_contact_point or actor.is_learner):
        return rows.none()
    mine = Q(person=actor.person) if actor.is_learner else Q(organisation__in=actor.scope)
    return rows.filter(Exists(Party.objects.filter(mine, mobility=OuterRef("pk"), until=None)))


def travellers_for(actor: Actor) -> QuerySet[Mobility]:
    """Of whom somebody reads gender and nationality: a partner abroad of who comes from there, not of whom it hosts."""
    rows = mobilities_for(actor)
    return rows.filter(direction=Mobility.Direction.INCOMING, sending__in=actor.scope) if actor.is_partner else rows


def may_plan(actor: Actor, mobility: Mobility) -> Verdict:
    """Dates of a stay are the coordinator's, and of the matching that everybody agreed to, while it is live."""
    if not (actor.is_coordinator or actor.role == SYSTEM_ROLE):
        return no("mobility_not_yours")
    return YES if mobility.state == "planned" else no("mobility_not_live")


def may_ask_papers(actor: Actor, mobility: Mobility) -> Verdict:
    """Ask for the papers of who has a place: the sending school and the coordinator, while the stay is live."""
    school = actor.is_contact_point and not actor.is_partner and mobility.sending_id in actor.scope
    if not (actor.is_coordinator or school or actor.role == SYSTEM_ROLE):
        return no("papers_not_yours")
    if mobility.direction == Mobility.Direction.INCOMING:
        return no("papers_from_home")
    return YES if mobility.state == "planned" else no("mobility_not_live")


def may_ask_for(actor: Actor, call: Call) -> Verdict:
    """The same for many stays of a call at once; each is asked for itself again."""
    return YES if actor.is_coordinator or actor.is_contact_point else no("papers_not_yours")


def may_ask_permission(actor: Actor, mobility: Mobility, *, on: date) -> Verdict:
    """Make the travel permission of who leaves as a minor, once days and place are known."""
    planned = YES if mobility.planned_from and mobility.planned_until else no("stay_not_planned")
    where = YES if mobility.destination_id else no("stay_destination_unknown")
    return all_of(may_ask_papers(actor, mobility), planned, where, _leaves_as_minor(mobility, on))


def _leaves_as_minor(mobility: Mobility, on: date) -> Verdict:
    rows = Candidacy.objects.filter(profile=mobility.profile_id or 0)
    if not (known := list(rows.values_list("birth_date", flat=True)[:1])):
        return no("no_candidacy")
    leaving, born = max(mobility.planned_from or on, on), known[0]
    return YES if born is None or is_minor(born, leaving) else no("of_age_when_leaving")


def may_depart(mobility: Mobility, *, at: datetime, ready: Verdict | None = None) -> Verdict:
    """Whether all is in order to leave: the gate. `ready`: its answer, for a list that asked it for all its rows."""
    live = YES if mobility.state == "planned" else no("mobility_not_live")
    return all_of(live, gates.ask(DEPART, mobility, brussels_date(at)) if ready is None else ready)


def may_describe(actor: Actor, mobility: Mobility) -> Verdict:
    """Gender and nationality: the learner, who sends them, and the coordinator."""
    own = actor.is_learner and actor.person == mobility.person_id
    sends = actor.is_contact_point and mobility.sending_id in actor.scope
    if not (own or sends or actor.is_coordinator):
        return no("traveller_not_yours")
    return YES if mobility.state == "planned" else no("mobility_not_live")


def may_tell_needs(actor: Actor, mobility: Mobility) -> Verdict:
    """What a bed must meet: only who it is about, by account or by their own link."""
    if actor.person is None or actor.person != mobility.person_id:
        return no("needs_not_yours")
    return YES if mobility.state == "planned" else no("mobility_not_live")


AGE = ("profile__candidacy", "profile__candidacy__birth_date")

# -- telling guardians -----------------------------------------------------------------------------


def is_guardian(role: str) -> bool:
    """Whether who signs in this role does so for a minor."""
    return role.startswith("guardian")


def dossier_of(subject_kind: str, pk: int) -> tuple[Candidacy | None, Mobility | None]:
    """The candidacy and the stay, as far as there are, that a paper is about."""
    of = ("person", "call", "sending", "receiving", "destination", "profile", "traveller")
    stays = Mobility.objects.select_related(*of)
    candidacies = Candidacy.objects.select_related("learner", "call", "school")
    if subject_kind == "mobilities.mobility":
        mobility = stays.filter(pk=pk).first()
        return candidacies.filter(profile=mobility.profile_id).first() if mobility else None, mobility
    if subject_kind == "candidacies.candidacy":
        candidacy = candidacies.filter(pk=pk).first()
        live = stays.filter(profile__candidacy=pk, cancelled_at=None)
        return candidacy, live.order_by("-pk").first()
    return None, None


def check_telling(subject_kind: str, pk: int, role: str, at: datetime) -> Verdict:
    """From the 18th birthday of the learner a guardian gets nothing new, unless the learner agrees."""
    if not is_guardian(role):
        return YES
    born, agrees = _age_of(subject_kind, pk)
    return may_tell_guardian(born, brussels_date(at), learner_agrees=agrees)


def decides_alone(subject_kind: str, pk: int, at: datetime) -> bool:
    """Whether the learner whom a paper is about is of age: no parent signs any more, told or not."""
    born, _agrees = _age_of(subject_kind, pk)
    return born is not None and not is_minor(born, brussels_date(at))


def of_age(subjects: Iterable[tuple[str, int]], at: datetime) -> set[tuple[str, int]]:
    """Of many papers' subjects those that `decides_alone` says yes to. Two queries."""
    found, on = list(subjects), brussels_date(at)
    born: dict[tuple[str, int], date | None] = {}
    applied = Candidacy.objects.filter(pk__in=[pk for kind, pk in found if kind == "candidacies.candidacy"])
    born |= {("candidacies.candidacy", pk): day for pk, day in applied.values_list("pk", "birth_date")}
    stays = Mobility.objects.filter(pk__in=[pk for kind, pk in found if kind == "mobilities.mobility"])
    known = ("pk", "profile__candidacy", "profile__candidacy__birth_date", "traveller__birth_date")
    for pk, candidacy, own, partners in stays.values_list(*known):
        born["mobilities.mobility", pk] = own if candidacy is not None else partners
    return {subject for subject, day in born.items() if day is not None and not is_minor(day, on)}


BORN = Prepared(
    lambda: Mobility.objects.filter(pk__in=THESE).values_list(*AGE, "traveller__birth_date", "guardians_told_at")
)
APPLIED_BORN = Prepared(lambda: Candidacy.objects.filter(pk__in=THESE).values_list("birth_date"))
TOLD = Prepared(
    lambda: (
        Mobility.objects.filter(profile__candidacy__in=THESE, cancelled_at=None)
        .order_by("-pk")
        .values_list("guardians_told_at")
    )
)


@remembered
def _age_of(subject_kind: str, pk: int) -> tuple[date | None, bool]:
    """When the learner was born whom a paper is about, and whether they keep their parents informed.

    Of who goes abroad as the school knows it, of who comes here as the partner said.
    """
    if subject_kind == "mobilities.mobility":
        candidacy, born, partners, told = next(iter(BORN.of([pk])), (None, None, None, None))
        return (born if candidacy is not None else partners), told is not None
    if subject_kind == "candidacies.candidacy":
        born = next((day for (day,) in APPLIED_BORN.of([pk])), None)
        return born, next((told for (told,) in TOLD.of([pk])), None) is not None
    return None, False


def may_choose_telling(actor: Actor, mobility: Mobility, *, at: datetime) -> Verdict:
    """Whether parents stay informed: for the learner, once of age."""
    if not actor.is_learner or actor.person != mobility.person_id:
        return no("mobility_not_yours")
    candidacy, _ = dossier_of("mobilities.mobility", mobility.pk)
    born = candidacy.birth_date if candidacy else None
    return YES if born is not None and not is_minor(born, brussels_date(at)) else no("learner_not_of_age")
