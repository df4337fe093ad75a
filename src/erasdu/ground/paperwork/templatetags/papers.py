"""Words of papers on pages and in mails."""

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language, gettext

from erasdu.ground.look import figures
from erasdu.ground.paperwork import access, papers, queries, words
from erasdu.ground.paperwork.models import Document, Signer
from erasdu.ground.paperwork.rules import Change, Json, Kind
from erasdu.ground.paperwork.rules import direction as direction_of
from erasdu.kernel.actor import Actor

register = template.Library()
SEEN = ("seen_on", "valid_until")


@register.filter
def listed(block: Json) -> object:
    """The items of a block, which a template cannot reach: `block.items` is a method of every mapping."""
    return block.get("items", [])


@register.filter
def to_say(besides: Sequence[queries.Besides]) -> bool:
    """Whether something of it is done on the page of what a call asks."""
    return any(one.link is None for one in besides)


@register.filter
def under(row: Sequence[str], head: Sequence[str]) -> list[tuple[str, str]]:
    """Each cell with what stands above it: on a phone a row is a card, and each cell says what it is."""
    return list(zip_longest(head[: len(row)], row, fillvalue=""))


@register.filter
def role_word(roles: Mapping[str, str], role: str) -> str:
    return str(roles.get(role, role)) if isinstance(roles, Mapping) else role


@register.filter
def lowered(role: str) -> str:
    """As it stands in a sentence: in German a noun keeps its capital."""
    return role if get_language() == "de" else role.lower()


@register.filter
def opens_for(standing: queries.Standing, actor: Actor) -> bool:
    """Whether the page of this paper opens for who sees how it stands."""
    return access.follows(actor, standing.document)


@register.filter
def direction(language: str) -> str:
    return direction_of(language)


@register.filter
def language_name(language: str) -> str:
    found = papers.phrases(language)
    return found.language_name if found else language


@register.filter
def held_up(document: Document) -> bool:
    return access.is_frozen(document)


@register.filter
def why_held_up(code: str) -> str:
    return str(words.HELD_UP.get(code, code))


@register.filter
def why_scan(code: str) -> str:
    """Why no paper was found for a picture, or why there is nothing to do with it."""
    return str(words.WHY_SCAN.get(code, words.WHY_SCAN["scan_no_code"]))


@register.filter
def seen_how(answers: Json) -> str:
    """ "by An Peeters, on di 3 nov., valid until …": of a paper that is only signed by hand."""
    on, until = (figures.day(date.fromisoformat(str(answers[key]))) if answers.get(key) else "" for key in SEEN)
    text = gettext("seen by %(name)s, on %(day)s") % {"name": answers.get("seen_by", ""), "day": on}
    if place := answers.get("legalised_at"):
        text = f"{text}, " + gettext("legalised at %(place)s") % {"place": place}
    return f"{text}, " + gettext("valid until %(day)s") % {"day": until} if until else text


@register.filter
def channel_word(channel: str) -> str:
    return str(words.CHANNELS.get(channel, channel))


@register.filter
def assurance_word(code: str) -> str:
    """What is known of who signed: no more than that."""
    return str(words.ASSURANCES.get(code, ""))


@register.filter
def code_comes(channel: str) -> str:
    """How the code comes, for the mail with the link."""
    return str(words.CODE_COMES[channel])


@register.filter
def code_comes_to_you(channel: str) -> str:
    """The same to a learner."""
    return str(words.CODE_COMES_TO_LEARNER.get(channel, words.CODE_COMES[channel]))


@register.filter
def about_whom(short: str, about: str) -> str:
    return words.about_whom(short, about)


@register.filter
def the_school(number: str) -> str:
    """Whom to call, with the number when one is known."""
    return gettext("the school (%(number)s)") % {"number": number} if number else gettext("the school")


@register.filter
def how_to_hand_out(channel: str) -> str:
    return str(words.HAND_OUT.get(channel, ""))


