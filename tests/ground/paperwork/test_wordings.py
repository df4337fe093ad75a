"""The coordinator's own work on texts: explanations that a named person confirmed."""

from dataclasses import replace
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from erasdu.config.management.commands import doctor
from erasdu.ground.links import queries as links
from erasdu.ground.look.edits import Stale
from erasdu.ground.look.words import collected
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions, papers, queries
from erasdu.ground.paperwork.forms import WordingForm, texts_of
from erasdu.ground.paperwork.models import Confirmation, Wording
from erasdu.ground.paperwork.queries import fitting
from erasdu.ground.paperwork.rules import parse_content, write_content
from erasdu.kernel.typeset import page_texts
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.ground.paperwork import scene

pytestmark = pytest.mark.django_db
CODE = "candidacies.guardian_approval"


@pytest.fixture
def coordinator(clock):
    return RoleFactory(coordinator=True)


@pytest.mark.requirement("R25")
def test_an_explanation_is_confirmed_by_name_and_signers_see_it(client: Client, client_as, coordinator, at) -> None:
    staff = client_as(coordinator)
    unread = scene.come_in(client, scene.signer_of(scene.guardian_paper(at)), code="").content.decode()
    assert "Nikt jeszcze nie przeczytał i nie potwierdził tego tekstu" in unread
    assert b"Ewa Kowalska" not in staff.get("/papers/explanations/").content
    page = staff.get(f"/papers/explanations/{CODE}/pl/")
    digest = page.context["form"].initial["digest"]
    answer = staff.post(f"/papers/explanations/{CODE}/pl/", {"name": "Ewa Kowalska", "digest": digest}, follow=True)
    assert answer.content.count(b"Ewa Kowalska") == 2, "told, and kept in the list"
    assert Confirmation.objects.get().by == coordinator.person
    page = scene.come_in(client, scene.signer_of(scene.guardian_paper(at)), code="")
    assert "Ewa Kowalska" in page.content.decode()
    assert "Nikt jeszcze nie przeczytał" not in page.content.decode()


def test_a_door_says_in_polish_where_the_code_comes_from_and_what_the_notice_is(client: Client, at) -> None:
    """Neither page itself speaks Polish."""
    signer = scene.signer_of(scene.guardian_paper(at))
    code = client.post("/l/open/", {"token": links.token_of(signer.link)}, follow=True).content.decode()
    assert '<div class="notice" lang="pl" dir="ltr"><p>Kod przychodzi osobno' in code
    page = client.post("/l/code/", {"code": scene.newest_code(signer.link)}, follow=True)
    assert page.redirect_chain[-1][0].startswith("/l/notice/") or "notice" in page.redirect_chain[-1][0]
    assert "<p>Na tej stronie jest napisane, co robimy z Państwa danymi" in page.content.decode()


def test_a_text_that_changed_asks_for_another_reader(coordinator, at, monkeypatch) -> None:
    kind, by = papers.kind(CODE), actor_of(coordinator)
    read = queries.explained_one(kind, "pl")
    actions.confirm_explanation(kind, "pl", digest=read.digest, name="Ewa", by=by, at=at)
    assert queries.explained_one(kind, "pl").name == "Ewa"
    monkeypatch.setattr(papers, "explanation_of", lambda kind, language: papers.explanations._explanation(
        kind.folder / "explanations" / f"{kind.name}.de.toml"
    ))  # fmt: skip
    assert queries.explained_one(kind, "pl").name == ""
    with pytest.raises(Stale):
        actions.confirm_explanation(kind, "pl", digest=read.digest, name="Ewa", by=by, at=at)


def test_a_name_is_needed_and_unknown_texts_are_not_found(client_as, coordinator) -> None:
    staff = client_as(coordinator)
    answer = staff.post(f"/papers/explanations/{CODE}/pl/", {"name": "  ", "digest": "x"})
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"]
    assert staff.get(f"/papers/explanations/{CODE}/xx/").status_code == 404
    assert staff.get("/papers/explanations/nothing.such/pl/").status_code == 404


