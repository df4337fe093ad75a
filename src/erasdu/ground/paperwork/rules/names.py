"""Whether two ways to write a name are the same person's."""

import unicodedata


def same_name(typed: str, name: str) -> bool:
    """The same words, whatever their order, accents, capitals and signs; a middle name may lack."""
    mine, theirs = _words(typed), _words(name)
    return bool(mine) and mine <= theirs and (len(mine) >= min(2, len(theirs)))


def same_person(told: str, name: str) -> bool:
    """The name on a certificate and the one on a paper: either may have more first names than the other."""
    return same_name(told, name) or same_name(name, told)


def _words(name: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", name.casefold())
    letters = "".join(sign if sign.isalnum() else " " for sign in plain if not unicodedata.combining(sign))
    return set(letters.split())
