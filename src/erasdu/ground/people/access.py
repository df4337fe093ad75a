"""Who may do what to persons and accounts."""

from django.db.models import QuerySet

from erasdu.ground.people.models import Account, Person, Session
from erasdu.kernel.actor import ADMINISTRATOR, CONTACT_POINT, COORDINATOR, SYSTEM_ROLE, Actor
from erasdu.kernel.verdict import YES, Verdict, no

MAKERS = (COORDINATOR, ADMINISTRATOR, CONTACT_POINT, SYSTEM_ROLE)


def sessions_for(actor: Actor) -> QuerySet[Session]:
    """One's own only: nobody sees where another is signed in."""
    own = Session.objects.filter(account__person_id=actor.person) if actor.person else Session.objects.none()
    return own.order_by("-since", "-pk")


def may_make_account(actor: Actor) -> Verdict:
    return YES if actor.role in MAKERS else no("accounts_not_yours")


def may_update_person(actor: Actor, person: Person) -> Verdict:
    """Of others, contact points correct the details through their organisation."""
    own = actor.person == person.pk
    return YES if own or actor.role in (COORDINATOR, SYSTEM_ROLE) else no("person_not_yours")


def may_correct_address(actor: Actor, account: Account) -> Verdict:
    """Somebody mistyped it, so nobody could sign in; who did sign in proved the address and changes it alone."""
    if actor.role not in (COORDINATOR, SYSTEM_ROLE):
        return no("accounts_not_yours")
    return YES if account.last_login is None else no("address_by_person")


def may_end_access(actor: Actor) -> Verdict:
    return YES if actor.role in (COORDINATOR, ADMINISTRATOR, SYSTEM_ROLE) else no("accounts_not_yours")


def may_end_session(actor: Actor, session: Session) -> Verdict:
    return YES if actor.person and session.account.person_id == actor.person else no("session_not_yours")
