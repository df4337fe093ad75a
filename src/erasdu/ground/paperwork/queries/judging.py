"""Whether a signature is the consent of that person: asked of the step that knows, when it is given."""

from collections.abc import Callable, Sequence

from django.conf import settings
from django.utils.module_loading import import_string

from erasdu.ground.paperwork.models import Signature, Signer


def consent_lacks(signer: Signer, signature: Signature) -> list[str] | None:
    """Codes of what lacks now, none when it counts; None for a kind that nobody judges."""
    path = settings.PAPER_CONSENTS.get(signer.envelope.document.kind)
    if path is None:
        return None
    judge: Callable[[Signer, Signature], Sequence[str]] = import_string(path)
    return list(judge(signer, signature))
