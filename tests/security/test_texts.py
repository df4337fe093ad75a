"""What somebody typed stays text: on pages, in sheets, in letters, in the address bar."""

import csv
import html
import io
import re
from email import policy
from email.parser import BytesParser
from typing import Any

import openpyxl
import pytest
from django.core import mail
from django.db import models
from django.test import Client
from django.urls import reverse

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.post.actions import compose, write
from erasdu.ground.post.models import Letter
from erasdu.office.outreach import actions as outreach
from tests.factories.candidacies import CandidacyFactory
from tests.factories.organisations import PersonFactory, RoleFactory
from tests.security import scene
from tests.security.scene import WHO, World

# Others walk the same pages on PostgreSQL.
pytestmark = [pytest.mark.on_sqlite, pytest.mark.django_db, pytest.mark.usefixtures("clock")]

MARK = "zqx"
# Short, so that they also fit in a name or a telephone number's column.
PAYLOADS = (
    f"<script>{MARK}</script>", f"\"><img src={MARK} onerror=a()>", f"'><svg/onload={MARK}>", f"=HYPERLINK(\"{MARK}\")",
    f"{{{{7*7}}}}{{% {MARK} %}}", f"</textarea><b {MARK}>", f"javascript:{MARK}()", f"@SUM({MARK})", f"-2+3+cmd|{MARK}",
    f"--><iframe src={MARK}>",
)  # fmt: skip
# What a browser would take for a tag of ours that is none: any of the payloads unescaped.
UNSAFE = re.compile(
    rf"<(script|img|svg|b|iframe)[^>]*{MARK}|<script>{MARK}|onerror=a\(\)>|href=[\"']?javascript:", re.I
)


def texts_of(model: type[models.Model]) -> list[models.Field]:
    """Columns of free text: not keys, choices, codes, states, addresses of mail or sites."""
    fixed = {"key", "state", "way", "once", "template", "join_code", "token_hash", "purpose", "subject_kind", "code",
             "language", "password", "email", "address", "which", "seq", "hash", "via", "role", "salt",
             "institution_number", "enterprise_number", "oid", "country", "website", "direction", "kind", "part",
             "criterion", "template_version", "sha256_nl", "sha256_en", "project_code", "about_kind", "last_error", "seat", "series",
             "lease", "follower", "form_key", "body", "location", "name", "sector", "occupation", "field",
             "final_sha256", "record_sha256", "record_file", "shown_sha256", "sha256", "final_file", "shown_file", "file", "stamp", "prev", "head", "channel", "method",
             "assurance", "attested_how", "medium", "frozen_code", "variant", "batch", "picture", "why", "blob", "keep",
             "media_type", "consent_language", "guardian_mode", "told_outcome", "outcome", "arrival", "answer", "what", "audience", "version"}  # fmt: skip
    named = {"organisations.Organisation": {"name"}, "selection.Complaint": {"answer"}}
    allowed = fixed - named.get(model._meta.label, set())
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField) and not field.choices and field.name not in allowed
        and not isinstance(field, models.EmailField | models.URLField)
    ]  # fmt: skip


def poison() -> int:
    """Write a payload into every free text of every row of ours; how many columns."""
    turn = columns = 0
    for model in scene._models():
        if not model.__module__.startswith("erasdu.") or model._meta.label in scene.UNSEEN | {"jobs.Job", "links.Code"}:
            continue
        fields = texts_of(model)
        columns += len(fields)
        for row in model._base_manager.all():
            values = {}
            for field in fields:
                turn += 1
                values[field.name] = PAYLOADS[turn % len(PAYLOADS)][: field.max_length or 200]
            if values:
                model._base_manager.filter(pk=row.pk).update(**values)
    _poison_forms()
    return columns


def _poison_forms() -> None:
    """The texts inside JSON: what a learner writes in the form."""
    profiles = scene.apps.get_model("candidacies", "Profile")._base_manager
    for row in profiles.all():
        texts = {name: PAYLOADS[place] for place, name in enumerate(("motivation", "difficult", "later"))}
        answers = dict.fromkeys(("good_at", "learn_work", "proud"), PAYLOADS[1])
        profiles.filter(pk=row.pk).update(texts_nl=texts, texts_en=texts, answers=answers)


@pytest.fixture
def world(world: World) -> World:
    assert poison() > 60
    return world


@pytest.mark.parametrize("who", WHO)
def test_on_every_page(who: str, world: World) -> None:
    client, keys = scene.everybody(world)[who]
    shown = 0
    for address in scene.addresses(keys):
        answer = client.get(address)
        assert answer.status_code < 500, address
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            body = answer.content.decode()
            shown += html.escape(f"<script>{MARK}") in body or MARK in body
            assert not UNSAFE.search(body), (address, UNSAFE.search(body))
    assert shown > (0 if who in ("nobody", "learner in a selection") else 2)


