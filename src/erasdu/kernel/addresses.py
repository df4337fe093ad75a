"""Whether two mail addresses or telephone numbers are the same person's, or look as if they could be.

For comparing only: what is sent to is `identifiers.email` and `identifiers.phone`. Nothing here raises; what
cannot be read is nobody's and so equals nothing.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import idna
import phonenumbers

from erasdu.kernel import identifiers

SHORTEST_TOLD_APART = 6  # signs of a local part, from which the same one elsewhere is no coincidence

# A letter of Latin with whatever is drawn through or beside it: unicodedata names them after the plain one.
_LATIN = re.compile(r"LATIN (?:SMALL LETTER|LETTER SMALL CAPITAL) (?:DOTLESS |SCRIPT |LONG )?([A-Z])(?: WITH .+)?")
# Letters of other scripts that are drawn like one of ours, small ones, in pairs.
_OTHER_SCRIPTS = dict(
    zip(
        "авсԁеһіјкӏмнорԛгѕтуѵԝхьєα" + "βεγηικνορτυχωϲϳѡ" + "օոսհցզյ",
        "abcdehijklmhopqrstyvwxbea" + "beyniknoptuxwcjw" + "onuhgqj",
        strict=True,
    )
)
_DRAWN_ALIKE = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("0", "o"), ("1", "l"), ("i", "l"), ("5", "s"), ("3", "e"))
_SEPARATORS = re.compile(r"[.\-_]")
_LAST_DIGITS = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True)
class _Service:
    """How a mail service reads what stands before the @; `main`: the domain that stands for all of its domains."""

    main: str
    ignored: str = ""
    tags: str = ""


# -- mail ------------------------------------------------------------------------------------------


def same_mail(one: str, other: str) -> bool:
    """Whether both reach one mailbox, or differ only in letters of another script that look the same."""
    key = mail_key(one)
    return bool(key) and key == mail_key(other)


def alike_mail(one: str, other: str) -> bool:
    """Whether one could be taken for the other, or be a second address of whoever has the other.

    Dots and digits that differ, signs drawn alike, a domain one key away, the same name at another service.
    """
    if same_mail(one, other):
        return True
    (local, _, domain), (local_2, _, domain_2) = (mail_key(mail).rpartition("@") for mail in (one, other))
    if not domain or not domain_2:
        return False
    drawn_alike = skeleton(_plain(local)) == skeleton(_plain(local_2))
    if domain == domain_2:
        return drawn_alike or _bare(local) == _bare(local_2)
    if not drawn_alike:
        return False
    return one_step_apart(skeleton(domain), skeleton(domain_2)) or len(_plain(local)) >= SHORTEST_TOLD_APART


def is_disposable(mail: str) -> bool:
    """Whether anybody gets such an address at once, or it only passes on to a mailbox that nobody sees."""
    _, _, domain = mail_key(mail).rpartition("@")
    labels = domain.split(".")
    return any(".".join(labels[start:]) in _disposable() for start in range(len(labels)))


def mail_key(mail: str) -> str:
    """What all spellings of one mailbox have in common, to look up by; empty when it is no address.

    Letters of other scripts that look like ours are ours here, and the domain is as people read it.
    """
    try:
        key = _one_script(identifiers.email_key(mail))
    except identifiers.Unusable:
        return ""
    local, _, domain = key.rpartition("@")
    service = _services().get(domain)
    if service is None:
        return key
    for tag in service.tags:
        local = local.partition(tag)[0] or local
    kept = "".join(sign for sign in local if sign not in service.ignored) or local
    return f"{kept}@{service.main}"


def domain_of(mail: str) -> str:
    """The domain as people read it; empty when it is no address."""
    return mail_key(mail).rpartition("@")[2]


def skeleton(text: str) -> str:
    """How a text is drawn, roughly: texts that a hurried reader takes for each other have the same one."""
    found = "".join(_letter(sign) for sign in unicodedata.normalize("NFD", _one_script(text)))
    for drawn, plain in _DRAWN_ALIKE:
        found = found.replace(drawn, plain)
    return found


def one_step_apart(one: str, other: str) -> bool:
    """Whether one sign too many, too few, another one, or two swapped makes one into the other; or nothing does."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = next((place for place, sign in enumerate(short) if sign != long[place]), len(short))
    rest, longer = short[start:], long[start:]
    if len(short) < len(long):
        return rest == longer[1:]
    return rest[1:] == longer[1:] or (rest[:2] == longer[1::-1] and rest[2:] == longer[2:])


# -- telephones ------------------------------------------------------------------------------------


def same_phone(one: str, other: str) -> bool:
    """Whether both ring the same telephone; a number without country code is Belgian."""
    key = phone_key(one)
    return bool(key) and key == phone_key(other)


def phone_key(typed: str) -> str:
    """The number as E.164 without its extension, to look up by; empty when it is none."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), "BE")
    except phonenumbers.NumberParseException:
        return ""
    number.extension = None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


# -- how it is compared ----------------------------------------------------------------------------


def _one_script(text: str) -> str:
    """Small letters with the domain as it is read and without letters of other scripts where ours look the same."""
    local, at, domain = unicodedata.normalize("NFKC", text).casefold().rpartition("@")
    return "".join(_OTHER_SCRIPTS.get(sign, sign) for sign in f"{local}{at}{_readable(domain)}")


def _readable(domain: str) -> str:
    try:
        return str(idna.decode(domain)) if "xn--" in domain else domain
    except idna.IDNAError:
        return domain


@lru_cache(maxsize=4096)
def _letter(sign: str) -> str:
    if unicodedata.combining(sign):
        return ""
    found = _LATIN.fullmatch(unicodedata.name(sign, ""))
    return found[1].lower() if found else sign


def _plain(local: str) -> str:
    return _SEPARATORS.sub("", local)


def _bare(local: str) -> str:
    """Without separators and the digits at the end: one person's addresses often differ in no more than those."""
    plain = _plain(local)
    return skeleton(_LAST_DIGITS.sub("", plain) or plain)


# -- what is known of mail services ----------------------------------------------------------------


@cache
def _known() -> dict[str, object]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@cache
def _services() -> dict[str, _Service]:
    found: dict[str, _Service] = {}
    mailboxes = _known()["mailboxes"]
    assert isinstance(mailboxes, list)
    for one in mailboxes:
        for domain in one["domains"]:
            main = one["domains"][0] if one.get("same", True) else domain
            found[domain] = _Service(main, one.get("ignored", ""), one.get("tags", ""))
    return found


@cache
def _disposable() -> frozenset[str]:
    lists = _known()["disposable"]
    assert isinstance(lists, dict)
    return frozenset(domain for domains in lists.values() for domain in domains)
