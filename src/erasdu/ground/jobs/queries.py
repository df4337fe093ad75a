"""How the background work is doing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from erasdu.ground.jobs.models import Heartbeat, Job

ALIVE_WITHIN = timedelta(seconds=90)


def worker_seen(at: datetime) -> bool:
    """Did a worker go round lately?"""
    return Heartbeat.objects.filter(name="worker", at__gt=at - ALIVE_WITHIN).exists()


@dataclass(frozen=True, slots=True)
class Turn:
    """One periodic work: how often, when it last ran and goes next, how long it took, and whether it failed."""

    name: str
    every: timedelta
    last: datetime
    took: timedelta | None
    failed: bool

    @property
    def next(self) -> datetime:
        return self.last + self.every

    @property
    def hours(self) -> int:
        """Whole ones; 0 for what goes more often."""
        return self.every // timedelta(hours=1)

    @property
    def minutes(self) -> int:
        return self.every // timedelta(minutes=1)

    @property
    def seconds(self) -> float | None:
        return None if self.took is None else self.took.total_seconds()


def periodic() -> list[Turn]:
    """Every periodic work that ran once, the most frequent first."""
    return [
        Turn(
            row.name, timedelta(seconds=row.seconds), row.at,
            None if row.took is None else timedelta(milliseconds=row.took), row.failed_at is not None,
        )
        for row in Heartbeat.objects.filter(seconds__gt=0).order_by("seconds", "name")
    ]  # fmt: skip


def stuck() -> int:
    """Jobs that failed for good and wait for a person."""
    return Job.objects.exclude(failed_at=None).filter(done_at=None).count()
