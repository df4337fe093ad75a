"""The link to the page with all that one person was asked to sign, and which privacy notice its holder gets."""

from datetime import datetime

from django.conf import settings

from erasdu.ground.links import actions as links
from erasdu.ground.links.models import Link
from erasdu.ground.links.queries import live_of
from erasdu.ground.paperwork.models import Signer

OWN = "paperwork.own"
OWN_DAYS = 60


def audience(signer: Signer) -> str:
    """Which privacy notice they get."""
    return settings.PAPER_AUDIENCES.get(signer.role, "signer")


def own_link(signer: Signer, *, at: datetime) -> Link:
    """One for each person. Its code comes by the same way as that of the paper; a paper whose code came by mail
    does not weaken one that comes otherwise.
    """
    known = live_of(signer.person, OWN)
    channel = known.channel if known is not None and signer.channel == "mail" else signer.channel
    return links.issue(
        signer.person, OWN, subject=signer.person, audience=audience(signer), channel=channel, at=at, days=OWN_DAYS
    )
