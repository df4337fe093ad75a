"""Reading what is known of a learner as far as it may be shared, and what was shared."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.conf.locale import LANG_INFO
from django.db.models import Count, Max, QuerySet
from django.utils import translation
from django.utils.translation import get_language, get_language_info

from erasdu.ground.organisations.models import Organisation
from erasdu.journey.candidacies.models import Profile
from erasdu.journey.candidacies.rules import NO_LEVEL
from erasdu.journey.candidacies.words.content import (
    ABROAD,
    LANGUAGES,
    OCCUPATIONS,
    STARTERS,
    TICKS,
    english,
    occupations_abroad,
    said_abroad,
)
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.sharing import access, papers, rules
from erasdu.journey.sharing.models import Ground, Share
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

ANSWERS = {"fine": "yes", "rather_not": "rather not"}
OWN_WORDS = ("given_name", "good_at", "learn_work")
SHORT = {
    "yes": "ja", "no": "nee", "rather not": "liever niet", "is fine too": "mag ook", "outside": "alleen buiten",
}  # fmt: skip
SKILL = "conversation"  # the level that a mentor and a family want to know


def snapshot_of(mobility: Mobility) -> rules.Snapshot:
    """What may be shared of a learner now: the allowed fields, in English."""
    profile = mobility.profile
    if profile is None:
        return {}
    first = mobility.planned_from or mobility.call.stay_from
    traveller = getattr(mobility, "traveller", None)
    born = traveller.birth_date if traveller else None
    return rules.snapshot(
        {
            "given_name": mobility.person.given_name,
            "age_band": rules.age_band(born, first) if born else "",
            **_work(profile),
            **_person(profile),
            "smokes": ANSWERS.get(profile.smokes, profile.smokes),
            "pets": ANSWERS.get(profile.pets, profile.pets),
            "shares_room": ANSWERS.get(profile.shares_room, profile.shares_room),
        }
    )


def _work(profile: Profile) -> dict[str, rules.Value]:
    occupation = OCCUPATIONS.get(profile.occupation)
    tasks = occupation.tasks if occupation else {}
    return {
        "occupation": occupation.en if occupation else "",
        "also_close": {"yes": "is fine too", "no": "rather not"}.get(profile.complementary, ""),
        "tasks_can": english(tasks, profile.tasks_can),
        "tasks_want": english(tasks, profile.tasks_want),
    }


def _person(profile: Profile) -> dict[str, rules.Value]:
    spoken = [(code, held.get(SKILL, "")) for code, held in profile.languages.items() if code in LANGUAGES]
    return {
        "languages": [f"{LANGUAGES[code][1]} {level}" for code, level in spoken if level not in ("", NO_LEVEL)],
        "good_at": _sentence(profile, "good_at"),
        "learn_work": _sentence(profile, "learn_work"),
        "expectations": english(TICKS["expectations"], profile.expectations),
        "character": english(TICKS["character"], profile.character),
        "hobbies": english(TICKS["hobbies"], profile.hobbies),
        "transport": english(TICKS["transport"], profile.transport),
    }


def _sentence(profile: Profile, code: str) -> str:
    """How the learner ended the sentence; the heading says its beginning."""
    return str(profile.answers.get(code, "")).strip() if code in STARTERS else ""


@dataclass(frozen=True, slots=True)
class Line:
    """One field of a snapshot as it is read: heading and texts. `english`: which of these stay English for a reader of
    another language."""

    code: str
    heading: str
    texts: list[str]
    english: frozenset[str] = frozenset()

    @property
    def spoken(self) -> list[tuple[str, str]]:
        """Each text, with its language where that is not the reader's."""
        return [(text, "en" if text in self.english else "") for text in self.texts]


def lines(snapshot: rules.Snapshot, language: str = "") -> list[Line]:
    """In the order of the list of allowed fields, in the reader's language; own sentences as they were written."""
    reader = (language or get_language() or "nl")[:2]
    found = []
    for code in rules.FIELDS:
        if value := snapshot.get(code):
            texts = [value] if isinstance(value, str) else list(value)
            own = code in OWN_WORDS or reader == "en"
            english = frozenset() if own else frozenset(text for text in texts if not _stands(text, reader))
            told = texts if own else [_said(text, reader) for text in texts]
            found.append(Line(code, _heading(code, reader), told, english))
    return found


def _heading(code: str, reader: str) -> str:
    if reader in ABROAD and code in _texts()["headings"]:
        return str(_texts()["headings"][code][ABROAD.index(reader)])
    return rules.FIELDS[code][reader != "nl"]


