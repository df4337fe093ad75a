"""Who reads and writes notes of telephone calls, and who sends messages about which dossiers."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, QuerySet

from erasdu.journey.candidacies import access as candidacies
from erasdu.journey.candidacies.models import Candidacy
from erasdu.kernel.actor import Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no
from erasdu.office.outreach import rules
from erasdu.office.outreach.models import Message, Note


def candidacies_for(actor: Actor) -> QuerySet[Candidacy]:
    """The dossiers that the actor follows for others: a learner's own is not one of them."""
    if not (actor.is_coordinator or actor.is_contact_point):
        return Candidacy.objects.none()
    return candidacies.candidacies_for(actor)


def notes_for(actor: Actor) -> QuerySet[Note]:
    """Notes on the dossiers that the actor follows: the school's and the coordinator's alike."""
    return Note.objects.filter(candidacy__in=candidacies_for(actor)).select_related("by", "candidacy__learner")


def messages_for(actor: Actor) -> QuerySet[Message]:
    """The coordinator's all; a contact point those that went out about nobody but learners of its schools."""
    if actor.is_coordinator:
        return Message.objects.select_related("by")
    mine = candidacies_for(actor)
    about = Message.candidacies.through.objects.filter(message=OuterRef("pk"))
    rows = Message.objects.filter(Exists(about.filter(candidacy__in=mine)))
    return rows.exclude(Exists(about.exclude(candidacy__in=mine))).select_related("by")


def may_add_note(actor: Actor, candidacy: Candidacy) -> Verdict:
    if actor.is_coordinator:
        return YES
    if not actor.is_contact_point:
        return no("not_your_role")
    return YES if candidacy.school_id in actor.scope else no("note_not_your_learner")


def may_finish(actor: Actor, note: Note) -> Verdict:
    """Anybody who follows the dossier: one telephones for the other."""
    return all_of(
        may_add_note(actor, note.candidacy),
        YES if note.follow_up_on else no("note_without_day"),
        no("note_done_already") if note.done_at else YES,
    )


def may_send(actor: Actor, selected: Iterable[Candidacy]) -> Verdict:
    """About dossiers that the actor follows, and not about more than one can look over."""
    chosen = list(selected)
    return all_of(
        YES if chosen else no("nobody_selected"),
        no("too_many_selected_for_message", most=rules.MOST) if len(chosen) > rules.MOST else YES,
        *(may_add_note(actor, candidacy) for candidacy in chosen),
    )
