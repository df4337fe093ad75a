"""A late file shows in the school's selection report, with its reason, after those on time; its extract too."""

from datetime import date

import pytest
from django.urls import reverse

from erasdu.ground.journal import clock
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.admissions import access, actions
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection import actions as selection
from erasdu.journey.selection import queries
from erasdu.journey.selection.models import Report
from tests.factories.admissions import approve
from tests.factories.organisations import RoleFactory
from tests.factories.selection import scene

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R16", "R21")]


def test_a_late_file_ranks_last_and_the_report_says_why(at) -> None:
    made = scene(2, ready=True, closed=True)
    best = made.candidacies[0]
    Candidacy.objects.update(eligible_at=at, agreement="none", applied_at="2026-11-10T08:00:00Z")
    coordinator = actor_of(RoleFactory(coordinator=True))
    actions.allow_late(actions.open_file(best), reason="De school brandde af.", by=coordinator, at=at)
    board = queries.board(made.selection, made.lead)
    assert [item.candidate.id for item in board.files] == [made.candidacies[1].pk, best.pk]
    choices = {item.candidate.id: selection.Choice("selected", "Sterk.") for item in board.files}
    selection.decide(made.selection, choices, by=made.lead, at=at)
    made.selection.refresh_from_db()
    selection.tell(made.selection, complaint_how="Schrijf.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    report = selection.close(made.selection, by=made.lead, at=at)
    assert [row["late_reason"] for row in report.data["nl"]["candidates"]] == ["", "De school brandde af."]
    extract = report.data["extracts"][str(best.pk)]["nl"]
    assert [row["name"] for row in extract["candidates"]] == [str(best.learner)]
    approve(best)
    file = actions.open_file(Candidacy.objects.get(pk=best.pk))
    actions.hand_in(file, by=made.lead, at=at)
    assert file.extract["nl"]["candidates"][0]["late_reason"] == "De school brandde af."


def test_a_report_from_before_a_late_file_is_issued_again_with_one_press(at, client_as) -> None:
    made = scene(2, ready=True, closed=True)
    Candidacy.objects.update(eligible_at=at, agreement="none")
    late, other = (Candidacy.objects.get(pk=row.pk) for row in made.candidacies)
    board = queries.board(made.selection, made.lead)
    choices = {item.candidate.id: selection.Choice("selected", "Sterk.") for item in board.files}
    selection.decide(made.selection, choices, by=made.lead, at=at)
    made.selection.refresh_from_db()
    selection.tell(made.selection, complaint_how="Schrijf.", complaint_by=date(2026, 12, 1), by=made.lead, at=at)
    made.selection.refresh_from_db()
    selection.close(made.selection, by=made.lead, at=at)
    for row in (late, other):
        approve(row)
    coordinator = actor_of(RoleFactory(coordinator=True))
    actions.allow_late(actions.open_file(late), reason="De school brandde af.", by=coordinator, at=clock.now())
    late.refresh_from_db()
    assert not access.in_order(actions.open_file(late), at=clock.now())
    assert access.in_order(actions.open_file(other), at=clock.now())
    answer = client_as(RoleFactory(organisation=late.school)).post(
        reverse("selection:issue_again", args=[made.selection.key]), {"back": "files"}
    )
    assert answer.headers["Location"] == reverse("admissions:school", args=[late.enrolment.key])
    assert access.in_order(actions.open_file(late), at=clock.now())
    latest = Report.objects.get(version=2)
    assert "De school brandde af." in [row["late_reason"] for row in latest.data["nl"]["candidates"]]
