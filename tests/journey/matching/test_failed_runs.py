"""A run of the optimiser that failed: the board says so, and it can run again, from the board and as a job."""

from datetime import timedelta

import pytest

from erasdu.ground.jobs import actions as jobs
from erasdu.ground.jobs.models import Job
from erasdu.ground.journal import clock
from erasdu.ground.organisations.queries import actor_of
from erasdu.journey.matching import actions, queries
from erasdu.journey.matching.models import Proposal, Run
from erasdu.web import actions as web
from tests.conftest import AT
from tests.factories.organisations import RoleFactory
from tests.journey.matching.scene import Scene
from tests.journey.matching.test_views import url

pytestmark = pytest.mark.django_db
ENGLISH = {"Accept-Language": "en"}


class Broken(Exception):
    """Of the solver."""


def broken(*_what: object, **_more: object) -> None:
    raise Broken("in a file of ours")


def tried(run: Run, monkeypatch, name: str = "solved") -> Job:
    """Until it is given up."""
    with monkeypatch.context() as patched:
        patched.setattr(queries, name, broken)
        for number in range(1, actions.runs.MOST_TRIES + 1):
            job = Job.objects.get(payload__run=run.pk)
            job.tries = number
            with pytest.raises(Broken):
                actions.run_job(job)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    return Job.objects.get(payload__run=run.pk)


@pytest.mark.parametrize(("careful", "again"), [(False, "Run it once more"), (True, "Mend once more")])
def test_the_board_says_that_the_last_run_failed_and_runs_it_again(client_as, monkeypatch, careful, again) -> None:
    scene = Scene()
    client = client_as(scene.role)
    run = actions.start(scene.board, careful=careful, by=scene.by, at=AT)
    assert "without a proposal" not in client.get(url("board", scene), headers=ENGLISH).text
    tried(run, monkeypatch, "mended" if careful else "solved")
    page = client.get(url("board", scene), headers=ENGLISH)
    assert page.context["failed"] == run
    assert "without a proposal: something went wrong in the program." in page.text
    assert again in page.text
    assert "in a file of ours" not in page.text
    client.post(url("run", scene), {"careful": "1"} if careful else {})
    later = Run.objects.exclude(pk=run.pk).get()
    assert later.careful is careful
    assert client.get(url("board", scene)).context["failed"] is None  # it is at work
    actions.run_job(Job.objects.get(payload__run=later.pk))
    page = client.get(url("board", scene), headers=ENGLISH)
    assert page.context["failed"] is None
    assert "without a proposal" not in page.text


def test_a_job_of_a_failed_run_that_is_tried_again_really_runs(monkeypatch) -> None:
    scene = Scene()
    run = actions.start(scene.board, by=scene.by, at=AT)
    job = tried(run, monkeypatch)
    job.tries = actions.runs.MOST_TRIES + 1
    actions.run_job(job)  # what was put back does nothing more by itself
    assert not Proposal.objects.exists()
    Job.objects.filter(pk=job.pk).update(failed_at=AT, tries=8)
    job.refresh_from_db()
    at = clock.now()
    web.try_again(job, by=actor_of(RoleFactory(administrator=True)), at=at)
    kinds = {"matching.run": jobs.InParts(actions.run_job, again="")}
    jobs.run_jobs(kinds, clock=lambda: at + timedelta(seconds=1))
    run.refresh_from_db()
    assert (run.state, run.progress) == ("done", 100)
    assert Proposal.objects.get().run == run


def test_a_job_that_is_tried_again_leaves_the_board_to_the_run_that_is_at_work(monkeypatch) -> None:
    scene = Scene()
    run = actions.start(scene.board, by=scene.by, at=AT)
    job = tried(run, monkeypatch)
    other = actions.start(scene.board, by=scene.by, at=AT)
    job.tries = 1
    actions.run_job(job)
    run.refresh_from_db()
    assert run.state == Run.State.FAILED
    assert not Proposal.objects.exists()
    actions.run_job(Job.objects.get(payload__run=other.pk))
    assert Proposal.objects.get().run == other
