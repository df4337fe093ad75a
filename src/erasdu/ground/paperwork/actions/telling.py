"""The page of one's own papers: its link, by mail when a paper is complete, and again when somebody asks."""

from datetime import datetime, timedelta

from django.db import transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.paperwork import access, queries
from erasdu.ground.paperwork.actions.issuing import retell, tell
from erasdu.ground.paperwork.actions.owning import own_link
from erasdu.ground.paperwork.actions.signing import about
from erasdu.ground.paperwork.actions.together import named
from erasdu.ground.paperwork.models import Signer
from erasdu.ground.post.actions import hasten
from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.periods import brussels_date

COMPLETE = "paperwork/letters/complete"
HOLD = timedelta(hours=1)  # so long the mail about a copy waits for what its reader signs in one go


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
    if held is not None and retell(held, signer, at=at, link=link, **_copies(held, signer)):
        if not more:
            hasten(held.once, at=at)
        return
    tell(signer, COMPLETE, once=once, at=at, link=link, due=at + HOLD if more else None)


def _copies(held: Letter, signer: Signer) -> dict[str, object]:
    return named(queries.completed_since(signer.person, held.created_at), held.language)


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
