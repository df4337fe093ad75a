"""The home page of who acts for a foreign partner: what waits, and the days of the calls that concern it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.calls import queries as calls
from erasdu.journey.calls.models import Call
from erasdu.journey.hosting.queries import figures
from erasdu.journey.hosting.queries.lists import Figures
from erasdu.journey.nominations import queries as nominations
from erasdu.journey.sharing import queries as sharing
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import Period, brussels_date
from erasdu.web import rules
from erasdu.web.queries import arriving
from erasdu.web.queries.todos import asked_of_host, host_parts, matches, scans, signatures


@dataclass(frozen=True, slots=True)
class CallLine:
    """One call as a partner has it. `receives`: here; `sends`: to the partner's country, in which periods."""

    call: Call
    title: str
    stay: Period
    nominate_until: date | None
    count: nominations.Count
    places: list[tuple[str, Period]]


@dataclass(frozen=True, slots=True)
class PartnerHome:
    partner: Organisation
    todos: list[rules.Todo]
    calls: list[CallLine]
    shown: int  # learners whose profile is shared with this partner
    network: Figures


def home(actor: Actor, at: datetime, title: str) -> PartnerHome:
    """`title`: the column of a call's title in the reader's language."""
    partner, on = Organisation.objects.get(pk__in=actor.scope), brussels_date(at)
    found = calls.calls_of_partner(partner, on)
    counts = nominations.counts(actor)
    lines = [_line(call, partner, title, counts.get(call.pk, nominations.Count())) for call in found]
    coming = arriving.before_arrival(actor, on, title)
    waiting = [*signatures(actor, at), *matches(actor), *scans(actor), *coming, *asked_of_host(actor, on)]
    waiting += host_parts(actor, on)
    waiting += _of_calls(lines, on)
    shown = sharing.visible_to(actor, at).count()
    network = figures([partner.pk], on)[partner.pk]
    return PartnerHome(partner, rules.sorted_by_harm(waiting, on), lines, shown, network)


def _of_calls(lines: list[CallLine], on: date) -> list[rules.Todo]:
    """Learners of whom something is not said yet; and calls in which nobody is nominated, while that is possible."""
    found = []
    for line in lines:
        url, by = reverse("nominations:index", args=[line.call.key]), line.nominate_until
        if line.count.lacking:
            found.append(rules.Todo("complete_nominees", line.title, url, line.count.lacking, by, rules.urgent(by, on)))
        elif by is not None and by >= on and not line.count.nominated:
            found.append(rules.Todo("nominate", line.title, url, by=by, urgent=rules.urgent(by, on)))
    return found


def _line(call: Call, partner: Organisation, title: str, count: nominations.Count) -> CallLine:
    there = call.destinations.filter(country=partner.country) if call.outgoing else call.destinations.none()
    return CallLine(
        call,
        getattr(call, title),
        Period(call.stay_from, call.stay_until),
        call.files_deadline if call.incoming else None,
        count,
        [(each.place, Period(each.starts_on, each.ends_on)) for each in there],
    )
