"""Reading persons and accounts: the notice they are owed, where they are signed in, what protects them."""

from datetime import datetime
from functools import cache
from pathlib import Path

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.sessions.models import Session as StoredSession
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Organisation
from erasdu.ground.organisations.queries import account_roles
from erasdu.ground.people import access
from erasdu.ground.people.models import Account, NoticeGiven, Person, Session
from erasdu.ground.people.rules import AUDIENCES, Notice, parse
from erasdu.ground.prepared import Prepared
from erasdu.kernel.actor import Actor

NOTICES = Path(__file__).parent / "notices"
STRONG = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


@cache
def _written(audience: str, language: str) -> str:
    return (NOTICES / f"{audience}.{language}.md").read_text(encoding="utf-8")


@cache
def notice_languages(audience: str) -> tuple[str, ...]:
    """The languages in which the notice is written."""
    return tuple(code for code in EVERYWHERE if (NOTICES / f"{audience}.{code}.md").exists())


def notice(audience: str, language: str = "") -> Notice:
    """The notice as it is now, in the reader's language, with who to ask. ValueError for an unknown audience."""
    if audience not in AUDIENCES:
        raise ValueError(f"no privacy notice for {audience!r}")
    asked = (language or get_language() or "nl")[:2]
    known = asked if asked in notice_languages(audience) else "en"
    whom = Organisation.objects.filter(kind=Organisation.Kind.COORDINATOR, closed_at=None).order_by("pk").first()
    name, reach = (whom.name, whom.email or whom.phone) if whom else ("ErasDu", "")
    contact = f"{reach} ({name})" if reach else name
    text = _written(audience, known).replace("{contact} ({coordinator})", contact)
    return parse(audience, text.replace("{coordinator}", name))


def version(audience: str) -> str:
    """Without the database: the version that must be recorded."""
    return parse(audience, _written(audience, "nl")).version


def notice_due(person: int, audience: str) -> bool:
    """True until the person has read the present version on the screen."""
    if audience not in AUDIENCES:
        return False
    read = NoticeGiven.objects.filter(person_id=person, audience=audience, version=version(audience))
    return not read.exclude(read_at=None).exists()


def account_for_sign_in(email: str) -> Account | None:
    """The account of this address when it may come in: active, with at least one role that goes on."""
    account = Account.objects.filter(email__iexact=email, is_active=True).select_related("person").first()
    return account if account is not None and may_come_in(account) else None


def may_come_in(account: Account) -> bool:
    return account.is_active and account.person.erased_at is None and bool(account_roles(account.person_id))


def account_of(person: Person) -> Account | None:
    return Account.objects.filter(person=person).first()


def sessions(actor: Actor, at: datetime) -> list[Session]:
    """Where one is signed in now, newest first."""
    stored = StoredSession.objects.filter(session_key=OuterRef("session_key"), expire_date__gt=at)
    return list(access.sessions_for(actor).filter(Exists(stored)))


def factors(account: Account) -> dict[str, int]:
    """How many passkeys, authenticator apps and sets of recovery codes an account has."""
    types = Authenticator.objects.filter(user=account).values_list("type", flat=True)
    return {kind.value: list(types).count(kind.value) for kind in Authenticator.Type}


def has_second_factor(account: Account) -> bool:
    return bool(Authenticator.objects.filter(user=account, type__in=STRONG).exists())


def has_verified_address(account: Account) -> bool:
    return bool(EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists())


def was_here_before(account: Account, label: str) -> bool:
    """Whether this kind of browser was ever used; true for the very first sign-in."""
    known = Session.objects.filter(account=account)
    return known.filter(label=label).exists() or not known.exists()


# Domains that can never belong to anybody (RFC 2606): who signs in with one is invented.
NOBODYS = (".invalid", ".example", ".test", "@example.org", "@example.com", "@example.net")


def _real() -> QuerySet[Account, tuple[int]]:
    invented = Q()
    for ending in NOBODYS:
        invented |= Q(email__iendswith=ending)
    return Account.objects.exclude(invented).values_list("pk")[:1]


REAL = Prepared(_real)


def real_accounts() -> bool:
    """Is there an account that can be a real person's?"""
    return bool(REAL.of())


def in_demo() -> bool:
    """Demo mode holds: its setting is on, and nobody real has an account. Then mails stay in the mailbox page."""
    return bool(settings.DEMO and not settings.PRODUCTION and not real_accounts())
