"""How far apart towns are, as the crow flies."""

from collections.abc import Iterable

from erasdu.ground.places.models import Town
from erasdu.kernel.geo import great_circle_km


def distance_km(one: Town, other: Town) -> float:
    return great_circle_km(one.position, other.position)


def matrix(rows: Iterable[Town], columns: Iterable[Town]) -> list[list[float]]:
    """For each of the first towns the kilometres to each of the second; every pair of towns is computed once."""
    across = [(each.pk, each.position) for each in columns]
    seen: dict[int, list[float]] = {}
    found = []
    for row in rows:
        if row.pk not in seen:
            from_here = {pk: great_circle_km(row.position, position) for pk, position in dict(across).items()}
            seen[row.pk] = [from_here[pk] for pk, _ in across]
        found.append(list(seen[row.pk]))
    return found
