"""Handing out links, taking them back, and what their holder does at the door."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Model

from erasdu.ground.inserting import insert_unless_there
from erasdu.ground.journal import actions as journal
from erasdu.ground.links import access, queries, rules
from erasdu.ground.links.models import Code, Device, Link
from erasdu.ground.look.tongues import EVERYWHERE
from erasdu.ground.organisations.models import Role
from erasdu.ground.people.models import Person
from erasdu.ground.post.actions import write
from erasdu.kernel.actor import SYSTEM, Actor
from erasdu.kernel.keys import new_key
from erasdu.kernel.verdict import YES, Verdict, no


@transaction.atomic(savepoint=False)  # nobody goes on after it failed
def issue(
    person: Person,
    purpose: str,
    *,
    subject: Model,
    role: Role | None = None,
    audience: str = "",
    channel: str = "mail",
    at: datetime,
    days: int = 60,
    is_first: bool = False,
) -> Link:
    """The person's link to this subject. A live one is kept and lasts longer; `role`: works only while that does.

    `channel`: how its code comes; `audience`: which privacy notice its holder gets, when no role says it.
    `is_first`: nobody had one to this subject, as far as the caller knows.
    """
    if purpose not in settings.LINK_DOORS:
        raise ValueError(f"no door for {purpose!r} in settings.LINK_DOORS")
    about = {"purpose": purpose, "subject_kind": subject._meta.label_lower, "subject_pk": subject.pk}
    until = at + timedelta(days=days)
    for turn in range(2):
        read = turn > 0 or not is_first
        live = queries.live_about(person, purpose, subject) if read else None
        if live is not None:
            if (live.channel, live.audience) != (channel, audience):
                Link.objects.filter(pk=live.pk).update(channel=channel, audience=audience)
            live.channel, live.audience = channel, audience
            return _prolonged(live, role, until, at)
        made = _new(person, role, {**about, "channel": channel, "audience": audience}, at, until)
        if insert_unless_there(made):  # else another request made it at the same moment
            return made
    raise RuntimeError("the link could not be made")


def _new(person: Person, role: Role | None, about: dict[str, object], at: datetime, until: datetime) -> Link:
    key = new_key()
    hashed = rules.fingerprint(rules.token(settings.SECRET_KEY, key, 1))
    return Link(key=key, person=person, role=role, token_hash=hashed, created_at=at, expires_at=until, **about)


def prolong(keys: Collection[str], of: Person, *, at: datetime, days: int = 60) -> None:
    """These links of this person work for so long from now on; what was revoked stays dead."""
    if not keys:
        return
    for link in Link.objects.select_for_update().filter(key__in=keys, person=of, revoked_at=None).order_by("pk"):
        _prolonged(link, link.role, at + timedelta(days=days), at)


def _prolonged(link: Link, role: Role | None, until: datetime, at: datetime) -> Link:
    """An expired one gets a new token, so that an old mail stays dead."""
    link.role, expired = role, link.expires_at <= at
    link.expires_at = max(link.expires_at, until)
    link.save(update_fields=["role", "expires_at"])
    return _next_generation(link) if expired else link


def _next_generation(link: Link) -> Link:
    link.generation += 1
    link.token_hash = rules.fingerprint(queries.token_of(link))
    link.save(update_fields=["generation", "token_hash"])
    return link


@transaction.atomic
def reissue(link: Link, *, by: Actor, at: datetime, days: int = 60) -> Link:
    """A new token for the same thing; the old one is dead at once."""
    link = Link.objects.select_for_update().get(pk=link.pk)
    link.expires_at, link.revoked_at = at + timedelta(days=days), None
    link.save(update_fields=["expires_at", "revoked_at"])
    _next_generation(link)
    journal.record("link.reissued", subjects=[link], by=by, at=at)
    return link


@transaction.atomic
def revoke(link: Link, *, by: Actor, at: datetime) -> None:
    """Dead at the next request."""
    if Link.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at):
        journal.record("link.revoked", subjects=[link], by=by, at=at)


@transaction.atomic
def revoke_all(person: Person, *, at: datetime) -> int:
    """Every link and remembered device of a person, when their access ends."""
    Device.objects.filter(person=person, revoked_at=None).update(revoked_at=at)
    return Link.objects.filter(person=person, revoked_at=None).update(revoked_at=at)


@transaction.atomic
def send_code(link: Link, *, at: datetime) -> Verdict:
    """Send six digits to the stored address or number, never to one that the visitor gives.

    A code that staff hands out is not sent: the page says where it comes from.
    """
    if link.channel in rules.BY_STAFF:
        return YES
    if not (link.person.phone if link.channel == "text" else link.person.email):
        return no("holder_unreachable" if link.channel == "mail" else "holder_without_number")
    if queries.codes_since(link, at - rules.WHILE).count() >= rules.CODES_A_WHILE:
        return no("codes_too_many")
    code = _new_code(link, at, rules.CODE_LASTS)
    letter = f"links/letters/{'text_code' if link.channel == 'text' else 'code'}"
    once, medium = f"link-code:{code.salt}", "text" if link.channel == "text" else "mail"
    write(letter, to=link.person, once=once, at=at, code=code, confidential=True, medium=medium, languages=EVERYWHERE)
    return YES


def _new_code(link: Link, at: datetime, lasts: timedelta, by: int | None = None) -> Code:
    salt = secrets.token_hex(16)
    return Code.objects.create(link=link, salt=salt, channel=link.channel, by_id=by, sent_at=at, expires_at=at + lasts)


@transaction.atomic
def hand_out_code(link: Link, *, by: Actor, at: datetime) -> str:
    """The six digits for somebody at the school to hand over, post or put on the parents' account; the newest counts.

    Whoever lets this happen asked their own access first; the journal says who got to see a code.
    """
    access.may_hand_out(by, link).require()
    if queries.codes_since(link, at - timedelta(hours=1)).count() >= rules.CODES_A_WHILE:
        no("codes_too_many").require()
    Code.objects.filter(link=link, used_at=None).update(used_at=at)
    code = _new_code(link, at, rules.BY_STAFF[link.channel], by.person)
    journal.record("link.code_handed_out", subjects=[link], by=by, at=at, channel=link.channel)
    return queries.code_text(code)


def try_code(link: Link, typed: str, *, at: datetime) -> Verdict:
    """Each try is counted before it is compared, so that tries at the same moment count too."""
    if queries.tries_since(link, at - timedelta(hours=1)) >= rules.TRIES_AN_HOUR:
        return no("tries_too_many")
    code = queries.latest_code(link, at)
    if code is None:
        return no("code_spent")
    unused = Code.objects.filter(pk=code.pk, used_at=None, tries__lt=rules.TRIES_A_CODE)
    if not unused.update(tries=F("tries") + 1):
        return no("code_spent")
    if not rules.same(typed, queries.code_text(code)):
        return no("code_wrong")
    return YES if Code.objects.filter(pk=code.pk, used_at=None).update(used_at=at) else no("code_spent")


@transaction.atomic
def opened(link: Link, *, by: Actor, at: datetime) -> None:
    """The holder came in: kept with the link, and on the journal for who asks who was here."""
    Link.objects.filter(pk=link.pk, opened_at=None).update(opened_at=at)
    Link.objects.filter(pk=link.pk).update(used_at=at)
    journal.record("link.opened", subjects=[link], by=by, at=at)


@transaction.atomic
def remember(person: Person, cookie: str, label: str, *, at: datetime) -> Device:
    """This browser needs no code for 30 days."""
    values = {"label": label[:80], "since": at, "until": at + rules.DEVICE_LASTS, "revoked_at": None}
    return Device.objects.update_or_create(person=person, token_hash=rules.fingerprint(cookie), defaults=values)[0]


@transaction.atomic
def forget(device: Device, *, by: Actor, at: datetime) -> None:
    """The device asks for a code again."""
    access.may_forget(by.person, device).require()
    Device.objects.filter(pk=device.pk).update(revoked_at=at)


@transaction.atomic
def send_again(link: Link, *, at: datetime) -> bool:
    """Mail the link to the stored address: with a new token when its time ran out. False: too often, or no address."""
    if not link.person.email:
        return False
    expired = link.expires_at <= at
    if expired:
        link = reissue(link, by=SYSTEM, at=at)
    once = f"link-again:{link.key}:{secrets.token_hex(8)}"
    write("links/letters/again", to=link.person, once=once, at=at, link=link, languages=EVERYWHERE)
    return True
