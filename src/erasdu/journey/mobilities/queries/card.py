"""Whom to call when something happens during a stay: nothing about the learner but a name, days and a place."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils import translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from erasdu.ground.paperwork.queries import Contact
from erasdu.ground.paperwork.words import CONTACTS
from erasdu.journey.candidacies.papers import listed
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.mobilities.papers import card_pdf
from erasdu.journey.mobilities.queries.departing import stay_of
from erasdu.journey.mobilities.queries.telling import contacts_for
from erasdu.kernel.actor import PARTNER
from erasdu.kernel.typeset import day_text

MOST_INSURERS = 5
MOST = 3  # people of the school, so that it stays one page


@dataclass(frozen=True, slots=True)
class Card:
    """`contacts`: the school here, who receives once that is agreed, with the mentor, the organisation abroad from
    which somebody comes, the coordinator; each has a number.

    `insurers`: for what, insurer and policy, telephone where there is one.
    """

    name: str
    facts: Sequence[tuple[str, str]]
    contacts: Sequence[Contact]
    insurers: Sequence[tuple[str, str, str]]


def card(mobility: Mobility, language: str) -> Card:
    """In the language of the card, which is read abroad too."""
    with translation.override(language):
        facts = [(_("Days"), _days(mobility, language)), (_("Where"), _place(mobility, language))]
        incoming = mobility.direction == Mobility.Direction.INCOMING
        facts.append((_("School"), ((incoming and mobility.receiving) or mobility.sending).name))
        insurers: Sequence[tuple[str, str, str]] = import_string(settings.STAY_INSURERS)(mobility)
    found = [one for one in contacts_for(mobility) if one.phone]
    hosts: Sequence[Contact] = import_string(settings.STAY_HOSTS)(mobility.pk)
    if hosts:
        hosts = [*hosts, *_mentor(mobility, {one.phone for one in hosts})]
    school, home = ([one for one in found if one.role == role] for role in ("school", PARTNER))
    others = [*home[:1], *(one for one in found if one not in school and one not in home)]
    called = [*school[:MOST], *(one for one in hosts if one.phone), *others]
    return Card(str(mobility.person), [pair for pair in facts if pair[1]], called, insurers[:MOST_INSURERS])


def _mentor(mobility: Mobility, known: Collection[str]) -> Iterator[Contact]:
    """By the newest agreement, at each number that is not on the card yet."""
    mentor = import_string(settings.STAY_MENTOR)(mobility)
    if mentor is not None:
        for role, phone in (("mentor", mentor.phone), ("mentor_late", mentor.after_hours)):
            if phone not in known:
                yield Contact(role, mentor.name, mentor.company, phone, "")


def lives_with(mobility: Mobility) -> str:
    """What the school wrote, else the home to which everybody said yes."""
    hosts: Sequence[Contact] = import_string(settings.STAY_HOSTS)(mobility.pk)
    home = next((one.organisation for one in hosts if one.role == "home"), "")
    return mobility.stays_with or home


def card_file(mobility: Mobility, language: str, at: datetime) -> bytes:
    """The same to print: one page."""
    made = card(mobility, language)
    with translation.override(language):
        contacts = [
            {
                "role": str(CONTACTS.get(one.role, one.role)),
                "name": one.name,
                "organisation": one.organisation,
                "phone": one.phone,
            }
            for one in made.contacts
        ]
    return card_pdf(made.name, made.facts, contacts, made.insurers, language=language, at=at)


def _days(mobility: Mobility, language: str) -> str:
    stay = stay_of(mobility)
    return f"{day_text(stay.start, language)} – {day_text(stay.end, language)}" if stay else ""


def _place(mobility: Mobility, language: str) -> str:
    to = mobility.destination
    return f"{to.place}, {listed([to.country], language)}" if to else ""
