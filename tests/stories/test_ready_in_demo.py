"""In the demo one minor is ready to leave: taking away one thing blocks exactly that departure."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
from django.db import transaction

from erasdu.demo.ready import chosen
from erasdu.demo.stays import leaves_as_minor
from erasdu.ground.journal import clock
from erasdu.ground.journal.models import Line
from erasdu.ground.meetings.models import Invitation
from erasdu.ground.paperwork.models import Envelope
from erasdu.ground.post.models import Letter
from erasdu.journey.candidacies.models import Guardian
from erasdu.journey.insurance.models import Cover
from erasdu.journey.mobilities.models import Mobility
from erasdu.journey.readiness.queries import requirements_of
from erasdu.kernel.requirement import DEPART, blocking

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("demo")]


def test_a_demo_that_is_made_just_after_midnight_tells_nothing_of_later_that_day() -> None:
    """What is played lies before today, at whole minutes; what the worker does then, in the moment itself."""
    midnight = datetime.combine(clock.today(), time(), tzinfo=UTC)
    lines = Line.objects.exclude(code="notice.given").filter(at__gte=midnight)  # a notice may wait for its day
    assert [(line.code, line.at) for line in lines if not line.at.microsecond] == []
    assert not Letter.objects.filter(created_at__gt=clock.now()).exists()


def test_one_minor_is_ready_and_each_thing_that_goes_blocks_exactly_that_departure() -> None:
    on = clock.today()
    stay = chosen(on)
    assert stay is not None
    assert leaves_as_minor(stay)
    assert Guardian.objects.filter(candidacy__profile=stay.profile_id).exists()
    others = list(Mobility.objects.filter(call=stay.call_id, state="planned"))

    def lacking() -> dict[int, list[str]]:
        found = requirements_of(others, on)
        return {pk: [item.code for item in blocking(items, DEPART)] for pk, items in found.items()}

    before = lacking()
    assert before[stay.pk] == []
    cards = Cover.objects.filter(mobility=stay, document="ehic")
    takes: dict[str, Callable[[], int]] = {
        "insured_health": lambda: cards.update(ended_at=clock.now()),
        "session_learner": lambda: Invitation.objects.filter(person=stay.person).update(seen_at=None, seen_how=""),
        "emergency_contact": lambda: Envelope.objects.filter(
            document__kind="candidacies.emergency_contact", document__subject_pk=stay.pk
        ).update(state="taken_back"),
    }
    for code, take in takes.items():
        with transaction.atomic():
            assert take()
            after = lacking()
            transaction.set_rollback(True)
        assert {pk for pk in after if after[pk] != before[pk]} == {stay.pk}, code
        assert after[stay.pk] == [code]
