"""What a gate reads as plain values says the same as the rows that pages show."""

from datetime import UTC, datetime

import pytest

from erasdu.ground.paperwork import queries as paperwork
from erasdu.ground.paperwork.models import Document, Signature, Signer
from erasdu.journey.candidacies import queries
from erasdu.journey.candidacies.models import Candidacy
from erasdu.journey.candidacies.queries import approvals
from erasdu.journey.mobilities.models import Mobility
from tests.journey.mobilities.staying import candidacy_of, stay_of_minor
from tests.journey.mobilities.test_departing import paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
AT = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


def same(row: Candidacy) -> None:
    by_rows = approvals.facts_of(row, approvals.load([row.pk])[row.pk])
    assert approvals.facts_of(row, approvals.read([row.pk])[row.pk]) == by_rows
    assert queries.facts([row.pk])[row.pk].approvals == by_rows


def test_approvals_are_read_alike_however_they_were_answered() -> None:
    row = candidacy_of(stay_of_minor(parents=2))
    same(row)
    Signature.objects.update(lacks=None)  # signed before that was judged
    same(row)
    guardians = Signer.objects.filter(role__startswith="guardian", state="signed")
    guardians.filter(pk=guardians.earliest("pk").pk).update(state="revoked")
    Signature.objects.filter(signer__state="revoked").update(revoked_at=AT)
    same(row)
    Document.objects.filter(kind=approvals.GUARDIAN).update(frozen_at=AT, frozen_code="not_me")
    same(row)
    Document.objects.filter(kind=approvals.GUARDIAN).update(lifted_at=AT, lift_reason="Gebeld met mama.")
    same(row)
    Signer.objects.update(state="asked")
    Signer.objects.filter(role="learner").update(state="declined", answered_at=AT)
    same(row)


def test_the_papers_of_a_stay_stand_alike(at: datetime) -> None:
    stay = stay_of_minor()
    kind, subject = "candidacies.emergency_contact", Mobility._meta.label_lower
    paper(stay, kind, "learner", person=stay.person, signed=True)
    for state in ("signed", "revoked", "asked"):
        Signer.objects.filter(envelope__document__kind=kind).update(state=state)
        [document] = paperwork.about(subject, [stay.pk], [kind])
        rows, answers = paperwork.standing(document, at), paperwork.answers_about({subject: [stay.pk]}, [kind])
        [read] = paperwork.stands_about(answers, subject, [kind], at)[stay.pk]
        assert (read.state, read.who, read.terms, read.in_force) == (rows.state, rows.who, rows.terms, rows.in_force)
