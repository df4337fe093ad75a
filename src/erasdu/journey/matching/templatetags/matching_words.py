"""Words for the codes of matching, in templates."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf.locale import LANG_INFO
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_info, ngettext
from django.utils.translation import gettext as _

from erasdu.ground.look.templatetags.look import status
from erasdu.ground.look.tongues import ABROAD
from erasdu.ground.look.words import LACKING, because, duty_of, say
from erasdu.journey.candidacies.words.content import LANGUAGES, TICKS, Pair
from erasdu.journey.hosting.words import occupations
from erasdu.journey.hosting.words.content import PROOFS
from erasdu.journey.matching import words
from erasdu.journey.matching.models import Proposal
from erasdu.journey.matching.queries.boards import Warning
from erasdu.journey.matching.queries.figures import RadarLine
from erasdu.journey.matching.queries.moves import Target
from erasdu.journey.matching.queries.since import Since
from erasdu.journey.matching.rules import Cause
from erasdu.journey.mobilities.models import Traveller
from erasdu.journey.mobilities.words import NEEDS
from erasdu.journey.sharing import queries as sharing
from erasdu.kernel.verdict import Verdict

register = template.Library()

SEEN = 0.0005  # a smaller gap reads as 0.0 %


@register.filter
def age_word(code: str) -> str:
    return str(words.AGES.get(code, ""))


@register.filter
def why_not_word(code: str, knows: bool = False) -> str:
    """`knows`: the reader may know what was seen of the home that it is about."""
    if knows and code in words.CHECKS:
        return str(words.CHECKS[code])
    return str(words.WHY_NOT.get(code, code))


@register.filter
def way_out_word(code: str) -> str:
    return str(words.WAYS_OUT[code])


def held_back_word(verdict: Verdict) -> str:
    """Why somebody cannot be confirmed, in a few words: the first thing that lacks, and how many more."""
    lacking = dict(verdict.params).get(LACKING, "").split(",")
    if verdict.code != "not_ready" or not lacking[0]:
        return because(verdict)
    more = len(lacking) - 1
    rest = ngettext("and %(n)d thing more", "and %(n)d things more", more) % {"n": more}
    return f"{duty_of(lacking[0])}, {rest}" if more else duty_of(lacking[0])


@register.filter
def cause_word(code: str) -> str:
    return str(words.CAUSES.get(code, code))


@register.filter
def animals_word(code: str) -> str:
    return str(words.ANIMALS.get(code, ""))


@register.filter
def sharing_word(code: str) -> str:
    return str(words.SHARING.get(code, ""))


@register.filter
def need_word(code: str) -> str:
    return str(NEEDS.get(code, code))


@register.filter
def gender_word(code: str) -> str:
    return str(dict(Traveller.Gender.choices).get(code, ""))


@register.filter
def occupation_word(code: str) -> str:
    return occupations.occupation_word(code)


@register.filter
def task_word(code: str, occupation: str) -> str:
    return occupations.task_words(occupation).get(code, code)


@register.filter
def proof_word(code: str) -> str:
    return _in_language(PROOFS.get(code, (code, code)))


@register.filter
def hobby_word(code: str) -> str:
    """In the six languages of hosts."""
    return sharing.said(TICKS["hobbies"].get(code, (code, code))[1])


@register.filter
def expectation_word(code: str) -> str:
    """The same for what somebody wants to get out of it."""
    return sharing.said(TICKS["expectations"].get(code, (code, code))[1])


@register.filter
def language_word(code: str) -> str:
    if code in LANG_INFO and get_language() in ABROAD:
        return str(get_language_info(code)["name_translated"])
    return _in_language(LANGUAGES.get(code, (code, code)))


def _in_language(pair: Pair) -> str:
    return pair[0] if get_language() == "nl" else pair[1]


@register.filter
def gap_words(proposal: Proposal, since: Since | None = None) -> str:
    """How sure it is that nothing better exists; with what came `since`, only how sure it was."""
    if proposal.made == Proposal.Made.REPAIR:
        number = proposal.lines.exclude(placement=None).count()
        if not number:
            return _("For nobody was something found without moving who is settled. Under each name stands why.")
        moves = ngettext(
            "%d learner gets something else, all others stay where they are.",
            "%d learners get something else, all others stay where they are.",
            number,
        )
        better = _("The optimiser may find something better for all together.")
        return f"{moves % number} {better}"
    if since:
        if proposal.optimal:
            return _("Nothing better existed with the places and beds of then: that was proven.")
        if proposal.gap < SEEN:
            return _("With the places and beds of then it could hardly be better: by less than 0.1 %.")
        return _("At most %(gap)s better could exist with the places and beds of then.") % {
            "gap": percent(proposal.gap)
        }
    if proposal.optimal:
        return _("Nothing better exists with these places and beds: that is proven.")
    if proposal.gap < SEEN:
        return _("It can hardly become better: by less than 0.1 %.")
    return _("At most %(gap)s better could still exist.") % {"gap": percent(proposal.gap)}


@register.filter
def since_words(since: Since) -> str:
    """What came, of each kind that did."""
    learners = ngettext("%d learner", "%d learners", since.learners) % since.learners
    companies = ngettext("%d company", "%d companies", since.companies) % since.companies
    homes = ngettext("%d home", "%d homes", since.homes) % since.homes
    ways = ngettext("the minutes of %d way", "the minutes of %d ways", since.ways) % since.ways
    counted = ((since.learners, learners), (since.companies, companies), (since.homes, homes), (since.ways, ways))
    return _("Since then came, or changed: %(what)s.") % {"what": ", ".join(said for n, said in counted if n)}


@register.filter
def cost_words(target: Target) -> str:
    """What a move would cost, with what weighs most."""
    if target.points is None:
        cost = _("fits")
    elif target.more:
        cost = _("fits, %(points)d points worse") % {"points": target.more}
    else:
        cost = _("fits, %(points)d points better") % {"points": target.less} if target.less else _("fits as well")
    return "; ".join([cost, *(cause_line(cause) for cause in target.causes)])


@register.filter
def radar_words(line: RadarLine) -> str:
    """One thing that would help, and how many it places."""
    more = ngettext("%d learner more", "%d learners more", line.more) % line.more
    named = {"name": line.name, "town": line.town, "occupation": occupation_word(line.occupation).lower(), "more": more}
    traits = "".join(f" {say_trait(trait)}" for trait in line.traits)
    asks = _(" that makes do with %(language)s %(level)s") % {
        "language": language_word(line.language), "level": line.level
    } if line.level else ""  # fmt: skip
    return str(words.RADAR[line.kind]) % (named | {"traits": traits, "asks": asks})


def say_trait(code: str) -> str:
    if code in words.TRAITS:
        return str(words.TRAITS[code])
    return _("with a kitchen for who eats: %(diet)s") % {"diet": need_word(code).lower()}


@register.filter
def note_words(note: tuple[str, str, int]) -> str:
    code, school, number = note
    return str(words.NOTES[code]) % {"school": school, "number": number}


@register.filter
def whole_percent(part: float) -> str:
    return f"{part * 100:.0f} %"


COUNTED = ("minute", "over_ideal_minute")
BADGES = {
    "none": "blocking", "fallen": "blocking", "refused": "blocking", "proposed": "info", "asked": "waiting",
    "agreed": "met", "confirmed": "met", "ended": "na", "offered": "info",
}  # fmt: skip


@register.filter
def state_word(state: str) -> str:
    return say("STATES", f"match.{state}")


@register.filter
def match_badge(state: str) -> SafeString:
    return status(BADGES.get(state, "info"), state_word(state))


@register.filter
def at_key(mapping: dict[str, Any], key: str) -> Any:
    return mapping.get(key, 0)


@register.filter
def reasons_word(codes: list[str]) -> str:
    """The first says what lacks, the others, if any, the commonest reasons."""
    said = [why_not_word(code) for code in codes]
    return " ".join([*said[:1], ", ".join(said[1:])]).strip()


@register.filter
def loses_word(codes: Iterable[str]) -> str:
    """That a proposal takes away what somebody has, with why."""
    why, said = reasons_word([*codes]), _("the proposal takes this away and has nothing else")
    return f"{said}: {why}" if why else said


@register.filter
def listed_reasons(codes: Iterable[str], knows: bool = False) -> str:
    """Each beside the others; what lacks ends with a colon where more follow."""
    said = [why_not_word(code, knows) for code in codes]
    return " ".join(word if word.endswith(":") else f"{word};" for word in said).rstrip(";")


@register.filter
def cause_line(cause: Cause) -> str:
    """A cause with its number where there is one to tell."""
    if cause.code == "wish_missed":
        missed = ngettext(
            "%d task that they wanted to learn is not done there",
            "%d tasks that they wanted to learn are not done there",
            cause.number,
        )
        return missed % cause.number
    if cause.code == "outcome_missed":
        missed = ngettext(
            "%d thing that belongs to the occupation is not learned there",
            "%d things that belong to the occupation are not learned there",
            cause.number,
        )
        return missed % cause.number
    word = cause_word(cause.code)
    return f"{cause.number} {word}" if cause.code in COUNTED else word


@register.filter
def weighed(causes: Iterable[Cause]) -> list[Cause]:
    """What weighs most first."""
    return sorted(causes, key=lambda cause: -cause.points)


@register.filter
def points_of(causes: Iterable[Cause]) -> int:
    return sum(cause.points for cause in causes)


@register.filter
def warning_word(warning: Warning) -> str:
    return str(words.WARNINGS[warning.code]) % {"number": warning.number, "about": warning.about}


@register.filter
def percent(part: float) -> str:
    figure = f"{part * 100:.1f} %"
    return figure if get_language() == "en" else figure.replace(".", ",")


@register.filter
def call_name(call: object) -> str:
    return str(getattr(call, "title_en" if get_language() == "en" else "title_nl"))


@register.filter
def board_name(board: object) -> str:
    """The destination, the school, or the whole of a direction."""
    destination, receiving = getattr(board, "destination", None), getattr(board, "receiving", None)
    if destination is not None:
        return _("Places and beds in %(place)s") % {"place": destination.place}
    if receiving is not None:
        return _("Places and beds of %(school)s") % {"school": receiving.name}
    whole = getattr(board, "direction", "") == "outgoing"
    return _("Places and beds, all destinations") if whole else _("Places and beds, all of Flanders")