@register.filter
def contact_word(role: str) -> str:
    return str(words.CONTACTS.get(role, role))


@register.filter
def event_word(kind: str) -> str:
    return str(words.KINDS_OF_EVENT.get(kind, kind))


@register.filter
def answer_title(code: str) -> str:
    return str(words.VERIFIED[code][0])


@register.filter
def answer_means(code: str) -> str:
    return str(words.VERIFIED[code][1])


@register.filter
def answer_kind(answer: queries.Answer) -> str:
    """Green only for a paper that is in force: an exact copy of one that was taken back is no good news."""
    kind = words.VERIFIED_AS[answer.code]
    good = answer.paper is None or words.STANDS_AS.get(answer.paper.state) == "met"
    return kind if good or kind != "met" else "waiting"


@register.filter
def answer_why(code: str) -> str:
    return str(words.VERIFIED_WHY.get(code, code))


@register.filter
def stands(state: str) -> str:
    """How a paper stands, for a stranger."""
    return str(words.STANDS.get(state, state))


@register.filter
def stands_as(state: str) -> str:
    return words.STANDS_AS.get(state, "na")


@register.filter
def fault_words(fault: queries.Fault) -> str:
    """What does not fit, and where."""
    named = {"number": fault.number, "paper": fault.paper, "day": figures.day(fault.day) if fault.day else ""}
    return str(words.FAULTS[fault.code]) % named


@register.filter
def what_changed(change: Change) -> str:
    """The title of a clause that changed; of the part above the clauses, that."""
    if change.clause.startswith("_consent_"):
        who = (change.after or change.before or {}).get("title")
        return gettext("Beside the box that is ticked: %(who)s") % {"who": who or gettext("everybody who signs")}
    if change.clause.startswith("_") and not change.clause.startswith("_question_"):
        return gettext("Title, dates and facts")
    shown = change.after or change.before or {}
    return str(shown.get("title") or gettext("A line without a title"))


@register.filter
def parts_changed(found: Sequence[Change] | None) -> str:
    """For a mail: which parts changed, by their titles."""
    return ", ".join(dict.fromkeys(what_changed(change) for change in found or ()))


@register.filter
def paper_name(standing: queries.Standing) -> str:
    """What the kind is called, in the reader's language."""
    return kind_name(papers.kind(standing.document.kind))


@register.filter
def kind_name(kind: Kind) -> str:
    language = "en" if (get_language() or "nl").startswith("en") else "nl"
    return papers.content_of(kind, language if language in kind.languages else kind.languages[0]).short


@register.filter
def waits_for(standing: queries.Standing) -> str:
    """The names of those whose turn it is, of a paper that is out."""
    signers = standing.envelope.signers.all() if standing.envelope and standing.envelope.state == "open" else []
    return ", ".join(signer.name for signer in signers if signer.state == "asked")


@register.filter
def paper_of(signer: Signer) -> str:
    """What a paper that one signs is called, in the reader's language."""
    return queries.short_for(signer.envelope, "en" if (get_language() or "nl").startswith("en") else "nl")


@register.filter
def who_signed(standing: queries.Standing) -> str:
    """ "2 of 3 signed, di 3 nov." """
    signers = standing.envelope.signers.all() if standing.envelope else []
    asked = [signer for signer in signers if signer.state != "passed_on"]
    done = [signer for signer in asked if signer.state == "signed"]
    if not asked:
        return ""
    text = gettext("%(done)s of %(all)s signed") % {"done": len(done), "all": len(asked)}
    latest = max((signer.answered_at for signer in done if signer.answered_at), default=None)
    return f"{text}, {figures.day(latest)}" if latest else text


@register.filter
def dossier_address(document: Document) -> str:
    """The page of what a paper is about."""
    name = settings.PAPER_DOSSIERS.get(document.subject_kind, "")
    subject = queries.subject_of(document)
    return reverse(name, args=[subject.key]) if name and subject is not None else "/"  # type: ignore[attr-defined]
