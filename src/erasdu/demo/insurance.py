"""Insurance in the demo: policies of schools, cards that were seen, one that ends too early, one half confirmed."""

from datetime import datetime, timedelta

from erasdu.demo.consortium import Consortium, School
from erasdu.journey.calls.models import Call
from erasdu.journey.insurance import actions
from erasdu.journey.insurance.rules import ACTIVITIES
from erasdu.journey.mobilities.models import Mobility

INSURER = {"insurer": "Verzekeringen De Haven", "territory": ["europe"], "activities": list(ACTIVITIES)}
KINDS = ("accident", "liability_work", "liability")


def insured(consortium: Consortium, call: Call, at: datetime) -> None:
    """Of most stays everything is insured; of each kind of gap there is one."""
    schools = {school.organisation.pk: school for school in consortium.schools}
    rows = Mobility.objects.filter(call=call, state="planned").exclude(planned_from=None).order_by("pk")
    stays = list(rows.select_related("sending", "person", "call"))
    rule_replaced(consortium, call, at)
    for number, pk in enumerate(dict.fromkeys(stay.sending_id for stay in stays)):
        policies(schools[pk], call, at, number)
    for number, stay in enumerate(stays[:-2]):
        seen(stay, schools[stay.sending_id], at, short=number == 1)


def rule_replaced(consortium: Consortium, call: Call, at: datetime) -> None:
    """The coordinator asks that damage in daily life is insured in all of Europe, for trips at the weekend."""
    values = {
        "code": "liability.territory", "values": ["europe"], "since": call.stay_from, "verified": True,
        "source": "Verzekeringen De Haven, brief aan het consortium",
        "note": "Leerlingen maken in het weekend uitstappen over de grens.",
    }  # fmt: skip
    actions.add_rule(values, by=consortium.actor, at=at)


def policies(school: School, call: Call, at: datetime, number: int) -> None:
    """Of the second school the insurer did not name the way to work; the third has nothing for damage at work."""
    first, last = call.stay_from - timedelta(days=60), call.stay_until + timedelta(days=200)
    confirmed = {
        "confirmed_by": "An Claes, De Haven", "confirmed_on": at.date(),
        "confirmed_how": "brief van de verzekeraar", "confirms_from": first, "confirms_until": last,
        "names_workplace": True, "names_way": number != 1, "phone": "+3232000199",
    }  # fmt: skip
    for place, kind in enumerate(KINDS):
        if number == 2 and kind == "liability_work":
            continue
        values = {**INSURER, "kind": kind, "policy": f"DH-{kind[:2].upper()}-{number + 41}", "starts_on": first}
        values |= {"ends_on": last} | (confirmed if kind == "accident" else {})
        actions.enter_policy(school.organisation, values, by=school.actor, at=at + timedelta(minutes=place))


def seen(stay: Mobility, school: School, at: datetime, *, short: bool, declared: bool = True) -> None:
    assert stay.planned_until is not None
    until = stay.planned_until + timedelta(days=-1 if short else 240)
    for place, (what, last) in enumerate((("mutual", None), ("ehic", until))):
        actions.see(
            stay, what=what, seen_by=str(school.contact.person), seen_on=at.date(), valid_until=last,
            insurer="Gezondheidsfonds Noord" if what == "mutual" else "", by=school.actor,
            at=at + timedelta(minutes=place),
        )  # fmt: skip
    if declared:
        actions.declare(stay, answer="yes", on=at.date(), by=school.actor, at=at)
