"""The page of one's own papers: its link, by mail when a paper is complete, and again when somebody asks."""

from datetime import datetime, timedelta

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import live_of
from erasdu.ground.look.tongues import speaking
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.issuing import audience, retell, tell
from erasdu.ground.paperwork.actions.signing import about
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.paperwork.words import about_whom
from erasdu.ground.post.actions import hasten
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

OWN = "paperwork.own"
OWN_DAYS = 60
COMPLETE = "paperwork/letters/complete"
HOLD = timedelta(hours=1)  # so long the mail about a copy waits for what its reader signs in one go


def own_link(signer: Signer, *, at: datetime) -> Link:
    """One for each person. Its code comes by the same way as that of the paper; a paper whose code came by mail
    does not weaken one that comes otherwise.
    """
    known = live_of(signer.person, OWN)
    channel = known.channel if known is not None and signer.channel == "mail" else signer.channel
    return links.issue(
        signer.person, OWN, subject=signer.person, audience=audience(signer), channel=channel, at=at, days=OWN_DAYS
    )


def tell_complete(signer: Signer, *, at: datetime) -> None:
    """Everybody signed: the mail leads to all that this person agreed to.

    Who has more to sign, or signed more that is being sealed, gets one mail with all of it: when the last is there, and
    at most an hour after the first. Of a free choice that changed only who changed it hears, once a day: behind the
    link lies the newest copy anyway.
    """
    envelope, once = signer.envelope, f"paper-complete:{signer.key}"
    if not access.check_telling(signer, at=at):
        return
    if envelope.version > 1 and queries.kind_of(envelope).free:
        if signer.signature.carried_from_id is None:
            once = f"paper-complete:{envelope.document.key}:{signer.person_id}:{brussels_date(at)}"
            tell(signer, COMPLETE, once=once, at=at, link=own_link(signer, at=at))
        return
    link, more = own_link(signer, at=at), queries.signs_more(signer)
    held = queries.held_copy(signer.person, COMPLETE, at)
    if held is not None and retell(held, signer, at=at, link=link, **_together(held, signer)):
        if not more:
            hasten(held.once, at=at)
        return
    tell(signer, COMPLETE, once=once, at=at, link=link, due=at + HOLD if more else None)


def _together(held: Letter, signer: Signer) -> dict[str, object]:
    """What a letter says of several papers; of one person it names that one once."""
    known = queries.completed_since(signer.person, held.created_at)
    told = [(queries.short_for(each.envelope, held.language), queries.about_of(each.envelope)) for each in known]
    whom = {about for _short, about in told}
    if len(whom) == 1:
        return {"short": "; ".join(short for short, _about in told), "about": whom.pop(), "several": len(told) > 1}
    with speaking(held.language):
        named = [about_whom(short, about) for short, about in told]
    return {"short": "; ".join(named), "about": "", "several": True}


@transaction.atomic
def mail_own_page(signer: Signer, *, by: Actor, at: datetime) -> None:
    """The link once more, to the address that is known: asked by the signer, or by who follows the paper."""
    access.may_mail_own_page(by, signer, at=at).require()
    link = own_link(signer, at=at)
    once = f"paper-own:{signer.person_id}:{at:%Y%m%d%H%M}"  # not twice in the same minute
    tell(signer, "paperwork/letters/own", once=once, at=at, link=link, asked=True)
    journal.record("paper.own_page_mailed", subjects=about(signer.envelope.document), by=by, at=at, role=signer.role)


def mail_to_print(signer: Signer, *, at: datetime) -> None:
    """A paper that is only signed by hand lies ready: the mail leads to the page where it can be printed."""
    if access.check_telling(signer, at=at) and signer.person.email:
        once = f"paper-print:{signer.key}"
        tell(signer, "paperwork/letters/print", once=once, at=at, link=own_link(signer, at=at))


@transaction.atomic
def hand_out_own_code(signer: Signer, *, by: Actor, at: datetime) -> str:
    """The six digits for that page, for who gets codes through a person."""
    access.may_mail_own_page(by, signer, at=at).require()
    return links.hand_out_code(own_link(signer, at=at), by=by, at=at)
