"""A worker that is killed after the effect of a job and before the job is marked as done repeats no effect."""

from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import models

from erasdu.config.schedule import JOBS
from erasdu.ground.jobs import actions
from erasdu.ground.jobs.actions import InParts, run_jobs
from erasdu.ground.jobs.models import Heartbeat, Job
from erasdu.ground.journal import clock as the_clock
from erasdu.rehearsal import sandbox
from tests.config.job_scenes import SCENES
from tests.conftest import AT

LATER = AT + timedelta(seconds=actions.LEASE + 1)
ASIDE = (Job, Heartbeat)
Census = dict[str, tuple[int, ...]]


class Killed(BaseException):
    """As a process that is gone: nothing catches it, and what was not committed is lost."""


def census() -> Census:
    """Of every table its rows, and the sum of each of its numbers: how often people were reminded, versions, steps.

    But for the bytes of files: a paper drawn again has other random codes on it.
    """
    found = {}
    for model in apps.get_models():
        if model not in ASIDE and model._meta.managed:
            names = [field.name for field in model._meta.fields if type(field) in NUMBERS and field.name != BYTES]
            sums = model._default_manager.aggregate(
                models.Count("pk"), **{f"sum_{name}": models.Sum(name) for name in names}
            )
            found[model._meta.label] = tuple(int(value or 0) for value in sums.values())
    return found


BYTES = "size"
NUMBERS = (models.IntegerField, models.PositiveIntegerField, models.PositiveSmallIntegerField)


def work(at: Any = AT) -> int:
    with the_clock.standing_at(at):
        return run_jobs(JOBS, clock=the_clock.now)


@pytest.fixture(autouse=True)
def quick_rehearsal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "run", lambda order, look: {"outcome": {"ready": 4}})


def test_every_kind_of_job_says_what_a_kill_leaves() -> None:
    assert set(SCENES) == set(JOBS), "a new kind of job needs a scene here"


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
@pytest.mark.parametrize("kind", SCENES)
def test_killed_between_effect_and_done_it_happens_once(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    job = SCENES[kind]()
    Job.objects.exclude(pk=job.pk).delete()
    before = census()

    def killed(row: Job, *, at: Any) -> bool:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(actions, "finish", killed)
        with pytest.raises(Killed):
            work()
    job.refresh_from_db()
    assert job.done_at is None
    left = census()
    assert work(LATER) == 1
    job.refresh_from_db()
    assert (job.done_at, job.last_error) == (LATER, "")
    if isinstance(JOBS[kind], InParts):  # its effect was there already: nothing of it comes twice
        assert census() == left
        assert left != before or kind in IN_ONE_ROW
    else:  # its effect was gone with the worker: all of it comes now
        assert left == before
        assert census() != before


# What they do is text or a moment in a row that was there.
IN_ONE_ROW = {"paperwork.check", "rehearsal.play"}
