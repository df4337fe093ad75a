"""A form writes what it shows and nothing else: every column of every table is sent along with every form."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.urls import resolve

from tests.security import scene
from tests.security.forms import Form, forms_on
from tests.security.scene import WHO, World

# It compares row numbers, which PostgreSQL never gives twice.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.usefixtures("clock")]

# Made anew each time: two of the same act differ in these.
RANDOM = {
    "secret",
    "secret_answers",
    "key",
    "token_hash",
    "salt",
    "lease",
    "join_code",
    "session_key",
    "password",
    "last_login",
    "once",
    "number",
    "closed",  # encrypted with a fresh nonce
}
# Of a file that is kept: its random name, and its length, as a paper has a code of its own on each page.
RANDOM_OF = {"vault.StoredFile": {"blob", "size"}}
KEY = re.compile("[2-9a-z]{14}")
MADE = re.compile("[2-9a-z]{14}|[0-9a-f]{64}")  # a key, or a hash over some
EVIL = "ingesmokkeld"
# Sent by every form and understood by the middleware or the view, or no form of ours.
LEFT_OUT = ("/accounts/logout/", "/i18n/", "/accounts/2fa/", "/accounts/email/")


def smuggled(world: World) -> dict[str, str]:
    """Column name → what somebody might want it to be, for every column of our tables."""
    found: dict[str, str] = {}
    for model in scene._models():
        if model.__module__.startswith("erasdu."):
            for field in model._meta.concrete_fields:
                for name in {field.name, field.attname}:
                    found[name] = _wanted(field, world)
    return found | {
        "role": str(world.b.contact.pk),
        "school": str(world.b.school.pk),
        "is_superuser": "on",
    }


def _wanted(field: models.Field, world: World) -> str:
    if isinstance(field, models.ForeignKey):
        return str(world.b.school.pk)
    if isinstance(field, models.DateTimeField):
        return "2001-02-03T04:05:06Z"
    if isinstance(field, models.DateField):
        return "2001-02-03"
    if isinstance(field, models.BooleanField):
        return "on"
    return "9" if isinstance(field, models.IntegerField) else EVIL


def every_form(client: Client, keys: dict[str, list[str]]) -> Iterator[tuple[str, Form]]:
    """Each form once: by where it goes and what it holds."""
    seen = set()
    for address in scene.addresses(keys, shown=True):
        answer = client.get(address)
        if answer.status_code != 200 or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        for form in forms_on(answer.content.decode(), address):
            known = (resolve(form.action.partition("?")[0]).view_name, tuple(sorted(form.fields)))
            if known not in seen and not form.action.startswith(LEFT_OUT):
                seen.add(known)
                yield address, form


def effect(client: Client, form: Form, body: dict[str, list[str]], before: Any) -> tuple[int, dict[str, Any]]:
    """Status, and what a POST changed: table → id → column → new value. Nothing of it stays."""
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.post(form.action, urlencode(body, doseq=True), content_type="application/x-www-form-urlencoded")
        after = scene.every_row()
        transaction.set_rollback(True)
    client.cookies = cookies
    cache.clear()
    return answer.status_code, _changed(before, after)


def _changed(before: Any, after: Any) -> dict[str, Any]:
    """New rows by their order: PostgreSQL does not give a number twice, also not after a rollback."""
    found = {
        label: sorted(ids, key=lambda pk: (isinstance(pk, str), pk))
        for label, ids in scene.changes(before, after).items()
    }
    made = {pk for label, ids in found.items() for pk in ids if pk not in before[label]}
    changed: dict[str, Any] = {}
    for label, ids in found.items():
        for place, pk in enumerate(ids):
            old, new = scene.named(label, before[label].get(pk)), scene.named(label, after[label].get(pk))
            told = {name: _plain(value, made) for name, value in new.items() if old.get(name) != value}
            columns = {name: value for name, value in told.items() if name not in RANDOM | RANDOM_OF.get(label, set())}
            changed[f"{label} {pk if pk in before[label] else f'made {place}'}"] = columns if new else "gone"
    return changed


@pytest.mark.parametrize("who", WHO)
def test_columns_sent_along_are_not_written(who: str, world: World) -> None:
    client, keys = scene.everybody(world)[who]
    extra, wrong, acted, tried = smuggled(world), [], 0, 0
    before = scene.every_row()
    for address, form in every_form(client, keys):
        body = form.filled()
        status, honest = effect(client, form, body, before)
        more = {name: [value] for name, value in extra.items() if name not in body}
        evil_status, evil = effect(client, form, body | more, before)
        tried += 1
        acted += bool(honest)
        if (status, honest) != (evil_status, evil):
            wrong.append((address, form.action, status, evil_status, _difference(honest, evil)))
    assert wrong == []
    assert tried > 2
    assert acted >= (0 if who in ("nobody",) else 1)


def _plain(value: object, made: set[Any]) -> object:
    """Details of a journal line without the keys made at that moment; numbers of new rows without the number."""
    if isinstance(value, dict):
        return {k: _plain(v, made) for k, v in value.items() if not KEY.fullmatch(str(v))}
    if isinstance(value, str) and MADE.fullmatch(value):
        return "made"
    return "made" if isinstance(value, int) and not isinstance(value, bool) and value in made else value


def _difference(honest: dict[str, Any], evil: dict[str, Any]) -> list[tuple[str, str, object, object]]:
    """Row, column, and what either made of it."""
    found = []
    for row in honest.keys() | evil.keys():
        one, other = honest.get(row) or {}, evil.get(row) or {}
        if "gone" in (one, other) or not (one and other):
            found.append((row, "", str(one)[:60], str(other)[:60]))
        else:
            found += [
                (row, c, one.get(c), other.get(c)) for c in one.keys() | other.keys() if one.get(c) != other.get(c)
            ]
    return found
