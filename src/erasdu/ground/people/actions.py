"""What is done to persons, accounts and their access."""

import secrets
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sessions.models import Session as StoredSession
from django.db import IntegrityError, transaction
from django.db.models import F

from erasdu.ground.journal import actions as journal
from erasdu.ground.links import actions as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.limits import Limit
from erasdu.ground.organisations.models import Role
from erasdu.ground.people import access, queries
from erasdu.ground.people.models import Account, NoticeGiven, Person, Session
from erasdu.ground.post.actions import hasten, write
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.verdict import Refused, no

WRONG_CODES = Limit("wrong-code", 100, 12 * 3600)
LOCKED = timedelta(seconds=WRONG_CODES.seconds)


@transaction.atomic
def find_or_make_person(
    given_name: str, family_name: str, email: str = "", phone: str = "", language: str = "nl", *, at: datetime
) -> Person:
    """The person with this address and this name, or a new one; the address alone a family may share."""
    same = Person.objects.filter(given_name__iexact=given_name, family_name__iexact=family_name, erased_at=None)
    known = same.filter(email__iexact=email).order_by("pk").first() if email else None
    return known or Person.objects.create(
        given_name=given_name, family_name=family_name, email=email, phone=phone, language=language, created_at=at
    )


@transaction.atomic
def update_person(
    person: Person,
    *,
    by: Actor,
    at: datetime,
    revision: int,
    given_name: str,
    family_name: str,
    phone: str,
    language: str,
) -> None:
    """One's own details over those of `revision`; `Stale` when somebody was first. The address has its own way."""
    access.may_update_person(by, person).require()
    values = {"given_name": given_name, "family_name": family_name, "phone": phone, "language": language}
    if not Person.objects.filter(pk=person.pk, revision=revision).update(**values, revision=F("revision") + 1):
        raise Stale
    person.refresh_from_db()
    journal.record("person.updated", subjects=[person], by=by, at=at)


@transaction.atomic
def make_account(person: Person, *, by: Actor, at: datetime) -> Account:
    """The person's account, which signs in with the stored address; the same one when it exists."""
    access.may_make_account(by).require()
    if known := queries.account_of(person):
        return known
    if not person.email:
        no("account_address_missing").require()
    account = Account(person=person, email=person.email.lower(), created_at=at)
    account.set_unusable_password()
    if Account.objects.filter(email__iexact=person.email).exists():
        no("account_address_taken").require()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError:
        raise Refused(no("account_address_taken")) from None
    keep_address(account)
    journal.record("account.made", subjects=[person], by=by, at=at)
    return account


def keep_address(account: Account) -> None:
    """The library keeps addresses in a table of its own: one row, the account's."""
    EmailAddress.objects.get_or_create(
        user=account, email=account.email.lower(), defaults={"verified": True, "primary": True}
    )


@transaction.atomic
def invite(person: Person, *, role: Role, by: Actor, at: datetime) -> Account:
    """Mail somebody who was given a role how to sign in; once for a role."""
    account = make_account(person, by=by, at=at)
    _mail_invitation(person, role, once=f"invitation:{role.pk}", at=at)
    journal.record("person.invited", subjects=[person, role.organisation], by=by, at=at, role_id=role.pk)
    return account


def _mail_invitation(person: Person, role: Role, *, once: str, at: datetime) -> None:
    context = {"role": role, "organisation": role.organisation, "site": settings.SITE_URL}
    write("people/letters/invitation", to=person, once=once, at=at, context=context)


@transaction.atomic
def correct_address(account: Account, email: str, *, role: Role, by: Actor, at: datetime) -> None:
    """A mistyped address of somebody who never signed in; the invitation for `role` goes to the right one."""
    access.may_correct_address(by, account).require()
    person, address = account.person, email.lower()
    try:
        with transaction.atomic():
            changed = Account.objects.filter(pk=account.pk, last_login=None).update(email=address)
    except IntegrityError:
        raise Refused(no("account_address_taken")) from None
    if not changed:
        no("address_by_person").require()
    account.refresh_from_db()
    EmailAddress.objects.filter(user=account).delete()
    keep_address(account)
    Person.objects.filter(pk=person.pk).update(email=email)
    person.refresh_from_db()
    _mail_invitation(person, role, once=f"invitation:{role.pk}:{address}", at=at)
    journal.record("account.address_corrected", subjects=[person], by=by, at=at, role_id=role.pk)


@transaction.atomic
def end_access(person: Person, *, at: datetime, by: Actor = SYSTEM) -> None:
    """Sessions, links and remembered devices are dead at the next request. Roles are ended by organisations."""
    access.may_end_access(by).require()
    links.revoke_all(person, at=at)
    if account := queries.account_of(person):
        _end_sessions(account, keep="")
    journal.record("person.access_ended", subjects=[person], by=by, at=at)