def test_what_is_typed_in_the_address_bar(world: World) -> None:
    """Searches, filters, sorts and codes come back escaped, also in pages that explain a mistake."""
    client = scene.signed_in(world.coordinator)
    call = world.calls[0].key
    for payload in PAYLOADS:
        for address in (
            reverse("candidates", args=[call]), reverse("organisations:index"), reverse("mail"), reverse("calls:index"),
            reverse("admissions:files", args=[call]), reverse("candidacies:join_by_code"), "/nowhere/",
        ):  # fmt: skip
            names = ("q", "sort", "page", "state", "school", "code", "next", "about", "stage", "group")
            answer = client.get(address, dict.fromkeys(names, payload))
            assert answer.status_code < 500, address
            assert not UNSAFE.search(answer.content.decode()), address


@pytest.mark.parametrize("sender", ["coordinator", "contact"])
def test_sheets_hold_no_formula(sender: str, world: World) -> None:
    role = world.coordinator if sender == "coordinator" else world.a.contact
    client, sheets = scene.signed_in(role), 0
    call = world.calls[1].key
    pages = [reverse("candidacies:candidates", args=[world.a.done.key]), reverse("candidates", args=[call]),
             reverse("organisations:index"), reverse("mail"), reverse("admissions:files", args=[call]),
             reverse("calls:schools", args=[call]), reverse("mobilities:index", args=[call])]  # fmt: skip
    for page in pages:
        for kind in ("csv", "xlsx"):
            answer = client.get(page, {"export": kind})
            if answer.status_code != 200 or "attachment" not in answer.headers.get("Content-Disposition", ""):
                continue
            sheets += 1
            content = b"".join(answer) if answer.streaming else answer.content
            for cell in from_csv(content) if kind == "csv" else from_xlsx(content):
                assert not re.match(r"^\s*[=+@\t\r-]\D", cell), (page, kind, cell)
    assert sheets >= 4


def from_csv(content: bytes) -> list[str]:
    text = content.decode("utf-8-sig")
    return [cell for row in csv.reader(io.StringIO(text), delimiter=";" if ";" in text[:200] else ",") for cell in row]


def from_xlsx(content: bytes) -> list[str]:
    """Cells that a spreadsheet would calculate; text that merely looks so is marked as text."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


LINES = ("Dag\r\nBcc: iedereen@evil.example", "Dag\nContent-Type: text/html\n\n<b>hallo", "Dag\x0bX-Evil: 1",
         "Dag\u2028Bcc: a@evil.example", "Dag\u0085Bcc: a@evil.example", "Dag%0d%0aBcc: a@evil.example")  # fmt: skip


@pytest.mark.parametrize("line", LINES, ids=range(len(LINES)))
def test_no_header_gets_into_a_letter(line: str, at: Any) -> None:
    """By a subject somebody types, a name, and the name of a school."""
    candidacy = CandidacyFactory(applied=True)
    by = actor_of(RoleFactory(coordinator=True))
    text = outreach.Text(line, f"Beste,\n\n{line}")
    outreach.send([candidacy], role="learner", text=text, by=by, at=at)
    person = PersonFactory(given_name=line[:80])
    context = {"subject": line, "body": line, "sender": person, "school": line}
    write("outreach/letters/message", to=person, once="naam", at=at, context=context)
    for letter in Letter.objects.all():
        assert not re.search(r"[\r\n\x00-\x1f\u2028\u2029\x85]", letter.subject), repr(letter.subject)
        message = mail.EmailMessage(letter.subject, letter.text, "ErasDu <a@b.example>", [letter.address]).message()
        read = BytesParser(policy=policy.default).parsebytes(message.as_bytes())
        assert read["Bcc"] is None
        assert read["X-Evil"] is None
        assert read.get_content_type() == "text/plain"


def test_a_text_is_not_read_as_a_template(world: World) -> None:
    subject, text = compose(
        "outreach/letters/message",
        "nl",
        {
            "subject": "{{ person.email }}",
            "body": "{% now 'Y' %} {{ person.phone }}",
            "person": world.coordinator.person,
            "sender": "",
            "school": "",
        },
    )
    assert "{{ person.email }}" in subject
    assert "{% now 'Y' %} {{ person.phone }}" in text


def test_nothing_typed_leads_to_another_site(world: World) -> None:
    for away in (
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "javascript:alert(1)",
    ):
        client = Client()
        answer = client.post("/i18n/setlang/", {"language": "en", "next": away})
        assert "evil" not in answer.headers.get("Location", "")
        page = scene.signed_in(world.a.contact).get("/nowhere/", headers={"Referer": away}).content.decode()
        assert "evil.example" not in page
        assert "javascript:" not in page
        entered = Client().get("/accounts/login/", {"next": away}).content.decode()
        assert f'href="{away}"' not in entered
        assert f'action="{away}"' not in entered