def said(text: str, language: str = "") -> str:
    """A value of our own lists, given in English, in the reader's language."""
    reader = (language or get_language() or "nl")[:2]
    return text if reader == "en" else _said(text, reader)


def _known(reader: str) -> dict[str, str]:
    return _dutch() if reader == "nl" else _abroad(reader)


def _stands(text: str, reader: str) -> bool:
    """Whether a value reads as it should in that language: one of our lists, or a number."""
    known = _known(reader)
    return text in known or text.rpartition(" ")[0] in known or not any(map(str.isalpha, text))


def _said(text: str, reader: str) -> str:
    """A value of our own lists; a language keeps its level. What is not known there stays in English."""
    known = _known(reader)
    name, _, level = text.rpartition(" ")
    return known.get(text) or (f"{known[name]} {level}" if name in known else text)


@cache
def _texts() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((rules.FOLDER / "abroad.toml").read_text("utf-8"))


@cache
def _abroad(reader: str) -> dict[str, str]:
    """English → that language, of all that a snapshot can hold beside names and sentences."""
    if reader not in ABROAD:
        return {}
    at, found = ABROAD.index(reader), {}
    for code, told in occupations_abroad().items():
        if code in OCCUPATIONS:
            tasks = OCCUPATIONS[code].tasks
            found[OCCUPATIONS[code].en] = told["name"][at]
            found |= {tasks[task][1]: texts[at] for task, texts in told["tasks"].items() if task in tasks}
    with translation.override(reader):
        for code, (_dutch_name, english_name) in LANGUAGES.items():
            if code in LANG_INFO:
                found[english_name] = str(get_language_info(code)["name_translated"]).lower()
    return found | {english_text: texts[at] for english_text, texts in said_abroad().items()}


@cache
def _dutch() -> dict[str, str]:
    """English → Dutch of all that a snapshot can hold beside names and sentences."""
    pairs = [(each.nl, each.en) for each in OCCUPATIONS.values()]
    pairs += [pair for each in OCCUPATIONS.values() for pair in each.tasks.values()]
    pairs += [pair for ticks in TICKS.values() for pair in ticks.values()]
    return {english: dutch for dutch, english in [*pairs, *LANGUAGES.values()]} | SHORT


def visible_to(actor: Actor, at: datetime) -> QuerySet[Share]:
    """What this partner sees now, the newest first. Who shows one records it (`actions.look`)."""
    return access.visible_for(actor, brussels_date(at)).order_by("-shared_at", "pk")


def has_open(share: Share, actor: Actor, at: datetime) -> bool:
    """Whether this person opened it a little while ago, which was kept."""
    return share.views.filter(person=actor.person, at__gt=at - rules.OPEN_LASTS).exists()


def of_mobility(actor: Actor, mobility: Mobility) -> QuerySet[Share]:
    """What was shared of a stay, live or taken back, with `seen` (how often) and `last` (when)."""
    rows = access.shares_for(actor).filter(mobility=mobility)
    return rows.annotate(seen=Count("views"), last=Max("views__at")).order_by("-shared_at", "pk")


def live_of(mobilities: Iterable[int], on: date) -> dict[tuple[int, int], Share]:
    """(stay, partner) → its live share, in one query."""
    rows = access.live(on).filter(mobility__in=list(mobilities))
    return {(row.mobility_id, row.partner_id): row for row in rows}


def partners_for(mobility: Mobility) -> QuerySet[Organisation]:
    """Open partners in the country where the learner goes; all of them while that is not known."""
    rows = Organisation.objects.filter(kind=Organisation.Kind.PARTNER, closed_at=None).order_by("name", "pk")
    return rows.filter(country=mobility.destination.country) if mobility.destination else rows


def grounds_of(partner: Organisation) -> list[Ground]:
    return list(Ground.objects.filter(partner=partner).select_related("recorded_by"))


def needs_ground(partner: Organisation, on: date) -> bool:
    return rules.needs_ground(partner.country, on)


def profile_pdf(
    snapshot: rules.Snapshot, *, host: str, copy_for: str, by: str, days: str, language: str, at: datetime
) -> bytes:
    """One page for a company or a family, in its name and with what it needs; it says who made it and when it must be
    destroyed."""
    told = lines(rules.for_host(snapshot, host), language)
    rows = [(line.heading, ", ".join(line.texts)) for line in told if line.code != "given_name"]
    name = str(snapshot.get("given_name", ""))
    return papers.profile_pdf(name, rows, copy_for=copy_for, by=by, days=days, language=language, at=at)