ADDRESSES = [
    "logo/",
    "explanations/",
    f"explanations/{CODE}/pl/",
    "texts/",
    f"texts/{CODE}/nl/",
    f"texts/{CODE}/nl/preview.pdf",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_the_coordinator_alone_edits(client: Client, client_as, clock, address: str) -> None:
    assert client.get(f"/papers/{address}").status_code in (302, 403)
    assert client_as(RoleFactory(contact_point=True)).get(f"/papers/{address}").status_code == 404


def test_the_list_asks_the_database_once(client_as, coordinator, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        assert all(lines for _kind, lines in queries.explained())


COMPANY = "candidacies.company_approval"
TEXT = f"/papers/texts/{COMPANY}/nl/"


def typed(page, **changed: str) -> dict[str, str]:
    """What the form had, with some fields changed."""
    form = page.context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: str(value) for name, value in (shown | changed).items() if value is not None}


@pytest.mark.requirement("R25")
def test_a_published_text_is_for_new_papers_and_open_ones_keep_theirs(client_as, coordinator, at) -> None:
    staff = client_as(coordinator)
    before = scene.company_paper(at)
    page = staff.get(TEXT)
    page = staff.post(TEXT, typed(page, title="Akkoord van het bedrijf"), follow=True)
    assert queries.wording(papers.kind(COMPANY), "nl")[1] == 0, "a draft is used by nobody"
    assert [change.clause for change in page.context["since_in_force"]] == ["_head"]
    staff.post(f"{TEXT}publish/")
    after = scene.company_paper(at)
    assert (after.data["title"], after.content_version) == ("Akkoord van het bedrijf", 1)
    before.refresh_from_db()
    assert before.data["title"] != after.data["title"]
    line = next(line for line in queries.text_lines() if (line.kind.code, line.language) == (COMPANY, "nl"))
    assert (line.version, line.older, line.draft) == (1, 1, False)
    staff.post(f"{TEXT}shipped/")
    assert queries.wording(papers.kind(COMPANY), "nl")[0] == papers.content_of(papers.kind(COMPANY), "nl")


@pytest.mark.parametrize(
    ("field", "text"), [("text_0", "{nobody_knows}"), ("text_0", "{Learner}"), ("title", "{nobody}"), ("text_0", "")]
)
def test_what_cannot_be_used_is_said_at_its_clause(client_as, coordinator, field: str, text: str) -> None:
    staff = client_as(coordinator)
    answer = staff.post(TEXT, typed(staff.get(TEXT), **{field: text}))
    assert field in answer.context["form"].errors
    assert queries.draft_of(papers.kind(COMPANY), "nl") is None


@pytest.mark.requirement("R25")
def test_what_signers_agree_to_and_are_asked_is_worded_too(client: Client, client_as, coordinator, at) -> None:
    staff = client_as(coordinator)
    agreed = "Ik mag dit beslissen en vind het goed."
    page = staff.post(
        TEXT,
        typed(staff.get(TEXT), consent_company=agreed, asked_answer_label="Mag het?", short="Akkoord"),
        follow=True,
    )
    assert [change.clause for change in page.context["since_in_force"]] == ["_consent_company", "_question_answer"]
    staff.post(f"{TEXT}publish/")
    paper = scene.company_paper(at)
    assert paper.data["consent"] == {"company": agreed}
    assert paper.data["short"] == "Akkoord"
    shown = scene.come_in(client, scene.signer_of(paper)).content.decode()
    assert agreed in shown
    assert "Mag het?" in shown
    staff.post(f"{TEXT}shipped/")
    assert queries.wording(papers.kind(COMPANY), "nl")[0].consent != {"company": agreed}


@pytest.mark.parametrize("field", ["consent_company", "asked_answer_label", "short"])
@pytest.mark.parametrize("text", ["{learner} is akkoord", "Akkoord {", ""])
def test_nothing_is_filled_in_beside_the_box(client_as, coordinator, field: str, text: str) -> None:
    staff = client_as(coordinator)
    answer = staff.post(TEXT, typed(staff.get(TEXT), **{field: text}))
    assert field in answer.context["form"].errors
    assert queries.draft_of(papers.kind(COMPANY), "nl") is None


EVERY = [(kind.code, language) for kind in papers.kinds().values() for language in kind.languages]


@pytest.mark.parametrize(("code", "language"), EVERY)
def test_every_kind_is_worded_and_left_as_it_is_stays_the_same(coordinator, code: str, language: str) -> None:
    kind = papers.kind(code)
    content = queries.editable(kind, language)
    assert content == papers.content_of(kind, language)
    form = WordingForm(texts_of(kind, content), kind=kind, language=language, content=content)
    assert form.is_valid(), form.errors
    assert form.content == content
    assert {bound.name for group in form.groups for bound in group.fields} == set(form.fields)


CV = "/papers/texts/candidacies.cv/en/"


def test_a_paper_with_a_drawing_of_its_own_has_its_titles_and_sentences(client_as, coordinator) -> None:
    staff, kind = client_as(coordinator), papers.kind("candidacies.cv")
    about = [clause.code for clause in papers.content_of(kind, "en").clauses].index("about")
    for wrong in ("- a list", "| a | pair |", "{*hobbies}", "Likes {hobbies_of_all}"):
        answer = staff.post(CV, typed(staff.get(CV), **{f"text_{about}": wrong}))
        assert f"text_{about}" in answer.context["form"].errors, wrong
    changed = {f"title_{about}": "Who I am", f"text_{about}": "In the words of {name}.", "lead": "For {name}’s stay."}
    page = staff.post(CV, typed(staff.get(CV), **changed), follow=True)
    assert [change.clause for change in page.context["since_in_force"]] == ["_head", "about"]
    written = queries.being_written(kind, "en").clauses[about]
    assert written.text.startswith("In the words of {name}.\n\n{*sentences}")
    told = " ".join(" ".join(page_texts(staff.get(f"{CV}preview.pdf").content)).split())
    name = str(papers.specimen_facts(kind.code, "en")["name"])
    for said in ("Who I am", f"In the words of {name}.", f"For {name}’s stay.", "Character"):
        assert said in told, said
    assert "About me" not in told
    staff.post(f"{CV}publish/")
    assert queries.editable(kind, "en").clauses[about] == written


def test_when_a_clause_stands_is_said_in_words() -> None:
    known = collected("CONDITIONS")
    for kind in papers.kinds().values():
        for clause in papers.content_of(kind, "en").clauses:
            whole = {f"{clause.when.partition('=')[0]}={each}" for each in clause.when.partition("=")[2].split("|")}
            assert not clause.when or clause.when in known or whole <= known.keys(), (kind.code, clause.when)


def test_two_who_edit_see_both_texts(client_as, coordinator) -> None:
    staff = client_as(coordinator)
    page = staff.get(TEXT)
    staff.post(TEXT, typed(page, title="Eerst"))
    answer = staff.post(TEXT, typed(page, title="Daarna"))
    assert "Daarna" in answer.context["mine"]
    assert "Eerst" in answer.context["theirs"]
    assert queries.draft_of(papers.kind(COMPANY), "nl").revision == 0


def test_a_draft_is_seen_as_pdf_and_thrown_away(client_as, coordinator) -> None:
    staff = client_as(coordinator)
    staff.post(TEXT, typed(staff.get(TEXT), title="Probeersel"))
    assert staff.get(f"{TEXT}preview.pdf").content.startswith(b"%PDF-")
    staff.post(f"{TEXT}drop/")
    assert queries.draft_of(papers.kind(COMPANY), "nl") is None


def test_every_shipped_text_is_written_and_read_back() -> None:
    for kind in papers.kinds().values():
        for language in kind.languages:
            content = papers.content_of(kind, language)
            assert parse_content(write_content(content)) == content


def png() -> bytes:
    drawing = BytesIO()
    Image.new("RGB", (900, 300), "teal").save(drawing, "PNG")
    return drawing.getvalue()


SVG = (
    b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 90 30'><style>.a{fill:teal}</style>"
    b"<circle class='a' cx='15' cy='15' r='14' onclick='x()'/><path d='M40 5h40v20h-40z'/></svg>"
)


@pytest.mark.parametrize(("name", "drawing"), [("logo.png", png()), ("logo.svg", SVG)])
def test_a_picture_stands_on_new_papers_until_it_is_taken_away(client_as, coordinator, at, name, drawing) -> None:
    staff = client_as(coordinator)
    plain = staff.get("/papers/logo/preview.pdf").content
    sent = {"file": SimpleUploadedFile(name, drawing), "alt": "Stad Voorbeeld"}
    answer = staff.post("/papers/logo/", sent, follow=True)
    assert "onclick" not in answer.context["logo"].svg
    assert answer.context["logo"].alt == "Stad Voorbeeld"
    pictured = staff.get("/papers/logo/preview.pdf").content
    assert pictured.startswith(b"%PDF-")
    assert len(pictured) > len(plain)
    assert scene.company_paper(at).data["logo"]["alt"] == "Stad Voorbeeld"
    staff.post("/papers/logo/end/")
    assert queries.logo() is None


@pytest.mark.parametrize("data", [b"", b"<svg onload='x'/>", b"%PDF-1.7 nothing"])
def test_what_is_no_picture_is_refused_at_the_field(client_as, coordinator, data: bytes) -> None:
    answer = client_as(coordinator).post("/papers/logo/", {"file": SimpleUploadedFile("a.png", data), "alt": "x"})
    assert answer.context["form"].errors["file"]
    assert queries.logo() is None


@pytest.mark.parametrize("address", [f"{TEXT}publish/", f"{TEXT}drop/", f"{TEXT}shipped/", "/papers/logo/end/", TEXT])
def test_nobody_else_changes_a_text(client_as, clock, address: str) -> None:
    assert client_as(RoleFactory(contact_point=True)).post(address).status_code == 404
    assert not Wording.objects.exists()


def test_the_texts_ask_the_database_twice(client_as, coordinator, at, django_assert_num_queries) -> None:
    actions.back_to_shipped(papers.kind(COMPANY), "nl", by=actor_of(coordinator), at=at)
    with django_assert_num_queries(2):
        assert [line.version for line in queries.text_lines()].count(1) == 1


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60).map(lambda text: text.replace("\r", " "))


