"""Who would get a message, what was noted, and what must be come back to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.journey.candidacies.models import Candidacy, Guardian
from erasdu.journey.selection.models import Input, Panellist
from erasdu.kernel.actor import CONTACT_POINT, Actor
from erasdu.office.outreach import access, rules
from erasdu.office.outreach.models import Message, Note

LANGUAGES = ("nl", "en")
TEMPLATE = "outreach/letters/message"


@dataclass(slots=True)
class Recipient:
    """One person and the dossiers about which they get the message: one letter, however many dossiers."""

    person: Person
    about: list[Candidacy] = field(default_factory=list)

    @property
    def language(self) -> str:
        return self.person.language if self.person.language in LANGUAGES else "en"

    @property
    def reachable(self) -> bool:
        return bool(self.person.email)


def selected(actor: Actor, keys: Iterable[str]) -> list[Candidacy]:
    """The dossiers with these keys that the actor follows, by name."""
    rows = access.candidacies_for(actor).filter(key__in=list(dict.fromkeys(keys))[: rules.MOST + 1])
    joined = rows.select_related("learner", "school", "school__board", "call")
    return list(joined.order_by("learner__family_name", "learner__given_name", "pk"))


def recipients(selected: Iterable[Candidacy], role: str) -> list[Recipient]:
    """Everybody in that role on these dossiers, by name, each person once. At most two queries."""
    chosen = {candidacy.pk: candidacy for candidacy in selected}
    found: dict[int, Recipient] = {}
    for person, pk in _pairs(chosen, role):
        mine = found.setdefault(person.pk, Recipient(person))
        if chosen[pk] not in mine.about:
            mine.about.append(chosen[pk])
    return sorted(found.values(), key=lambda each: (each.person.family_name, each.person.given_name, each.person.pk))


def _pairs(chosen: dict[int, Candidacy], role: str) -> list[tuple[Person, int]]:
    if role == rules.LEARNER:
        return [(candidacy.learner, pk) for pk, candidacy in chosen.items()]
    if role == rules.GUARDIANS:
        guardians = Guardian.objects.filter(candidacy__in=list(chosen)).select_related("person").order_by("position")
        return [(row.person, row.candidacy_id) for row in guardians]
    return _contact_points(chosen) if role == rules.CONTACT_POINT else _panel(chosen)


def _contact_points(chosen: dict[int, Candidacy]) -> list[tuple[Person, int]]:
    """Those of the school itself; of its board or group when it has none of its own."""
    above = {pk: _above(candidacy) for pk, candidacy in chosen.items()}
    wanted = {place for places in above.values() for place in places}
    rows = Role.objects.filter(organisation__in=wanted, kind=CONTACT_POINT, until=None, organisation__closed_at=None)
    at: dict[int, list[Person]] = {}
    for row in rows.select_related("person").order_by("since", "pk"):
        at.setdefault(row.organisation_id, []).append(row.person)
    nearest = {pk: next((at[place] for place in places if place in at), []) for pk, places in above.items()}
    return [(person, pk) for pk, persons in nearest.items() for person in persons]


def _above(candidacy: Candidacy) -> list[int]:
    school = candidacy.school
    steps = [school.pk, school.board_id, school.group_id, school.board.group_id if school.board else None]
    return [step for step in steps if step is not None]


def _panel(chosen: dict[int, Candidacy]) -> list[tuple[Person, int]]:
    """Who was asked for input about the learner, and who assesses in the school's selection."""
    asked = Input.objects.filter(candidacy__in=list(chosen), withdrawn_at=None, role__until=None)
    pairs = [(row.role.person, row.candidacy_id) for row in asked.select_related("role__person").order_by("pk")]
    by_enrolment: dict[int, list[int]] = {}
    for pk, candidacy in chosen.items():
        by_enrolment.setdefault(candidacy.enrolment_id, []).append(pk)
    seats = Panellist.objects.filter(selection__enrolment__in=list(by_enrolment), until=None, role__until=None)
    for seat in seats.select_related("role__person", "selection").order_by("pk"):
        pairs += [(seat.role.person, pk) for pk in by_enrolment[seat.selection.enrolment_id]]
    return pairs


def words_for(recipient: Recipient) -> dict[str, str]:
    """What each placeholder becomes in the letter to this person, in their language."""
    with translation.override(recipient.language):
        call = recipient.about[0].call
        title = call.title_en if recipient.language == "en" else call.title_nl
        schools = dict.fromkeys(candidacy.school.name for candidacy in recipient.about)
        return {
            "first_name": recipient.person.given_name,
            "candidate": rules.together([each.learner.given_name for each in recipient.about], _("and")),
            "school": rules.together(list(schools), _("and")),
            "call": title or call.title_nl,
        }


# -- on the dossier, and to come back to -----------------------------------------------------------


def notes_of(actor: Actor, candidacy: Candidacy) -> list[Note]:
    """The newest first."""
    return list(access.notes_for(actor).filter(candidacy=candidacy).order_by("-at", "-pk"))


def messages_about(actor: Actor, candidacy: Candidacy) -> dict[str, Message]:
    """Key → message, of those about this dossier that the actor may read."""
    return {row.key: row for row in access.messages_for(actor).filter(candidacies=candidacy)}


def follow_ups_due(actor: Actor, on: date) -> QuerySet[Note]:
    """Notes with a day that has come, the oldest first."""
    due = access.notes_for(actor).filter(done_at=None, follow_up_on__lte=on)
    return due.select_related("candidacy__learner", "candidacy__school", "by").order_by("follow_up_on", "pk")
