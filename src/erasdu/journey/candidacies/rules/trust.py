"""Whether contact data really lead to a guardian or company, and whether a signature is that person's consent.

A learner who wants to go without asking has a phone, a second mail address and friends. So contact data come from
the school, which attests how and when it checked them; the code goes another way than the link; and a signature
without that is no consent, whatever else is in order. That two people share a network or a device says nothing:
families do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from erasdu.kernel import addresses
from erasdu.kernel.identifiers import Unusable, enterprise_number
from erasdu.kernel.verdict import YES, Verdict, no

Channel = Literal["mail", "text_message", "letter", "in_person", "parents_account", "paper", "eid"]
How = Literal["pupil_record", "called", "known_in_person", "identity_seen"]
Level = Literal["low", "medium", "high"]
Source = Literal["school", "learner"]

CHANNELS: tuple[Channel, ...] = ("mail", "text_message", "letter", "in_person", "parents_account", "paper", "eid")
HOWS: tuple[How, ...] = ("pupil_record", "called", "known_in_person", "identity_seen")
LEVELS: tuple[Level, ...] = ("low", "medium", "high")

REFUSES = ("contact_only_from_learner", "mail_of_learner", "phone_of_learner")
ASKS = (
    "mail_alike_learner",
    "mail_names_learner",
    "mail_disposable",
    "mail_of_pupils",
    "contact_of_other_learner",
    "contact_of_unrelated_guardian",
    "contact_of_own_guardian",
    "enterprise_number_unchecked",
)
LACKS = (
    "consent_not_attested",
    "consent_attested_later",
    "consent_other_contact",
    "consent_code_by_mail",
    "consent_code_to_learner",
    "consent_code_used_before",
    "consent_not_their_link",
    "consent_other_paper",
    "consent_contact_in_doubt",
    "consent_denied",
    "consent_withdrawn",
)


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody as the school or the form knows them; what is not known is empty. `home`: street and postal code."""

    given_name: str = ""
    family_name: str = ""
    mail: str = ""
    phone: str = ""
    home: str = ""


@dataclass(frozen=True, slots=True)
class Attested:
    """The school says that this contact is that guardian's, how it knows and since when."""

    how: How
    on: date
    mail: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Proposed:
    """Contact data of a guardian, or of who signs for a company, and who gave them."""

    contact: Contact
    entered_by: Source
    attested: Attested | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A contact of another learner: of that learner ("learner"), or of a guardian of theirs."""

    contact: Contact
    whose: Literal["learner", "guardian"]
    learner_family_name: str = ""


@dataclass(frozen=True, slots=True)
class Trust:
    """What speaks against contact data: `refused` holds, `asks` wants a word of why it is right all the same."""

    refused: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def verdict(self, reason: str = "") -> Verdict:
        """Yes when nothing speaks against it, or staff wrote why; what only the learner entered needs the school."""
        if "contact_only_from_learner" in self.refused:
            return no("contact_only_from_learner")
        against = (*self.refused, *self.asks)
        return YES if not against or reason.strip() else no(against[0])


# -- contact data ----------------------------------------------------------------------------------


def check_guardian(
    proposed: Proposed, learner: Contact, others: Iterable[Other] = (), *, pupil_domains: Iterable[str] = ()
) -> Trust:
    """What speaks against contact data of a guardian. `pupil_domains`: where the school gives its pupils mail."""
    contact = proposed.contact
    asks = [*_of_mail(contact, learner), *_of_others(contact, learner, others)]
    if contact.mail and addresses.domain_of(contact.mail) in {domain.casefold() for domain in pupil_domains}:
        asks.append("mail_of_pupils")
    return Trust(_refused(proposed, learner), tuple(dict.fromkeys(asks)))


def check_company(
    proposed: Proposed, learner: Contact, guardians: Iterable[Contact] = (), *, number: str = ""
) -> Trust:
    """The same of who signs for a training company; `number`: its enterprise number."""
    contact = proposed.contact
    asks = _of_mail(contact, learner)
    if any(_shared(contact, guardian) for guardian in guardians):
        asks.append("contact_of_own_guardian")
    if not _is_enterprise(number):
        asks.append("enterprise_number_unchecked")
    return Trust(_refused(proposed, learner), tuple(asks))


def code_channels(contact: Contact, learner: Contact) -> tuple[Channel, ...]:
    """The ways by which a code reaches this guardian and not the learner, nor the mailbox that has the link."""
    text = bool(addresses.phone_key(contact.phone)) and not addresses.same_phone(contact.phone, learner.phone)
    closed = {"mail", *(() if text else ("text_message",)), *(() if contact.home else ("letter",))}
    return tuple(channel for channel in CHANNELS if channel not in closed)


def _refused(proposed: Proposed, learner: Contact) -> tuple[str, ...]:
    contact = proposed.contact
    found = {
        "contact_only_from_learner": proposed.entered_by == "learner" and not _attests(proposed.attested, contact),
        "mail_of_learner": addresses.same_mail(contact.mail, learner.mail),
        "phone_of_learner": addresses.same_phone(contact.phone, learner.phone),
    }
    return tuple(code for code in REFUSES if found[code])


def _of_mail(contact: Contact, learner: Contact) -> list[str]:
    same = addresses.same_mail(contact.mail, learner.mail)
    found = {
        "mail_alike_learner": not same and addresses.alike_mail(contact.mail, learner.mail),
        "mail_names_learner": not same and _names(contact.mail, learner) and not _names(contact.mail, contact),
        "mail_disposable": addresses.is_disposable(contact.mail),
    }
    return [code for code, holds in found.items() if holds]


def _of_others(contact: Contact, learner: Contact, others: Iterable[Other]) -> list[str]:
    shared = [other for other in others if _shared(contact, other.contact)]
    found = ["contact_of_other_learner"] if any(other.whose == "learner" for other in shared) else []
    if any(other.whose == "guardian" and not _related(contact, learner, other) for other in shared):
        found.append("contact_of_unrelated_guardian")
    return found


def _shared(one: Contact, other: Contact) -> bool:
    return addresses.same_mail(one.mail, other.mail) or addresses.same_phone(one.phone, other.phone)


def _related(contact: Contact, learner: Contact, other: Other) -> bool:
    """Brothers and sisters have a name or a home in common."""
    homes = {_folded(learner.home), _folded(contact.home)} - {""}
    return bool(_surnames(learner.family_name) & _surnames(other.learner_family_name)) or (
        _folded(other.contact.home) in homes
    )


def _names(mail: str, person: Contact) -> bool:
    """Whether an address is made of somebody's first and family name, in whatever order."""
    local = addresses.skeleton(re.sub(r"[^a-z]", "", _latin(mail.rpartition("@")[0].partition("+")[0])))
    given, family = (addresses.skeleton(_folded(name)) for name in (person.given_name, person.family_name))
    return bool(given and family) and local in {given + family, family + given}