@transaction.atomic
def sign_out_everywhere(account: Account, *, keep: str, by: Actor, at: datetime) -> None:
    """All sessions but the one with the key `keep`; its holder must be given the new secret."""
    access.may_update_person(by, account.person).require()
    _end_sessions(account, keep=keep)
    journal.record("account.sessions_ended", subjects=[account.person], by=by, at=at)


def _end_sessions(account: Account, *, keep: str) -> None:
    """A new secret makes every session worthless, also one that is not on the list."""
    account.set_unusable_password()
    account.save(update_fields=["password"])
    rest = Session.objects.filter(account=account).exclude(session_key=keep)
    StoredSession.objects.filter(session_key__in=list(rest.values_list("session_key", flat=True))).delete()
    rest.delete()


def moved(account: Account, *, was: str, now: str) -> None:
    """A session that got a new key stays on the list."""
    Session.objects.filter(account=account, session_key=was).update(session_key=now)


@transaction.atomic
def end_session(session: Session, *, by: Actor, at: datetime) -> None:
    access.may_end_session(by, session).require()
    StoredSession.objects.filter(session_key=session.session_key).delete()
    Session.objects.filter(pk=session.pk).delete()


@transaction.atomic
def signed_in(account: Account, *, session_key: str, label: str, at: datetime) -> None:
    """Put the browser on the list, and tell the person when it is one of a kind never seen before."""
    if not queries.was_here_before(account, label):
        context = {"label": label, "moment": at, "site": settings.SITE_URL}
        once = f"new-browser:{account.pk}:{session_key[:12]}"
        write("people/letters/new_browser", to=account.person, once=once, at=at, context=context)
    values = {"account": account, "label": label[:80], "since": at}
    Session.objects.update_or_create(session_key=session_key, defaults=values)
    journal.record("account.signed_in", subjects=[account.person], by=Actor(account.person_id, "account"), at=at)


@transaction.atomic
def address_changed(account: Account, *, at: datetime) -> None:
    """After the new address was proved with a code: the person has it too."""
    Person.objects.filter(pk=account.person_id).update(email=account.email, revision=F("revision") + 1)
    journal.record("account.address_changed", subjects=[account.person], by=Actor(account.person_id, "account"), at=at)


def try_counts(email: str, *, at: datetime) -> bool:
    """Count one try with a code for this address, known or not; False when it is locked.

    Counted before it is compared, so that tries at the same moment count too. The hundredth locks and warns.
    """
    if not WRONG_CODES.take(email):
        return False
    if WRONG_CODES.is_full(email) and (account := Account.objects.filter(email__iexact=email).first()):
        _lock(account, at)
    return True


@transaction.atomic
def _lock(account: Account, at: datetime) -> None:
    context = {"until": at + LOCKED, "site": settings.SITE_URL}
    once = f"locked:{account.pk}:{secrets.token_hex(8)}"
    write("people/letters/locked", to=account.person, once=once, at=at, context=context)
    journal.record("account.locked", subjects=[account.person], by=SYSTEM, at=at)


def try_was_right(email: str) -> None:
    """A right code does not count towards the lock."""
    WRONG_CODES.give_back(email)


def is_locked(email: str) -> bool:
    return WRONG_CODES.is_full(email)


@transaction.atomic
def give_notice(person: Person, audience: str, way: str, *, at: datetime) -> NoticeGiven:
    """Record that the present version was read on the `screen`, or went by `mail`."""
    seen = {"read_at": at, "way": way} if way == "screen" else {}
    first = {"language": person.language, "way": way, "at": at, "read_at": seen.get("read_at")}
    given, new = NoticeGiven.objects.update_or_create(
        person=person, audience=audience, version=queries.version(audience), defaults=seen, create_defaults=first
    )
    if new or seen:
        journal.record("notice.given", subjects=[person], by=SYSTEM, at=at, audience=audience, way=way)
    return given


@transaction.atomic
def owe_notice(person: Person, audience: str, *, at: datetime, due: datetime | None = None) -> bool:
    """Mail the notice to somebody whom others entered: once for a version. False when it was, or cannot be, mailed.

    `due`: not before that moment, unless somebody writes to them sooner (`hasten_notice`).
    """
    now = queries.version(audience)
    if not person.email or NoticeGiven.objects.filter(person=person, audience=audience, version=now).exists():
        return False
    context = {"notice": queries.notice(audience, person.language), "site": settings.SITE_URL}
    once, spoken = f"notice:{person.pk}:{audience}:{now}", queries.notice_languages(audience)
    write("people/letters/notice", to=person, once=once, at=at, due=due, context=context, languages=spoken)
    give_notice(person, audience, "mail", at=due or at)
    return True


@transaction.atomic
def hasten_notice(person: Person, audience: str, *, at: datetime) -> None:
    """The first thing that somebody reads of us comes with the notice, also when that was to wait."""
    now = queries.version(audience)
    if hasten(f"notice:{person.pk}:{audience}:{now}", at=at):
        given = NoticeGiven.objects.filter(person=person, audience=audience, version=now, way="mail")
        given.update(at=at)
