"""All papers of one learner go out together or not at all: nobody finds a dossier that was half asked."""

from typing import Any

import pytest

from erasdu.ground.journal.models import Line
from erasdu.ground.links.models import Link
from erasdu.ground.organisations.queries import actor_of
from erasdu.ground.paperwork.actions import issuing
from erasdu.ground.paperwork.models import Document, Envelope, Event, Signer
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.actions import ask_papers
from erasdu.journey.mobilities import actions as mobilities
from tests.factories.admissions import CandidateFileFactory
from tests.factories.organisations import RoleFactory
from tests.journey.candidacies.approving import contact_of, ready

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("R25")]
WRITTEN = (Document, Envelope, Signer, Event, Link, Letter, Line)


class Broken(Exception):
    """The power went, or another program did."""


def breaks_at(monkeypatch: Any, number: int) -> None:
    """Sending works so many times, then no more."""
    sends, left = issuing._sent, iter(range(number))

    def fails(new: Any, shown: bytes) -> Envelope:
        made = sends(new, shown)
        if next(left, None) is None:
            raise Broken
        return made

    monkeypatch.setattr(issuing, "_sent", fails)


def counts() -> list[int]:
    return [model.objects.count() for model in WRITTEN]


@pytest.mark.parametrize("number", [1, 3])
def test_of_a_candidacy(clock, at, monkeypatch, number: int) -> None:
    row = ready(parents=1)
    before, by = counts(), contact_of(row)
    with monkeypatch.context() as breaking:
        breaks_at(breaking, number)
        with pytest.raises(Broken):
            ask_papers(row, by=by, at=at)
    assert counts() == before
    assert ask_papers(row, by=by, at=at) == 4
    assert Document.objects.count() == 4


def test_of_a_stay(clock, at, monkeypatch) -> None:
    stay = CandidateFileFactory(granted=True, candidacy__birth_date=at.date().replace(year=2006)).mobility
    by, before = actor_of(RoleFactory(organisation=stay.sending)), counts()
    with monkeypatch.context() as breaking:
        breaks_at(breaking, 2)
        with pytest.raises(Broken):
            mobilities.ask_papers(stay, by=by, at=at)
    assert counts() == before
    assert mobilities.ask_papers(stay, by=by, at=at) == 3
    assert Document.objects.filter(subject_kind="mobilities.mobility").count() == 3
