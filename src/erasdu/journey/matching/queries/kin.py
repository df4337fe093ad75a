"""Who of those who receive is of a learner's own family, also where they are kept twice: as a parent, and as a host."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from erasdu.ground.people.models import Person
from erasdu.ground.prepared import THESE, Prepared
from erasdu.journey.mobilities import queries as mobilities
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.nominations.models import Guardian
from erasdu.kernel.addresses import mail_key, phone_key

Keys = frozenset[str]


def relatives_of(stays: Mapping[int, Mobility], hosts: Collection[int]) -> dict[int, frozenset[int]]:
    """Stay → the learner and their guardians, with those of the hosts (persons) who have a mail or number of theirs.

    Whom to call in an emergency counts as well. Four queries.
    """
    own = {pk: {stay.person_id} for pk, stay in stays.items()}
    for pk, guardians in mobilities.relatives_of(stays).items():
        own[pk] |= guardians
    for pk, person in NAMED.of(stays):
        own[pk].add(person)
    keys = _keys({person for persons in own.values() for person in persons} | set(hosts))
    reached: dict[str, set[int]] = {}
    for host in hosts:
        for key in keys.get(host, ()):
            reached.setdefault(key, set()).add(host)
    found = {}
    for pk, persons in own.items():
        ways = {key for person in persons for key in keys.get(person, ())} | _of_profile(stays[pk])
        found[pk] = frozenset(persons.union(*(reached.get(key, ()) for key in ways)))
    return found


def _keys(persons: Iterable[int]) -> dict[int, Keys]:
    """Person → how they are reached, to look up by."""
    return {pk: _ways(email, phone) for pk, email, phone in REACHED.of(persons)}


NAMED = Prepared(
    lambda: Guardian.objects.filter(nomination__mobility__in=THESE).values_list("nomination__mobility", "person")
)
REACHED = Prepared(lambda: Person.objects.filter(pk__in=THESE).values_list("pk", "email", "phone"))


def _of_profile(stay: Mobility) -> Keys:
    profile = stay.profile
    return _ways("", profile.emergency_phone) | _ways("", profile.mobile) if profile else frozenset()


@lru_cache(maxsize=8192)
def _ways(email: str, phone: str) -> Keys:
    """Reading a number takes long, and the same people come by with every question."""
    mail, number = mail_key(email) if email else "", phone_key(phone) if phone else ""
    return frozenset(key for key in (mail and f"mail {mail}", number and f"phone {number}") if key)
