"""The selection report from frozen scores: the same bytes each time, new versions for corrections."""

import hashlib
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from erasdu.ground.journal.models import Line
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork import actions as paperwork
from erasdu.ground.paperwork.papers import content_of
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import actions, papers, queries
from erasdu.journey.selection.models import Report, Selection
from erasdu.kernel.typeset import page_texts
from erasdu.kernel.verdict import Refused
from tests.factories.organisations import RoleFactory
from tests.factories.selection import AssessmentFactory, PanellistFactory, Scene, scene

pytestmark = pytest.mark.django_db


def closed(at: datetime, **options: object) -> tuple[Scene, Report]:
    made = scene(3, ready=True, seats_per_school=1, **options)
    second = RoleFactory(
        interviewer=True,
        organisation=made.selection.enrolment.school,
        person__given_name="Annelies",
        person__family_name="Claes",
    )
    PanellistFactory(selection=made.selection, role=second)
    for candidacy in made.candidacies[:2]:
        AssessmentFactory(candidacy=candidacy, role=second, final=True, values=7)
    AssessmentFactory(candidacy=made.candidacies[2], role=second, tied=True)
    return made, _through(made, at)


def _through(made: Scene, at: datetime) -> Report:
    files = queries.board(made.selection, made.lead).files
    outcomes = ("selected", "reserve", "not_selected")
    given = {
        item.candidate.id: actions.Choice(outcome, f"Reden {place}.")
        for place, (item, outcome) in enumerate(zip(files, outcomes, strict=True), 1)
    }
    actions.decide(made.selection, given, by=made.lead, at=at)
    made.selection.refresh_from_db()
    actions.tell(made.selection, complaint_how="Schrijf Els.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    report = actions.close(made.selection, by=made.lead, at=at)
    made.selection.refresh_from_db()
    return report


@pytest.mark.requirement("R21")
def test_the_report_says_what_it_must(at: datetime) -> None:
    made, report = closed(at)
    text = " ".join(" ".join(page_texts(queries.pdf_of(report, "nl"))).split())
    call = made.selection.enrolment.call
    for words in (
        call.title_nl, made.selection.enrolment.school.name, "Els Vermeulen", "Annelies Claes", "Lotte Verhaegen",
        "Yusuf Demir", "Noah De Smet", "80,00", "75,00", "70,00", "Reden 1.", "Reden 3.", "Schrijf Els.",
        "Argument bij MOTIVATION.",
    ):  # fmt: skip
        assert words in text, words
    english = " ".join(" ".join(page_texts(queries.pdf_of(report, "en"))).split())
    assert call.title_en in english
    assert "80.00" in english


@pytest.mark.requirement("R21")
def test_the_same_bytes_each_time_also_after_names_change(at: datetime) -> None:
    made, report = closed(at)
    first = {language: queries.pdf_of(report, language) for language in ("nl", "en")}
    assert hashlib.sha256(first["nl"]).hexdigest() == report.sha256_nl
    assert hashlib.sha256(first["en"]).hexdigest() == report.sha256_en
    person = made.candidacies[0].learner
    person.family_name = "Anders"
    person.save()
    school = made.selection.enrolment.school
    school.name = "Nieuwe naam"
    school.save()
    Candidacy.objects.update(fewer_opportunities=True)
    again = Report.objects.get(pk=report.pk)
    assert {language: queries.pdf_of(again, language) for language in ("nl", "en")} == first


def test_a_version_that_cannot_be_made_again_is_not_served(at: datetime) -> None:
    _made, report = closed(at)
    report.data["nl"]["lead"] = "Iemand anders"
    with pytest.raises(Refused, match="report_not_the_same"):
        queries.pdf_of(report, "nl")


def test_closing_freezes_and_is_done_once(at: datetime) -> None:
    made, report = closed(at)
    assert (made.selection.state, made.selection.closed_at) == ("closed", at)
    assert (report.version, report.correction) == (1, "")
    with pytest.raises(Refused, match="not_to_close_now"):
        actions.close(made.selection, by=made.lead, at=at)
    stale = Selection.objects.get(pk=made.selection.pk)
    stale.state = "told"
    with pytest.raises(Refused, match="changed_meanwhile"):
        actions.close(stale, by=made.lead, at=at)
    frozen = queries.board(made.selection, made.lead).files[0].sheets[0].row
    assert frozen is not None
    with pytest.raises(Refused, match="selection_not_open"):
        actions.reopen_assessment(frozen, reason="Toch nog iets.", by=made.lead, at=at)
    codes = ["selection.report_issued", "selection.closed"]
    lines = Line.objects.filter(code__in=codes).order_by("pk")
    assert list(lines.values_list("code", flat=True)) == codes


@pytest.mark.requirement("R21")
def test_a_correction_makes_a_new_version_and_the_old_one_stays(at: datetime) -> None:
    made, first = closed(at)
    before = queries.pdf_of(first, "nl")
    actions.reopen(made.selection, reason="Klacht gegrond: taal opnieuw bekeken.", by=made.lead, at=at)
    made.selection.refresh_from_db()
    second = _through(made, at + timedelta(days=1))
    assert (second.version, second.correction) == (2, "Klacht gegrond: taal opnieuw bekeken.")
    text = " ".join(page_texts(queries.pdf_of(second, "nl")))
    assert "taal opnieuw bekeken" in " ".join(text.split())
    assert queries.pdf_of(first, "nl") == before


def test_lead_contact_point_and_coordinator_download_it(client_as, at: datetime, clock: datetime) -> None:
    made, report = closed(at)
    address = reverse("selection:report", args=[made.selection.key, report.key])
    colleague = RoleFactory(organisation=made.selection.enrolment.school)
    for role in (made.lead_role, colleague, RoleFactory(coordinator=True)):
        response = client_as(role).get(address)
        assert response.status_code == 200
        assert response.content.startswith(b"%PDF")
        assert 'filename="selectieverslag-' in response["Content-Disposition"]
    english = client_as(made.lead_role).get(f"{address}?language=en")
    assert english.content != response.content
    for role in (scene(1).lead_role, RoleFactory(administrator=True), made.candidacies[0].learner.roles.get()):
        assert client_as(role).get(address).status_code == 404


def test_a_report_of_names_in_every_script(at: datetime) -> None:
    made = scene(3, ready=True, seats_per_school=1)
    names = (("محمد", "بن عبد الله"), ('#import "x"', "$x^2$ *vet*"), ("Zoë 👩🏽‍🔧", "Łukaszewicz-Ștefan"))
    for candidacy, (given, family) in zip(made.candidacies, names, strict=True):
        candidacy.learner.given_name, candidacy.learner.family_name = given, family
        candidacy.learner.save()
    report = _through(made, at)
    assert queries.pdf_of(report, "nl").startswith(b"%PDF")


@pytest.mark.requirement("R16", "R21")
def test_a_late_file_shows_in_the_report_that_is_issued_again(at: datetime) -> None:
    made, first = closed(at)
    with pytest.raises(Refused):
        actions.issue_again(made.selection, by=made.lead, at=at + timedelta(days=1))
    late = made.candidacies[0]
    reason = "De school lag plat door een stroompanne."
    Candidacy.objects.filter(pk=late.pk).update(late_allowed_at=at + timedelta(days=1), late_reason=reason)
    second = actions.issue_again(made.selection, by=made.lead, at=at + timedelta(days=2))
    assert (first.version, second.version) == (1, 2)
    assert reason not in " ".join(" ".join(page_texts(queries.pdf_of(first, "nl"))).split())
    assert reason in " ".join(" ".join(page_texts(queries.pdf_of(second, "nl"))).split())
    made.selection.refresh_from_db()
    assert made.selection.state == "closed"
    with pytest.raises(Refused):
        actions.issue_again(made.selection, by=made.lead, at=at + timedelta(days=3))


@pytest.mark.requirement("R25")
def test_the_words_of_the_coordinator_stand_in_the_report_and_its_extracts(at: datetime) -> None:
    (kind,) = papers.KINDS
    content = content_of(kind, "nl")
    clauses = {clause.code: clause for clause in content.clauses}
    ranking = replace(clauses["ranking"], title="Wie het haalde", text="Punten op tien.\n\n{#ranking}")
    words = replace(
        content, title="Verslag van de keuze", lead="{school} koos.",
        clauses=tuple(ranking if clause.code == "ranking" else clause for clause in content.clauses),
    )  # fmt: skip
    by = actor_of(RoleFactory(coordinator=True))
    draft = paperwork.write_text(kind, "nl", words, revision=-1, by=by, at=at)
    paperwork.publish(draft, kind, by=by, at=at)
    made, report = closed(at)
    whole = " ".join(" ".join(page_texts(queries.pdf_of(report, "nl"))).split())
    for said in (
        "Verslag van de keuze",
        "Wie het haalde",
        "Punten op tien.",
        f"{made.candidacies[0].school.name} koos.",
    ):
        assert said in whole, said
    assert "Scores op 10." not in whole
    assert "Scores out of 10." in " ".join(" ".join(page_texts(queries.pdf_of(report, "en"))).split())
    extract = report.data["extracts"][str(made.candidacies[0].pk)]["nl"]
    part = " ".join(" ".join(page_texts(papers.selection_report_from(extract, language="nl"))).split())
    assert "Uittreksel uit het selectieverslag" in part
    assert "Wie het haalde" in part
