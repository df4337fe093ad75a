"""What a signer is told of the others who sign the same version."""

from dataclasses import dataclass

from django.conf import settings

from erasdu.ground.paperwork.models import Signature, Signer
from erasdu.ground.paperwork.queries.printing import signers_now
from erasdu.ground.paperwork.states import DONE, REFUSED, REVOKED
from erasdu.kernel.verdict import Verdict, no


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else who signs. `state` is empty where it is not told; `how`: what is known of who signed it was."""

    signer: Signer
    state: str
    how: str


def others_of(signer: Signer) -> list[Other]:
    """Who else signs this version: names and standing, never how to reach them."""
    others = [one for one in signers_now(signer.envelope) if one.pk != signer.pk]
    return [Other(one, "" if _is_kept_from(signer, one) else one.state, how_signed(one)) for one in others]


def how_signed(signer: Signer) -> str:
    """The assurance of a signature that stands; empty before."""
    signature = Signature.objects.filter(signer=signer).first() if signer.state == DONE else None
    return signature.assurance if signature else ""


def why_not(signer: Signer, verdict: Verdict) -> Verdict:
    """What a signer reads who cannot sign now: of a parent's no a learner only that the school contacts them."""
    held_up = verdict.code == "paper_frozen" and settings.PAPER_AUDIENCES.get(signer.role) == "learner"
    kept = verdict.code.startswith("envelope_") and any(not other.state for other in others_of(signer))
    return no("school_contacts_you") if kept or held_up else verdict


def _is_kept_from(reader: Signer, other: Signer) -> bool:
    audiences = settings.PAPER_AUDIENCES
    about = (audiences.get(reader.role), audiences.get(other.role))
    return about == ("learner", "guardian") and other.state in (REFUSED, REVOKED)
