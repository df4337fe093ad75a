"""How the background work is doing."""

from datetime import datetime, timedelta

from erasdu.ground.jobs.models import Heartbeat, Job

ALIVE_WITHIN = timedelta(seconds=90)


def worker_seen(at: datetime) -> bool:
    """Did a worker go round lately?"""
    return Heartbeat.objects.filter(name="worker", at__gt=at - ALIVE_WITHIN).exists()


def stuck() -> int:
    """Jobs that failed for good and wait for a person."""
    return Job.objects.exclude(failed_at=None).filter(done_at=None).count()
