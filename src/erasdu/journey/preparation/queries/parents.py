"""Of whose parents nobody can be invited: none is known, or nobody confirmed the changed address of any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.mobilities.queries import Outline
from erasdu.journey.nominations.models import Guardian as HomeGuardian
from erasdu.journey.preparation import rules


def out_of_reach(stays: Mapping[int, Outline]) -> dict[int, str]:
    """Stay → why; nothing of whose parent can be invited. Two queries, none when nobody is asked about."""
    if not stays:
        return {}
    named = set(
        HomeGuardian.objects.filter(nomination__mobility__in=list(stays)).values_list("nomination__mobility", flat=True)
    )
    sure: dict[int, list[bool]] = defaultdict(list)
    rows = Guardian.objects.filter(candidacy__in=[of.candidacy for of in stays.values() if of.candidacy])
    for candidacy, changed, confirmed in rows.values_list("candidacy", "changed_by", "confirmed_by"):
        sure[candidacy].append(changed is None or confirmed is not None)
    found = {pk: _why([*sure.get(of.candidacy or 0, ()), *([True] if pk in named else [])]) for pk, of in stays.items()}
    return {pk: why for pk, why in found.items() if why}


def _why(sure: list[bool]) -> str:
    if not sure:
        return rules.NO_PARENT
    return "" if any(sure) else rules.UNCONFIRMED
