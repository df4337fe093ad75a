"""Limits in the shared cache, the same figure for every process.

A limit of 100 an hour is a hundred numbered places that each come free after an hour. Taking a place
is one `add`, which only one of two takers wins: no lock, no lost count.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.core.cache import cache

GUESSES = 4


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `amount` times in any `seconds` for one key (an account, a visitor's address)."""

    name: str
    amount: int
    seconds: int

    def take(self, key: str) -> bool:
        """Count one; False when no place was free."""
        places = self._places(key)
        # Mostly nearly all are free, and the first guess is right; only when it is crowded all are looked at.
        for place in secrets.SystemRandom().sample(places, min(len(places), GUESSES)):
            if cache.add(place, 1, self.seconds):
                return True
        taken = cache.get_many(places)
        return any(cache.add(place, 1, self.seconds) for place in places if place not in taken)

    def used(self, key: str) -> int:
        return len(cache.get_many(self._places(key)))

    def is_full(self, key: str) -> bool:
        return self.used(key) >= self.amount

    def give_back(self, key: str) -> None:
        """Free one place: what was counted did not have to."""
        if taken := cache.get_many(self._places(key)):
            cache.delete(next(iter(taken)))

    def clear(self, key: str) -> None:
        cache.delete_many(self._places(key))

    def _places(self, key: str) -> list[str]:
        # Hashed: the cache table holds no addresses, and a key may have any sign in it.
        whose = hashlib.sha256(f"{self.name}:{key.casefold()}".encode()).hexdigest()[:40]
        return [f"limit:{whose}:{number}" for number in range(self.amount)]