@given(title=TEXTS, lead=TEXTS, clause=TEXTS)
def test_whatever_is_typed_is_read_back(title: str, lead: str, clause: str) -> None:
    content = papers.content_of(papers.kind(COMPANY), "nl")
    first = replace(content.clauses[0], title=title, text=clause.strip())
    edited = replace(content, title=title, lead=lead, clauses=(first, *content.clauses[1:]))
    assert parse_content(write_content(edited)) == edited


# -- versions that went before, and texts that no longer fit ------------------------------------------


def published(coordinator, at, title: str, *, language: str = "nl") -> Wording:
    kind, by = papers.kind(CODE), actor_of(coordinator)
    content = replace(queries.editable(kind, language), title=title)
    draft = actions.write_text(kind, language, content, revision=-1, by=by, at=at)
    actions.publish(draft, kind, by=by, at=at)
    return draft


def test_an_older_version_is_read_with_what_the_next_one_changed(client_as, coordinator, at) -> None:
    published(coordinator, at, "Eerste titel")
    published(coordinator, at, "Tweede titel")
    actions.back_to_shipped(papers.kind(CODE), "nl", by=actor_of(coordinator), at=at)
    staff = client_as(coordinator)
    assert staff.get(f"/papers/texts/{CODE}/nl/").content.count(f"/papers/texts/{CODE}/nl/".encode()) >= 3
    page = staff.get(f"/papers/texts/{CODE}/nl/1/").content.decode()
    assert page.index("Eerste titel") < page.index("Tweede titel") or "paper-after" in page
    assert "Eerste titel" in page
    assert "Tweede titel" in page
    assert "<form method" not in page.partition("<main")[2].partition("</main")[0]
    shipped = papers.content_of(papers.kind(CODE), "nl").title
    assert shipped in staff.get(f"/papers/texts/{CODE}/nl/2/").content.decode()
    assert staff.get(f"/papers/texts/{CODE}/nl/3/").status_code == 200
    assert staff.get(f"/papers/texts/{CODE}/nl/9/").status_code == 404


