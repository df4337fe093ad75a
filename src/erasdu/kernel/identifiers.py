"""Numbers and addresses as people type them, made into the one form that is stored.

Each function returns the stored form or raises `Unusable` with a code for the words on the screen.
"""

from __future__ import annotations

import re
import unicodedata

import idna
import phonenumbers
from stdnum.be import vat
from stdnum.exceptions import InvalidChecksum, ValidationError

_SPACES_AND_SIGNS = re.compile(r"[\s.\-/\u2010-\u2015]+")
_LOCAL_PART = re.compile(r"[^\s@\x00-\x1f\x7f,;:<>()\[\]\"\\]{1,64}")
_DOTS_DO_NOT_COUNT = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


class Unusable(ValueError):
    """What was typed is not such an identifier; `code` says what is wrong with it."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def institution_number(typed: str) -> str:
    """The number of a school at the Flemish ministry of education: six digits."""
    number = _compact(typed)
    if not re.fullmatch(r"[0-9]{6}", number):
        raise Unusable("institution_number_format")
    return number


def enterprise_number(typed: str) -> str:
    """The number in the Belgian enterprise register: ten digits, `0403170701`."""
    try:
        return vat.validate(_compact(typed))
    except InvalidChecksum:
        raise Unusable("enterprise_number_check") from None
    except ValidationError:
        raise Unusable("enterprise_number_format") from None


def shown_enterprise_number(number: str) -> str:
    """The stored number as it is printed: `0403.170.701`."""
    return f"{number[:4]}.{number[4:7]}.{number[7:]}"


def registration_number(typed: str) -> str:
    """A number in a register of companies or for VAT abroad, `PT 123456789`: its form is that of the country."""
    number = " ".join(unicodedata.normalize("NFKC", typed).upper().split())
    if not re.fullmatch(r"[A-Z0-9](?=.*[0-9])[A-Z0-9 ./\-]{2,23}", number):
        raise Unusable("registration_number_format")
    return number


def oid(typed: str) -> str:
    """The Organisation ID of the Erasmus+ programme: an E and eight digits."""
    number = _compact(typed).upper()
    if not re.fullmatch(r"E[0-9]{8}", number):
        raise Unusable("oid_format")
    return number


def phone(typed: str, region: str = "BE") -> str:
    """A phone number as E.164, `+32470123456`; without a country code it is one of `region`."""
    try:
        number = phonenumbers.parse(unicodedata.normalize("NFKC", typed), region)
    except phonenumbers.NumberParseException:
        raise Unusable("phone_format") from None
    # New ranges abroad reach our tables late, so there only the length must fit.
    check = phonenumbers.is_valid_number if number.country_code == 32 else phonenumbers.is_possible_number
    if not check(number) or number.extension:
        raise Unusable("phone_format")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def email(typed: str) -> str:
    """An address to send to: the local part as typed, the domain in lower case and ASCII."""
    local, at, domain = typed.strip().rpartition("@")
    dotted = local.startswith(".") or local.endswith(".") or ".." in local
    if not at or dotted or not _LOCAL_PART.fullmatch(local):
        raise Unusable("email_format")
    return f"{unicodedata.normalize('NFC', local)}@{_domain(domain)}"


def email_key(address: str) -> str:
    """What two spellings of one mailbox have in common, to compare with and never to send to.

    Case, a +tag and the way letters are encoded never count, dots before the @ not at Gmail.
    """
    local, _, domain = email(address).rpartition("@")
    local = unicodedata.normalize("NFKC", local).casefold().partition("+")[0] or local.casefold()
    if domain in _DOTS_DO_NOT_COUNT:
        return f"{local.replace('.', '')}@{_DOTS_DO_NOT_COUNT[domain]}"
    return f"{local}@{domain}"


def _domain(typed: str) -> str:
    try:
        domain = idna.encode(typed.rstrip("."), uts46=True).decode("ascii")
    except (idna.IDNAError, UnicodeError):
        raise Unusable("email_format") from None
    if "." not in domain or domain.rpartition(".")[2].isdigit():
        raise Unusable("email_format")
    return domain


def _compact(typed: str) -> str:
    return _SPACES_AND_SIGNS.sub("", unicodedata.normalize("NFKC", typed))
