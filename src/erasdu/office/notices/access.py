"""Who sees what will be sent and whom to telephone, and who decides about it."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Q, QuerySet

from erasdu.ground.post.models import Letter
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no
from erasdu.office.notices import rules
from erasdu.office.notices.models import Planned

OFFICE = "coordinator"
LETTERS = "notices/letters/"
OF_THE_DAY = "notices/letters/waiting"


def sees(actor: Actor, reader: rules.Reader, schools: Collection[int], responsible: bool) -> bool:
    """One thing in a mail to this reader: all of it for the coordinator; for a contact point its own mail, and what
    `responsible` persons (who must act, a parent) of its schools get. Never what a colleague elsewhere reads.
    """
    if actor.is_coordinator or reader.pk == actor.person:
        return True
    theirs = set(schools) <= actor.scope if reader.role else bool(actor.scope & set(schools))
    return actor.is_contact_point and responsible and reader.role != OFFICE and theirs


def may_look(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator or (actor.is_contact_point and not actor.abroad) else no("not_your_role")


def may_decide(actor: Actor, person: int, on: date, schools: Collection[int], *, news: bool) -> Verdict:
    """Before it went: the coordinator, a contact point about its own mail, and about one that holds nothing but what
    waits for its learners.
    """
    mine = person == actor.person or (not news and bool(schools) and set(schools) <= actor.scope)
    own = actor.is_coordinator or mine
    return all_of(
        may_look(actor),
        YES if own else no("mail_of_others"),
        no("mail_gone") if Planned.objects.filter(on__gte=on).exists() else YES,
    )


def queued_for(actor: Actor, at: datetime, steps: Collection[str]) -> QuerySet[Letter]:
    """Letters of the table that are written and wait: for the morning, for the mail server, or because they are held.

    `steps`: templates of those that a step writes. The coordinator sees them; never a letter with a code.
    """
    if not actor.is_coordinator:
        return Letter.objects.none()
    rows = Letter.objects.filter(state=Letter.State.QUEUED, due__gt=at, done_at=None, failed_at=None)
    rows = rows.filter(Q(template__startswith=LETTERS) | Q(template__in=list(steps)), confidential=False, code=None)
    return rows.select_related("person", "link").order_by("due", "pk")


def may_stop(actor: Actor) -> Verdict:
    """Hold, change or cancel a letter that is written and waits."""
    return YES if actor.is_coordinator else no("not_your_role")


def may_rewrite(actor: Actor, letter: Letter) -> Verdict:
    """Not the mail of the day: it is told again from what is still open when it goes."""
    told_again = letter.template.startswith(OF_THE_DAY)
    return all_of(may_stop(actor), no("mail_of_the_day") if told_again else YES)


def may_word(actor: Actor) -> Verdict:
    """The texts of notices are the coordinator's."""
    return YES if actor.is_coordinator else no("not_your_role")
