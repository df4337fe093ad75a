"""What may be sent and shown. The vault knows no subjects: whoever owns one asks its own access first.

So a file is only reached by an address that its owner handed out (`queries.address`).
"""

from django.db.models import QuerySet

from erasdu.ground.vault import rules
from erasdu.ground.vault.models import StoredFile
from erasdu.ground.vault.states import CLEAN, QUARANTINE
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, no


def kept() -> QuerySet[StoredFile]:
    """What was not let go, whether it may be shown or not."""
    return StoredFile.objects.filter(deleted_at=None)


def shown() -> QuerySet[StoredFile]:
    """What may be read: not what the antivirus did not look at."""
    return kept().filter(state=CLEAN)


def waiting() -> QuerySet[StoredFile]:
    """What the antivirus must look at, the oldest first."""
    return kept().filter(state=QUARANTINE).order_by("at", "pk")


def sent_by(person: int, subject_kind: str, subject_pk: int) -> QuerySet[StoredFile]:
    """What a person sent about one thing and is still kept."""
    return kept().filter(uploaded_by_id=person, subject_kind=subject_kind, subject_pk=subject_pk)


def may_store(actor: Actor, held: int) -> Verdict:
    """Somebody who is known, with less than the most files about this thing; the background work has no limit."""
    if not actor.is_known:
        return no("vault_nobody")
    if actor.person is not None and held >= rules.MOST_FILES:
        return no("vault_full", most=rules.MOST_FILES)
    return YES