@pytest.fixture
def kind_that_changed(coordinator, at, monkeypatch):
    """A text was published, and then the program came to need one clause more."""
    published(coordinator, at, "Mijn titel")
    content_of = papers.content_of

    def grown(kind, language):
        shipped = content_of(kind, language)
        more = replace(shipped.clauses[0], code="brand_new")
        return replace(shipped, clauses=(*shipped.clauses, more)) if kind.code == CODE else shipped

    monkeypatch.setattr(papers, "content_of", grown)
    fitting.forget()
    yield papers.kind(CODE)
    fitting.forget()


@pytest.mark.requirement("R25")
def test_a_text_that_no_longer_fits_is_not_used_and_the_coordinator_is_told(
    client_as, coordinator, at, kind_that_changed
) -> None:
    kind = kind_that_changed
    content, version = queries.wording(kind, "nl")
    assert (content.title, version) == (papers.content_of(kind, "nl").title, 0)
    staff = client_as(coordinator)
    assert b"clause.brand_new" in staff.get(f"/papers/texts/{CODE}/nl/").content
    assert b"notice-blocking" in staff.get("/papers/texts/").content
    assert b"/papers/texts/" in staff.get("/").content
    assert [(found.code, language, where) for found, language, where in queries.unfit_texts()] == [
        (CODE, "nl", "clause.brand_new")
    ]
    assert doctor.texts().fault
    published(coordinator, at, "Mijn titel")
    assert queries.wording(kind, "nl")[0].title == "Mijn titel"
    assert queries.unfit_texts() == []
    assert not doctor.texts().fault


def test_a_draft_of_before_is_not_published(coordinator, at, monkeypatch) -> None:
    kind, by = papers.kind(CODE), actor_of(coordinator)
    draft = actions.write_text(kind, "nl", queries.editable(kind, "nl"), revision=-1, by=by, at=at)
    shipped = papers.content_of(kind, "nl")
    monkeypatch.setattr(papers, "content_of", lambda kind, language: replace(shipped, clauses=shipped.clauses[1:]))
    with pytest.raises(Refused, match="wording_faulty"):
        actions.publish(draft, kind, by=by, at=at)
