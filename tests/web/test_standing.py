"""The database and Python agree on where candidacies stand."""

import pytest

from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.selection.models import Assessment
from erasdu.web import rules
from erasdu.web.queries import standing
from tests.factories.admissions import CandidateFileFactory, decided
from tests.factories.candidacies import CandidacyFactory
from tests.factories.selection import AssessmentFactory, scene

pytestmark = pytest.mark.django_db


def everybody() -> list[Candidacy]:
    """One candidacy in every stage that there is."""
    CandidacyFactory(draft=True)
    CandidacyFactory(applied=True, unconfirmed=True)
    CandidacyFactory(withdrawn=True)
    CandidacyFactory(refused=True)
    scene(1, ready=True)
    scene(1)
    for outcome in ("selected", "reserve", "not_selected"):
        decided(CandidacyFactory(applied=True), outcome, reserve=1 if outcome == "reserve" else None)
    for state in ("handed_in", "returned", "complete", "waiting", "granted", "accepted", "declined"):
        CandidateFileFactory(**{state: True})
    for state in ("lapsed", "withdrawn"):
        CandidateFileFactory(state=state)
    return list(standing.with_stage(Candidacy.objects.all()))


def test_every_stage_is_the_same_in_the_database_and_in_python() -> None:
    rows = everybody()
    assert {row.stage for row in rows} == set(rules.STAGES)
    for row in rows:
        assert row.stage == rules.stage(standing.facts_of(row)), row.stage


def test_boxes_and_filters_count_the_same() -> None:
    rows = everybody()
    counted: dict[str, int] = {}
    for stages in standing.histogram(Candidacy.objects.all(), "call").values():
        for stage, number in stages.items():
            counted[stage] = counted.get(stage, 0) + number
    for box, number in standing.boxes(counted).items():
        assert standing.in_box(Candidacy.objects.all(), box).count() == number
    for stage in rules.STAGES:
        assert standing.at_stage(Candidacy.objects.all(), stage).count() == sum(row.stage == stage for row in rows)


def test_assessed_means_that_every_assessor_is_done() -> None:
    made = scene(1)
    mine = Candidacy.objects.filter(pk=made.candidacies[0].pk)
    assert not standing.with_facts(mine).get().is_assessed
    sheet = AssessmentFactory(candidacy=mine.get(), role=made.lead_role, final=True, values=7)
    assert standing.with_facts(mine).get().is_assessed
    Assessment.objects.filter(pk=sheet.pk).update(final_at=None)
    assert not standing.with_facts(mine).get().is_assessed


def test_a_panel_of_nothing_but_private_ties_assessed_nobody() -> None:
    made = scene(1)
    AssessmentFactory(candidacy=made.candidacies[0], role=made.lead_role, conflict="private_tie")
    assert not standing.with_facts(Candidacy.objects.filter(pk=made.candidacies[0].pk)).get().is_assessed
