"""Who sees which organisations and roles, and who may change them."""

from django.db.models import Q, QuerySet

from erasdu.ground.organisations import rules
from erasdu.ground.organisations.models import ImportBatch, Organisation, Role
from erasdu.ground.people.models import Account
from erasdu.kernel.actor import ADMINISTRATOR, COORDINATOR, LEARNER, Actor
from erasdu.kernel.verdict import YES, Verdict, all_of, no


def organisations_for(actor: Actor) -> QuerySet[Organisation]:
    """Coordinator and administrator: all. A contact point: its own, its schools, and their board and group."""
    if actor.is_coordinator or actor.is_administrator:
        return Organisation.objects.all()
    if not actor.is_contact_point:
        return Organisation.objects.none()
    own = Q(pk__in=actor.scope)
    above = Q(schools_of_board__in=actor.scope) | Q(members_of_group__in=actor.scope)
    above |= Q(members_of_group__schools_of_board__in=actor.scope)
    return Organisation.objects.filter(pk__in=Organisation.objects.filter(own | above).values("pk"))


def roles_for(actor: Actor) -> QuerySet[Role]:
    """Roles of who acts for an organisation (learners' roles are candidacies' business)."""
    roles = Role.objects.exclude(kind=LEARNER)
    if actor.is_coordinator or actor.is_administrator:
        return roles
    return roles.filter(organisation__in=actor.scope) if actor.is_contact_point else roles.none()


def may_create(actor: Actor) -> Verdict:
    return YES if actor.is_coordinator else no("not_your_role")


def may_edit(actor: Actor, organisation: Organisation) -> Verdict:
    """The coordinator, and a contact point for its own; board and group are the coordinator's to choose."""
    if organisation.closed_at is not None:
        return no("organisation_closed")
    if actor.is_coordinator:
        return YES
    if not actor.is_contact_point:
        return no("not_your_role")
    return YES if organisation.pk in actor.scope else no("not_your_organisation")


def may_choose_above(actor: Actor) -> Verdict:
    """Who stands above a school decides who acts for it, so the school does not choose that itself."""
    return YES if actor.is_coordinator else no("not_your_role")


def may_close(actor: Actor, organisation: Organisation) -> Verdict:
    if not actor.is_coordinator:
        return no("not_your_role")
    if organisation.closed_at is not None:
        return no("organisation_closed")
    if organisation.kind == rules.COORDINATOR:
        return no("coordinator_cannot_close")
    below = Organisation.objects.filter(Q(board=organisation) | Q(group=organisation), closed_at=None).count()
    return no("schools_still_open", number=below) if below else YES


def may_reopen(actor: Actor, organisation: Organisation) -> Verdict:
    if not actor.is_coordinator:
        return no("not_your_role")
    return YES if organisation.closed_at is not None else no("organisation_open")


def may_give_role(actor: Actor, organisation: Organisation, kind: str) -> Verdict:
    """The coordinator gives every role; a school keeps its own list of who has no account."""
    if kind == LEARNER:
        return no("role_by_application")
    return all_of(
        YES if kind in rules.roles_at(organisation.kind) else no("role_not_here"),
        YES if organisation.closed_at is None else no("organisation_closed"),
        _reaches(actor, organisation, kind),
    )


def may_end_role(actor: Actor, role: Role) -> Verdict:
    """Never the last coordinator's or administrator's role: nobody would be left to give it."""
    if role.kind == LEARNER:
        return no("role_by_application")
    return all_of(
        YES if role.until is None else no("role_ended_already"),
        _reaches(actor, role.organisation, role.kind),
        no(f"last_{role.kind}") if role.kind in (COORDINATOR, ADMINISTRATOR) and _is_last(role) else YES,
    )


def may_edit_contact(actor: Actor, role: Role) -> Verdict:
    """Name, address and function of who acts for an organisation, by who keeps the list.

    A school does not write over somebody who also acts elsewhere or signs in: letters go to that address.
    """
    if role.kind == LEARNER:
        return no("role_by_application")
    return all_of(
        YES if role.until is None else no("role_ended_already"),
        _reaches(actor, role.organisation, role.kind),
        YES if actor.is_coordinator or _only_here(actor, role) else no("acts_elsewhere"),
    )


def imports_for(actor: Actor) -> QuerySet[ImportBatch]:
    return ImportBatch.objects.all() if actor.is_coordinator else ImportBatch.objects.none()


def may_import(actor: Actor) -> Verdict:
    return may_create(actor)


def may_undo_import(actor: Actor, batch: ImportBatch) -> Verdict:
    done = batch.undone_at is not None
    return all_of(may_import(actor), no("import_of_organisations_undone") if done else YES)


def _reaches(actor: Actor, organisation: Organisation, kind: str) -> Verdict:
    if actor.is_coordinator:
        return YES
    if actor.is_administrator:
        return YES if kind in (COORDINATOR, ADMINISTRATOR) else no("role_by_coordinator")
    if not actor.is_contact_point:
        return no("not_your_role")
    if organisation.pk not in actor.scope:
        return no("not_your_organisation")
    return YES if rules.kept_by_contact_point(kind) else no("role_by_coordinator")


def _only_here(actor: Actor, role: Role) -> bool:
    elsewhere = Role.objects.filter(person=role.person_id, until=None).exclude(organisation__in=actor.scope)
    return not elsewhere.exists() and not Account.objects.filter(person=role.person_id).exists()


def _is_last(role: Role) -> bool:
    others = Role.objects.filter(kind=role.kind, until=None, organisation__closed_at=None).exclude(pk=role.pk)
    return not others.exists()
