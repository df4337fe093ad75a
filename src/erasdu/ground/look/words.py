"""What the codes of rules and of the journal say on the screen, collected from every app's `words`.

An app's `words.py` may have these mappings from code to a translated sentence (`%(name)s` placeholders):
`REFUSALS` (codes of verdicts), `EVENTS` (codes of journal lines), `STATES` ("app.state" codes),
`REQUIREMENTS` (what is so once a requirement is met, by its code), `DUTIES` (what is still to be done until then, as
part of a sentence; none where the former says it already), `LACKING_FOR_LEARNER` (what a learner reads of one that
lacks, by its code, or by `code.who`), `REASONS` (why a requirement applies), `CONDITIONS` (when a clause stands in a
paper), and `PLACES` (`code.reader` → the page where it is done: its name, whose key it takes, and which part of it).
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from erasdu.ground.look import figures
from erasdu.kernel.requirement import Requirement
from erasdu.kernel.verdict import Verdict

Words = dict[str, "str | Promise"]
LACKING = "lacking"  # the parameter that holds codes of requirements
OWN, OWN_KIND = "own_", "own_requirement"  # what a call added has a code of its own each, and one place for all
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

REFUSALS: Words = {
    "gate_unbound": _("This cannot be decided now, because the installation is not complete."),
    "changed_meanwhile": _("Somebody else changed this in the meantime. Look at it again and decide."),
    "not_your_role": _("Your role does not do this."),
}

# The letter of a requirement's state in a cell, the same on every board: never told by colour alone.
STATE_LETTERS: Words = {
    "met": "✓",
    "open": pgettext_lazy("letter for: to do", "D"),
    "waiting": pgettext_lazy("letter for: waits", "W"),
    "overdue": pgettext_lazy("letter for: too late", "L"),
    "not_applicable": "–",
}


@cache
def _collected(name: str) -> Words:
    words: Words = {}
    for config in apps.get_app_configs():
        module = f"{config.name}.words"
        if not config.name.startswith("erasdu.") or find_spec(module) is None:
            continue
        for code, text in getattr(import_module(module), name, {}).items():
            if code in words:
                raise ValueError(f"two apps have words for {code!r} in {name}")
            words[code] = text
    return words


def collected(name: str) -> Words:
    """All words of one kind: REFUSALS, EVENTS, STATES, REQUIREMENTS, DUTIES, REASONS, LACKING_FOR_LEARNER or PLACES."""
    return _collected(name)


def say(kind: str, code: str, params: Mapping[str, object] | None = None) -> str:
    """The sentence for a code; the code itself when no app has words for it (a test forbids that)."""
    text = str(collected(kind).get(code, code))
    if not params or "%(" not in text:
        return text
    return text % {name: _said(name, value) for name, value in params.items()}


def event(code: str, data: Mapping[str, object]) -> str:
    """What a journal line says, and what its step knows of it from the line alone: which paper, whose signature."""
    text = say("EVENTS", code, data)
    step = next((asked for begin, asked in settings.EVENT_DETAILS.items() if code.startswith(begin)), "")
    more = import_string(step)(data, (get_language() or "")[:2]) if step else ""
    return f"{text}: {more}" if more else text


def called(item: Requirement) -> str:
    """What a requirement is called: the words of its step, or those that a call gave it, in the reader's language."""
    titles = dict(item.titles)
    language = (get_language() or "")[:2]
    known = titles.get(language) or titles.get("en") or next(iter(titles.values()), "")
    return known if titles else say("REQUIREMENTS", item.code)


def duty(item: Requirement) -> str:
    """What is still to be done for it, as a part of a sentence: a name that does not say that it is in order."""
    return called(item) if item.titles else duty_of(item.code)


def titled(item: Requirement) -> str:
    """In a list: what it is called once it is in order, and until then what is to be done."""
    return called(item) if item.met else capfirst(duty(item))


def lacking_for_learner(item: Requirement) -> str:
    """What a learner reads of one that lacks, in sentences of their own; "" where it has none."""
    plain = collected("LACKING_FOR_LEARNER")
    return str(plain.get(f"{item.code}.{item.who}") or plain.get(item.code, ""))


def duty_of(code: str) -> str:
    """The same of a code alone."""
    return say("DUTIES", code) if code in collected("DUTIES") else say("REQUIREMENTS", code)


def reason(item: Requirement) -> str:
    """Why a requirement applies, in the reader's language; empty when its step gave no reason."""
    return say("REASONS", item.why, dict(item.params)) if item.why else ""


def reason_not_asked(item: Requirement) -> str:
    """Why something is of no concern here; its step says it otherwise than why it is asked of others."""
    return str(collected("NOT_ASKED").get(item.why, "")) or reason(item)


def place(code: str, readers: Iterable[str], keys: Mapping[str, str]) -> str:
    """The address where one of the readers does something about it, as `PLACES` says; "" where there is none.

    `keys`: what the address may need ("mobility", "candidacy", "call") → its key, empty when there is no such row.
    """
    places = collected("PLACES")
    code = OWN_KIND if code.startswith(OWN) else code
    found = next((str(places[f"{code}.{one}"]) for one in readers if f"{code}.{one}" in places), "")
    name, about, part = [*found.split(), "", "", ""][:3]
    if not name or (about and not keys.get(about)):
        return ""
    return reverse(name, args=[keys[about]] if about else []) + (f"#{part}" if part else "")


def because(verdict: Verdict) -> str:
    """Why a verdict says no, in the reader's language; empty for a yes."""
    return "" if verdict else say("REFUSALS", verdict.code, dict(verdict.params))


def _said(name: str, value: object) -> object:
    """A parameter as it is read: codes of requirements as words, days as days."""
    if not isinstance(value, str):
        return value
    if name == LACKING:
        return "; ".join(duty_of(code) for code in value.split(","))
    return figures.day(date.fromisoformat(value)) if DAY.fullmatch(value) else value
