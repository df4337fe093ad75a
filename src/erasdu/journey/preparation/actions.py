"""Writing down what was seen, what the coordinator decided, and what support was agreed and arranged."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.vault.queries import keyring
from erasdu.journey.insurance import actions as insurance
from erasdu.journey.insurance.rules.covers import MUTUAL
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.queries import outlines
from erasdu.journey.preparation import access
from erasdu.journey.preparation.models import ArrivalCheck, EntryDecision, EntryRule, Support, TravelPaper
from erasdu.journey.preparation.queries import about, goes_to
from erasdu.journey.preparation.rules import RESIDENCE, VISA
from erasdu.kernel.actor import Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.verdict import no

STAYING = (RESIDENCE, VISA)


@transaction.atomic
def see(
    mobility: Mobility,
    *,
    kind: str,
    seen_by: str,
    seen_on: date,
    valid_until: date,
    given: str = "",
    limited: bool = False,
    first_day: date | None = None,
    longest: int = 0,
    by: Actor,
    at: datetime,
) -> TravelPaper:
    """Somebody looked at a document: until when it is valid, and of a residence card or visa which country gave it.

    Of a visa also whether it is for that country alone, or for certain days.

    A newer one stands beside the older.
    """
    access.may_enter(by, mobility).require()
    to = goes_to(outlines([mobility.pk])[mobility.pk])
    row = TravelPaper.objects.create(
        mobility=mobility, kind=kind, seen_by=seen_by, seen_on=seen_on, valid_until=valid_until, country=to,
        given=given if kind in STAYING else "", limited=limited and kind == VISA,
        first_day=first_day if kind == VISA else None, longest=longest if kind == VISA else 0,
        entered_at=at, entered_by_id=by.person,
    )  # fmt: skip
    journal.record("preparation.document_seen", subjects=[mobility], by=by, at=at, kind=kind)
    return row


@dataclass(frozen=True, slots=True)
class Shown:
    """What one learner showed: membership of a health insurance `fund`, a `card` for medical care there, a document."""

    mobility: Mobility
    fund: str = ""
    card: str = ""
    card_until: date | None = None
    kind: str = ""
    valid_until: date | None = None


@transaction.atomic
def see_many(shown: Iterable[Shown], *, seen_by: str, seen_on: date, by: Actor, at: datetime) -> int:
    """Cards and documents of several learners, as one looks at them in one go; of how many something was kept."""
    done = 0
    for one in shown:
        who: dict[str, Any] = {"seen_by": seen_by, "seen_on": seen_on, "by": by, "at": at}
        if one.fund:
            insurance.see(one.mobility, what=MUTUAL, valid_until=None, insurer=one.fund, **who)
        if one.card and one.card_until:
            insurance.see(one.mobility, what=one.card, valid_until=one.card_until, **who)
        if one.kind and one.valid_until:
            see(one.mobility, kind=one.kind, valid_until=one.valid_until, **who)
        done += bool(one.fund or one.card_until or one.valid_until)
    return done


@transaction.atomic
def end_paper(paper: TravelPaper, *, by: Actor, at: datetime) -> None:
    """Lost, or entered by mistake: it counts no longer."""
    access.may_enter(by, paper.mobility).require()
    if not TravelPaper.objects.filter(pk=paper.pk, ended_at=None).update(ended_at=at):
        no("travel_paper_ended").require()
    journal.record("preparation.document_ended", subjects=[paper.mobility], by=by, at=at, kind=paper.kind)


@transaction.atomic
def check_arrival(mobility: Mobility, *, kind: str, seen_by: str, seen_on: date, by: Actor, at: datetime) -> None:
    """The receiving school looked at it, and it is in order; what was seen earlier gives way."""
    access.may_check_arrival(by, mobility).require()
    said = {"kind": kind, "seen_by": seen_by, "seen_on": seen_on}
    there = ArrivalCheck.objects.filter(mobility=mobility, kind=kind, ended_at=None)
    there.filter(seen_on__lt=seen_on).update(ended_at=at)
    try:
        with transaction.atomic():
            ArrivalCheck.objects.create(mobility=mobility, entered_at=at, entered_by_id=by.person, **said)
    except IntegrityError:
        no("arrival_check_there").require()
    journal.record("preparation.arrival_checked", subjects=[mobility], by=by, at=at, kind=kind)


@transaction.atomic
def end_check(check: ArrivalCheck, *, by: Actor, at: datetime) -> None:
    """Entered by mistake, or true no longer."""
    access.may_check_arrival(by, check.mobility).require()
    if not ArrivalCheck.objects.filter(pk=check.pk, ended_at=None).update(ended_at=at):
        no("arrival_check_ended").require()
    journal.record("preparation.arrival_taken_back", subjects=[check.mobility], by=by, at=at, kind=check.kind)


@transaction.atomic
def decide_entry(mobility: Mobility, *, outcome: str, source: str, on: date, by: Actor, at: datetime) -> None:
    """What is needed to stay there, for this stay as it is now, and who said so; it stands above the rule."""
    access.may_decide_entry(by, mobility).require()
    of = outlines([mobility.pk])[mobility.pk]
    said = {
        "outcome": outcome, "source": source, "on": on, "by_id": by.person, "country": goes_to(of),
        "nationality": of.nationality, "days": of.stay.days if of.stay else 0, "until": of.stay and of.stay.end,
    }  # fmt: skip
    EntryDecision.objects.update_or_create(mobility=mobility, defaults=said)
    journal.record("preparation.entry_decided", subjects=[mobility], by=by, at=at, outcome=outcome)


@transaction.atomic
def undo_entry(mobility: Mobility, *, by: Actor, at: datetime) -> None:
    """The rule counts again."""
    access.may_decide_entry(by, mobility).require()
    if EntryDecision.objects.filter(mobility=mobility).delete()[0]:
        journal.record("preparation.entry_undone", subjects=[mobility], by=by, at=at)


@transaction.atomic
def add_rule(values: Mapping[str, Any], *, by: Actor, at: datetime) -> EntryRule:
    """From its day on it stands above what the list says, for everybody of whom it speaks."""
    access.may_rule(by).require()
    row = EntryRule.objects.create(entered_at=at, entered_by_id=by.person, **values)
    journal.record("preparation.rule_added", subjects=[row], by=by, at=at)
    return row


@transaction.atomic
def end_rule(rule: EntryRule, *, by: Actor, at: datetime) -> None:
    """What stood before it stands again; the row stays as history."""
    access.may_rule(by).require()
    if not EntryRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=at):
        no("entry_rule_ended").require()
    journal.record("preparation.rule_ended", subjects=[rule], by=by, at=at)


@transaction.atomic
def agree_support(mobility: Mobility, *, what: str, by: Actor, at: datetime) -> Support:
    """Something that the learner needs there, as agreed with them; kept closed."""
    access.may_agree_support(by, mobility).require()
    key = new_key()
    row = Support.objects.create(
        key=key, mobility=mobility, closed=keyring().close_json(what, about(key)), agreed_at=at, entered_by_id=by.person
    )
    journal.record("preparation.support_agreed", subjects=[mobility], by=by, at=at)
    return row


@transaction.atomic
def arrange_support(support: Support, *, arranged_by: str, arranged_on: date, by: Actor, at: datetime) -> None:
    access.may_agree_support(by, support.mobility).require()
    live = Support.objects.filter(pk=support.pk)
    if not live.update(arranged_by=arranged_by, arranged_on=arranged_on):
        no("support_ended").require()
    journal.record("preparation.support_arranged", subjects=[support.mobility], by=by, at=at)


@transaction.atomic
def end_support(support: Support, *, by: Actor, at: datetime) -> None:
    """No longer needed: erased at once."""
    access.may_agree_support(by, support.mobility).require()
    if not Support.objects.filter(pk=support.pk).delete()[0]:
        no("support_ended").require()
    journal.record("preparation.support_ended", subjects=[support.mobility], by=by, at=at)
