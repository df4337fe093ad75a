"""Words of learning plans in templates."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, time
from fractions import Fraction
from typing import Any

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from erasdu.ground.look import figures
from erasdu.ground.look.words import say
from erasdu.ground.organisations.queries import SCHOOLS
from erasdu.journey.agreements import queries, words
from erasdu.journey.agreements.models import LEVELS, LearningPlan, Outcome
from erasdu.journey.agreements.papers import INSURANCE, clock_text, language_name, said, work_language
from erasdu.journey.agreements.rules import Day, by_side
from erasdu.journey.hosting.models import Booking
from erasdu.journey.hosting.queries import host_of
from erasdu.journey.hosting.words.occupations import task_words
from erasdu.kernel.typeset import number_text

register = template.Library()
EMPTY = "–"
PLAN_FIELDS = {field.name: field for field in LearningPlan._meta.get_fields() if hasattr(field, "verbose_name")}


@register.filter
def lack_word(code: str) -> str:
    return str(words.LACKS[code])


@register.filter
def party_word(role: str) -> str:
    return str(words.ROLES.get(role, role))


@register.filter
def party_of_plan(role: str) -> str:
    """Beside the words of another step that has a filter of the same name."""
    return party_word(role)


@register.filter
def requirement_word(code: str) -> str:
    return say("REQUIREMENTS", code)


@register.filter
def host_word(booking: Booking) -> str:
    """The company or the home of a booking."""
    return str(host_of(booking))


@register.filter
def lacks_by_side(codes: Sequence[str]) -> list[tuple[str, list[str]]]:
    """What lacks, first what comes before all else."""
    return sorted(by_side(codes).items(), key=lambda each: ("", "school", "host").index(each[0]))


@register.filter
def way_word(party: Any) -> str:
    """How somebody hears that they are asked, and where the code comes."""
    if party.role == "contact_point" and party.organisation and party.organisation.kind in SCHOOLS:
        return str(words.WAYS["account"])
    if not party.person.email:
        return str(words.WAYS["none"])
    return str(words.WAYS.get(party.channel, words.WAYS["mail"]))


@register.filter
def stopped_word(state: str) -> str:
    return str(words.STOPPED.get(state, ""))


@register.filter
def tongue_word(code: str) -> str:
    return language_name(code, get_language() or "nl")


@register.filter
def work_language_word(text: str) -> str:
    return work_language(text, get_language() or "nl")


@register.filter
def side_word(side: str) -> str:
    return str(words.SIDES[side])


@register.filter
def day_kind(kind: str) -> str:
    return str(words.DAY_KINDS[kind])


@register.filter
def level_word(level: str) -> str:
    return str(dict(LEVELS).get(level, level))


@register.filter
def outcome_word(outcome: Outcome) -> str:
    return queries.outcome_said(outcome, get_language() or "nl")


@register.simple_tag(takes_context=True)
def unconfirmed(context: Mapping[str, Any]) -> str:
    """For who signs in, such as a partner who could read it and say so; not for a host by link."""
    if context["request"].actor.via != "account":
        return ""
    return queries.unconfirmed(get_language() or "nl")


@register.filter
def hours(day: Day) -> str:
    language = "nl" if get_language() == "nl" else "en"
    if day.is_idle:
        return ""
    told = f"{clock_text(day.starts, language)} – {clock_text(day.ends, language)}"
    pause = _("%(number)s minutes of break") % {"number": day.rest}
    return f"{told} ({pause})" if day.rest else told


@register.filter
def in_words(pair: tuple[str, str]) -> str:
    return said(pair, "nl" if get_language() == "nl" else "en")


@register.filter
def insured(plan: LearningPlan) -> list[tuple[str, str]]:
    """Each insurance, and in whose name it is."""
    names = dict(LearningPlan.Insured.choices)
    return [(str(words.INSURANCE[kind]), str(names.get(plan.insured_by.get(kind, ""), EMPTY))) for kind in INSURANCE]


@register.filter
def minutes_text(minutes: int) -> str:
    """As hours: 75, or 7,5."""
    return number_text(Fraction(minutes, 60), "en" if get_language() == "en" else "nl", places=2, trim=True)


@register.filter
def said_of(fields: Mapping[str, list[Any]], plan: LearningPlan) -> Iterator[tuple[str, str, str]]:
    """What a side changed: label, before, after."""
    for name, (before, after) in fields.items():
        if name == "days":
            yield from _days_said(before, after)
            continue
        yield _label(name), _shown(plan, name, before), _shown(plan, name, after)


def _days_said(
    before: Sequence[Mapping[str, str]], after: Sequence[Mapping[str, str]]
) -> Iterator[tuple[str, str, str]]:
    """Only the days on which something differs, each apart."""
    old, new = ({day["on"]: day for day in days} for days in (before, after))
    for on in sorted(old | new):
        if old.get(on) != new.get(on):
            yield figures.day(date.fromisoformat(on)), _day(old.get(on)), _day(new.get(on))


def _label(name: str) -> str:
    if name == "outcomes":
        return _("Learning outcomes")
    found = PLAN_FIELDS.get(name)
    label = str(found.verbose_name) if found is not None else name
    whose = {"mentor_": _("mentor"), "school_": _("school")}
    start = next((word for prefix, word in whose.items() if name.startswith(prefix) and not name.endswith("_name")), "")
    return f"{label} ({start})" if start else label


def _shown(plan: LearningPlan, name: str, value: Any) -> str:
    if name == "tasks":
        known = task_words(plan.placement.occupation) if plan.placement else {}
        return ", ".join(known[code] for code in value if code in known) or EMPTY
    if name == "insured_by":
        names = dict(LearningPlan.Insured.choices)
        return "; ".join(f"{words.INSURANCE[kind]}: {names.get(value.get(kind), EMPTY)}" for kind in INSURANCE)
    if name in ("language", "beside"):
        return tongue_word(value)
    if name == "outcomes":
        return "; ".join(map(_outcome_line, value)) or EMPTY
    if isinstance(value, list):
        return "; ".join(str(each) for each in value) or EMPTY
    return str(value) or EMPTY


def _outcome_line(kept: str) -> str:
    """An outcome as it was kept, Dutch / English / how far: a text in one language once, and how far in words."""
    texts, _slash, level = kept.rpartition(" / ")
    half = (len(texts) - len(" / ")) // 2
    once = texts[:half] if texts[:half] == texts[half + len(" / ") :] else texts
    return f"{once} · {level_word(level)}"


def _day(day: Mapping[str, str] | None) -> str:
    if day is None:
        return EMPTY
    language = get_language() or "nl"
    clock = [clock_text(time.fromisoformat(day[end]), language) for end in ("starts", "ends") if day[end]]
    hours = f" {'–'.join(clock)}" if clock else ""
    if "pause" in day:
        hours += ", " + _("%(number)s minutes of break") % {"number": day["pause"]}
    return f"{words.DAY_KINDS[day['kind']]}{hours}"
