"""Who sees letters, and who sends one again."""

from django.conf import settings
from django.db.models import QuerySet

from erasdu.ground.post.models import Letter
from erasdu.ground.post.states import LETTER
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def letters_for(actor: Actor) -> QuerySet[Letter]:
    """The state of every letter, for who keeps the installation going; the texts are the readers' own."""
    whose = actor.is_coordinator or actor.is_administrator
    return Letter.objects.select_related("person") if whose else Letter.objects.none()


def mailbox() -> QuerySet[Letter]:
    """Every letter with its text, in the demo, where all people are invented; nothing anywhere else."""
    rows = Letter.objects.select_related("person", "link", "code").order_by("-created_at", "-pk")
    return rows if settings.DEMO else rows.none()


def may_try_again(actor: Actor, letter: Letter) -> Verdict:
    return all_of(
        YES if actor.is_coordinator or actor.is_administrator else no("not_your_role"),
        YES if letter.state in LETTER.sources("try_again") else no("letter_not_stuck"),
        YES if letter.person is None or letter.person.erased_at is None else no("letter_reader_erased"),
    )