def _surnames(name: str) -> set[str]:
    return {folded for part in re.split(r"[\u2010-\u2015-]", name) if (folded := _folded(part))}


def _folded(text: str) -> str:
    return "".join(sign for sign in _latin(text) if sign.isalnum())


def _latin(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def _is_enterprise(number: str) -> bool:
    try:
        return bool(enterprise_number(number))
    except Unusable:
        return False


# -- consent ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """How one signature of a guardian, or of who signs for a company, came about.

    `contact`: where link and code went; `channel`: by which way the code went, or paper or eID instead of a code.
    Only a company may get its code by mail.
    `trust`: what spoke against the contact; `reason`: what staff wrote about that.
    `own_link`: the link, its session and the code were made for this signer and this paper;
    `code_fresh`: the code was not used before; `same_paper`: what was signed is what was sent.
    `denied`: "this was not me"; `withdrawn`: taken back since.
    """

    channel: Channel
    contact: Contact
    learner: Contact
    signed_on: date
    trust: Trust
    attested: Attested | None = None
    reason: str = ""
    party: Literal["guardian", "company"] = "guardian"
    own_link: bool = True
    code_fresh: bool = True
    same_paper: bool = True
    denied: bool = False
    withdrawn: bool = False


def assurance(channel: Channel, attested: Attested | None) -> Level:
    """How sure one may be who signed; printed in the evidence.

    Without the school's word, or by the mailbox that has the link, low; high where somebody saw an identity card.
    """
    if attested is None or channel == "mail":
        return "low"
    seen = channel == "eid" or (channel in ("in_person", "paper") and attested.how == "identity_seen")
    return "high" if seen else "medium"


def consent_lacks(facts: SignatureFacts) -> tuple[str, ...]:
    """Everything that keeps a signature from being this person's consent; nothing when it is."""
    attested = facts.attested
    to_learner = facts.channel == "text_message" and "text_message" not in code_channels(facts.contact, facts.learner)
    found = {
        "consent_not_attested": attested is None,
        "consent_attested_later": attested is not None and facts.channel != "paper" and attested.on > facts.signed_on,
        "consent_other_contact": attested is not None and not _attests(attested, facts.contact),
        "consent_code_by_mail": facts.channel == "mail" and facts.party == "guardian",
        "consent_code_to_learner": to_learner,
        "consent_code_used_before": not facts.code_fresh,
        "consent_not_their_link": not facts.own_link,
        "consent_other_paper": not facts.same_paper,
        "consent_contact_in_doubt": not facts.trust.verdict(facts.reason),
        "consent_denied": facts.denied,
        "consent_withdrawn": facts.withdrawn,
    }
    return tuple(code for code in LACKS if found[code])


def is_valid_consent(facts: SignatureFacts) -> bool:
    """Whether a signature counts; never without the school's attestation of where link and code went."""
    return not consent_lacks(facts)


def _attests(attested: Attested | None, contact: Contact) -> bool:
    """Whether it was said of this very address and number, and not of what they were changed into later."""
    if attested is None:
        return False
    mail = addresses.mail_key(attested.mail) == addresses.mail_key(contact.mail)
    return mail and addresses.phone_key(attested.phone) == addresses.phone_key(contact.phone)
