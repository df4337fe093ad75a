"""One mail that asks for several signatures: what is asked of somebody before the mail about the first has gone."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from erasdu.ground.journal.queries import is_touched
from erasdu.ground.links.queries import live_of
from erasdu.ground.look.tongues import speaking
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.owning import OWN, own_link
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.rules import minutes_to_sign
from erasdu.ground.paperwork.words import about_whom
from erasdu.ground.post.actions import compose, enlarge
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import LEARNER
from erasdu.kernel.periods import brussels_date

SIGN, SEVERAL = "paperwork/letters/sign", "paperwork/letters/sign_several"


def joined(signer: Signer, held: Letter, *, at: datetime) -> bool:
    """Whether the mail that waits asks for this signature too from now on; else it needs a mail of its own.

    Only papers of one organisation, whose codes come by the same way, go together: who follows one reads of the others.
    What somebody did something about by hand stays as it is.
    """
    asked = queries.asked_since(signer.person, held.created_at)
    others = [one for one in asked if one.pk != signer.pk]
    if not others or len(others) == len(asked) or not _fit(asked) or is_touched(held):
        return False
    link = own_link(signer, at=at)
    subject, text = said(asked, held.language, at)
    return enlarge(held, template=SEVERAL, link=link, subject=subject, text=text)


def _fit(asked: Sequence[Signer]) -> bool:
    own, channels = live_of(asked[0].person, OWN), {one.channel for one in asked}
    bound = any(one.link is None or one.link.role_id is not None or access.signs_as_staff(one) for one in asked)
    if bound or len(channels) > 1 or (own is not None and own.channel not in channels):
        return False
    askers = queries.askers_of(one.envelope for one in asked)
    return len({asker.pk if (asker := askers.get(one.envelope.document_id)) else None for one in asked}) == 1


def said(asked: Sequence[Signer], language: str, at: datetime) -> tuple[str, str]:
    """Subject and text of the mail about all of these."""
    words = {
        "person": asked[0].person,
        "due_on": min(queries.asked_on(one.envelope, brussels_date(at)) for one in asked),
        "minutes": sum(minutes_to_sign(one.envelope.pages) for one in asked),
        "to_learner": all(one.role == LEARNER for one in asked),
        "own_words": "\n\n".join(dict.fromkeys(filter(None, (queries.own_words(one, "sign") for one in asked)))),
        "channel": asked[0].channel,
    }
    return compose(SEVERAL, language, words | named(asked, language))


def named(told: Sequence[Signer], language: str) -> dict[str, object]:
    """What a letter says of several papers; of one person it names that one once."""
    known = [(queries.short_for(one.envelope, language), queries.about_of(one.envelope)) for one in told]
    whom = {about for _short, about in known}
    if len(whom) == 1:
        return {"short": _listed(short for short, _about in known), "about": whom.pop(), "several": len(known) > 1}
    with speaking(language):
        each = [about_whom(short, about) for short, about in known]
    return {"short": _listed(each), "about": "", "several": True}


def _listed(names: Iterable[str]) -> str:
    """Each name once, with how many there are of it when these are more."""
    return "; ".join(name if number == 1 else f"{name} ({number})" for name, number in Counter(names).items())


def still_asked(letter: Letter, at: datetime) -> str | None:
    """In the moment before such a mail goes: of those that were taken back or signed meanwhile it says no more."""
    if letter.person is None:
        return None
    asked = queries.asked_since(letter.person, letter.created_at, open_still=False)
    left = [one for one in asked if queries.waits_for(one)]
    if not left:
        return None
    same = len(left) == len(asked) or not _fit(asked) or is_touched(letter)
    return letter.text if same else said(left, letter.language, at)[1]
