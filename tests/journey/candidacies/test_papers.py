"""The CV on paper: complete, conforming, without what does not belong on it."""

from dataclasses import asdict, replace

import pytest
from django.test import Client

from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.papers import content_of
from erasdu.ground.paperwork.papers import kind as paper_kind
from erasdu.journey.candidacies import papers, queries
from erasdu.kernel.typeset import page_texts, self_check
from tests.conftest import AT
from tests.factories.candidacies import CandidacyFactory, GuardianFactory
from tests.factories.organisations import RoleFactory

pytestmark = pytest.mark.django_db


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, list | tuple):
        return [text for each in value for text in texts(each)]
    return []


@pytest.mark.requirement("R25")
def test_every_text_is_printed_and_the_same_again() -> None:
    row = CandidacyFactory(applied=True, learner__family_name="Ünal-Şimşek يونس")
    row.profile.hobbies = ["sport", "reading"]
    cv = queries.cv(row)
    pdf = papers.pdf(cv, at=AT)
    assert self_check(pdf, [text for value in asdict(cv).values() for text in texts(value) if text != cv.status]) == []
    assert papers.pdf(cv, at=AT) == pdf


def test_a_draft_says_so_and_contact_data_are_on_a_sheet_of_their_own() -> None:
    row = CandidacyFactory(complete=True)
    pages = page_texts(papers.pdf(queries.cv(row), at=AT))
    assert "This is a draft" in pages[0]
    assert row.profile.street not in "".join(pages[:-1])
    assert row.profile.street in pages[-1]


def test_no_birth_date_guardian_or_flag_is_on_it() -> None:
    row = CandidacyFactory(applied=True, minor=True, eligible=True, fewer_opportunities=True)
    guardian = GuardianFactory(candidacy=row, person__given_name="Zeynep", person__family_name="Onzichtbaar")
    whole = "".join(page_texts(papers.pdf(queries.cv(row), at=AT)))
    assert guardian.person.family_name not in whole
    assert "2009" not in whole
    assert "opportunities" not in whole


@pytest.mark.requirement("R25")
def test_the_words_of_the_coordinator_stand_on_the_cv(client: Client) -> None:
    kind = paper_kind("candidacies.cv")
    content = content_of(kind, "en")
    clauses = tuple(
        replace(one, title="Who I am", text="Written by {name}.\n\n" + one.text) if one.code == "about" else one
        for one in content.clauses
    )
    by_role = RoleFactory(coordinator=True)
    by = actor_of(by_role)
    draft = paperwork.write_text(kind, "en", replace(content, clauses=clauses), revision=-1, by=by, at=AT)
    row = CandidacyFactory(applied=True)
    read = queries.cv(row)
    assert queries.cv_words(read) is None
    paperwork.publish(draft, kind, by=by, at=AT)
    told = "".join(page_texts(papers.pdf(read, at=AT, worded=queries.cv_words(read))))
    assert "Who I am" in told
    assert f"Written by {read.name}." in " ".join(told.split())
    assert "About me" not in told
    client.force_login(by_role.person.account)
    page = " ".join(client.get(f"/candidacies/{row.key}/cv/").content.decode().split())
    assert "<h2>Who I am</h2>" in page
    assert f"Written by {read.name}." in page
    assert "About me" not in page
