"""Starting a selection, and who takes part in it."""

from datetime import datetime

from django.db import IntegrityError, transaction

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.organisations.models import Role
from erasdu.ground.post import actions as post
from erasdu.journey.calls.models import Enrolment
from erasdu.journey.selection import access
from erasdu.journey.selection.actions.locking import locked
from erasdu.journey.selection.models import Panellist, Selection
from erasdu.kernel.actor import LINK_ROLES, Actor
from erasdu.kernel.verdict import no

LINK_DAYS = 60


@transaction.atomic
def start(enrolment: Enrolment, *, by: Actor, at: datetime) -> Selection:
    """Start the school's selection; who starts it leads it and gives scores. Starting twice starts once."""
    access.may_start(by, enrolment).require()
    try:
        with transaction.atomic():
            selection = Selection.objects.create(enrolment=enrolment, lead_id=by.person)
    except IntegrityError:
        return Selection.objects.get(enrolment=enrolment)
    if role := access.role_of(by):
        Panellist.objects.create(selection=selection, role=role, assesses=True, since=at)
    journal.record("selection.started", subjects=[selection, enrolment], by=by, at=at)
    return selection


@transaction.atomic
def set_lead(selection: Selection, role: Role, *, by: Actor, at: datetime) -> None:
    """Somebody from the school's roles leads from now on; without an account, by personal link."""
    selection = locked(selection)
    access.may_change_panel(by, selection).require()
    _of_the_school(selection, role)
    Selection.objects.filter(pk=selection.pk).update(lead=role.person_id)
    _invite(selection, role, at)
    journal.record("selection.lead_set", subjects=[selection], by=by, at=at, to=role.person_id)


@transaction.atomic
def add_panellist(selection: Selection, role: Role, *, by: Actor, at: datetime) -> Panellist:
    """Somebody from the school's roles gives scores from now on."""
    selection = locked(selection)
    access.may_assess_too(by, selection, role).require()
    _of_the_school(selection, role)
    panellist, new = Panellist.objects.get_or_create(
        selection=selection, role=role, until=None, defaults={"assesses": True, "since": at}
    )
    if new:
        _invite(selection, role, at)
        journal.record("selection.panellist_added", subjects=[selection], by=by, at=at, panellist=role.person_id)
    return panellist


@transaction.atomic
def remove_panellist(panellist: Panellist, *, by: Actor, at: datetime) -> None:
    """From now on no scores are awaited; final ones stay and count."""
    selection = locked(panellist.selection)
    access.may_change_panel(by, selection).require()
    if Panellist.objects.filter(pk=panellist.pk, until=None).update(until=at) == 0:
        no("changed_meanwhile").require()
    journal.record("selection.panellist_left", subjects=[selection], by=by, at=at, panellist=panellist.role.person_id)


def _of_the_school(selection: Selection, role: Role) -> None:
    if not access.roles_for_panel(selection).filter(pk=role.pk).exists():
        no("not_of_the_school").require()


def _invite(selection: Selection, role: Role, at: datetime) -> None:
    """A personal link for who has no account. A contact point finds the selection after signing in."""
    if role.kind not in LINK_ROLES:
        return
    link = links.issue(role.person, purpose="selection.assess", subject=selection, role=role, at=at, days=LINK_DAYS)
    post.write(
        "selection/letters/assess_asked",
        to=role.person,
        once=f"selection.assess:{link.key}:{link.generation}",
        at=at,
        about=selection,
        link=link,
        context={"school": selection.enrolment.school.name, "lead": selection.lead},
    )
