"""What was let pass, of a candidacy at handing in or of a stay later, and whether it is still about the same."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness import rules
from erasdu.journey.readiness.models import About, LetPass
from erasdu.kernel.periods import Period
from erasdu.kernel.requirement import DEPART, STAY, Requirement

Found = dict[int, list[Requirement]]
Setting = tuple[Period | None, str]  # the days and the country of one
Rows = Sequence[tuple[int | None, LetPass]]
STANDING = Prepared(lambda: LetPass.objects.filter(mobility__in=THESE, ended_at=None))
Settings = Callable[[], Mapping[int, Setting]]  # asked only when something was let pass


def read(stays: Iterable[int]) -> Rows:
    """What a coordinator let pass of them. One query."""
    return [(row.mobility_id, row) for row in STANDING.of(stays)]


def with_let_pass(found: Found, rows: Rows, about: mobilities.Outlines) -> Found:
    """What was let pass of stays no longer holds up that gate, as long as it is about the same."""
    return _passed(found, rows, lambda: _of_stays(about))


class LetIn:
    """The same of candidacies at handing in, where something lacks. Asked once, for any day: one query, two when
    something was let pass, none as long as nothing lacks. `stays`: the final days of those that have them.
    """

    def __init__(self, stays: Mapping[int, Period]) -> None:
        self.stays = stays
        self.rows: dict[int, list[LetPass]] = {}
        self.settings: dict[int, Setting] = {}
        self.asked = False

    def __call__(self, found: Found) -> Found:
        lacking = {pk for pk, items in found.items() if not all(item.met for item in items)}
        if lacking and not self.asked:
            self._ask(found)
        rows = [(pk, row) for pk in lacking for row in self.rows.get(pk, ())]
        return _passed(found, rows, lambda: self.settings)

    def _ask(self, found: Found) -> None:
        for row in LetPass.objects.filter(candidacy__in=list(found), ended_at=None):
            self.rows.setdefault(row.candidacy_id or 0, []).append(row)
        if self.rows:
            self.settings = dict(_of_candidacies(found, self.stays))
        self.asked = True


def passed_of(about: About) -> list[LetPass]:
    """What was let pass of one and not taken back, the first at the top. One query."""
    rows = LetPass.objects.filter(**LetPass.about(about), ended_at=None)
    return list(rows.select_related("by").order_by("at"))


def _of_stays(about: mobilities.Outlines) -> Mapping[int, Setting]:
    return {pk: (of.stay, of.country) for pk, of in about.items()}


def _of_candidacies(pks: Iterable[int], stays: Mapping[int, Period]) -> Mapping[int, Setting]:
    """The country of the first choice, as long as no other one is given."""
    chosen = Candidacy.objects.filter(pk__in=list(pks)).values_list("pk", "first_choice__country")
    return {pk: (stays.get(pk), country or "") for pk, country in chosen}


def _passed(found: Found, rows: Rows, settings: Settings) -> Found:
    if not rows:
        return found
    of = settings()
    by: dict[tuple[int | None, str], list[LetPass]] = {}
    for pk, row in rows:
        by.setdefault((pk, row.code), []).append(row)
    return {
        pk: [
            _passing(item, by.get((pk, item.code), ()), rules.Moment(item.why, *of[pk], item.params)) for item in items
        ]
        for pk, items in found.items()
    }


def _passing(item: Requirement, rows: Iterable[LetPass], now: rules.Moment) -> Requirement:
    gates = frozenset(row.gate for row in rows if rules.still_passes(let_pass_moment(row), now))
    gates |= {STAY} if DEPART in gates else frozenset()
    return replace(item, let_pass=gates) if gates else item


def now_of(item: Requirement, about: About) -> dict[str, object]:
    """What is so now, as columns of `LetPass`; `item` as it is asked, before any mail came back."""
    if isinstance(about, Mobility):
        days, country = _of_stays(mobilities.outlines([about.pk]))[about.pk]
    else:
        days, country = _of_candidacies([about.pk], mobilities.stays_of([about.pk]))[about.pk]
    return {
        "why": item.why,
        "params": item.params,
        "first": days.start if days else None,
        "last": days.end if days else None,
        "country": country,
    }


def let_pass_moment(row: LetPass) -> rules.Moment:
    """What was so when this was let pass."""
    days = Period(row.first, row.last) if row.first and row.last else None
    params = None if row.params is None else tuple((name, value) for name, value in row.params)
    return rules.Moment(row.why, days, row.country, params)
