"""Rehearsals that were played, and what the page shows of one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils.functional import Promise
from django.utils.text import capfirst

from erasdu.ground.jobs.models import Job
from erasdu.ground.look.words import duty_of
from erasdu.journey.calls.access import calls_for
from erasdu.journey.calls.models import Call
from erasdu.kernel.actor import Actor
from erasdu.rehearsal import access, words

HIGH = 100  # of the drawing, for the busiest week
WIDE = 26  # of one week
SHOWN = 10
GONE = ("sent", "delivered", "bounced")
STAFF = ("coordinator", "partner")
OWN = ("requirements", "stops", "texts", "rules")  # as a page names them


@dataclass(frozen=True, slots=True)
class Bar:
    """One week of the drawing, in its measures."""

    week: date
    x: int
    actions: int
    mails: int
    did: int
    got: int

    @property
    def top_did(self) -> int:
        return HIGH - self.did

    @property
    def top_got(self) -> int:
        return HIGH - self.got

    @property
    def next_x(self) -> int:
        return self.x + WIDE // 2 - 2


@dataclass(frozen=True, slots=True)
class Played:
    """A rehearsal with its call; without a report while it runs, or when it failed."""

    job: Job
    call: Call | None
    report: dict[str, Any]

    @property
    def runs(self) -> bool:
        return self.job.done_at is None and self.job.failed_at is None

    @property
    def stopped(self) -> bool:
        return bool(self.job.payload.get("stop"))

    @property
    def doing(self) -> str | Promise:
        """What it does before the first day is played."""
        return words.DOING["begins" if self.job.lease_until is not None else "waits"]

    @property
    def outcome(self) -> dict[str, Any]:
        found: dict[str, Any] = self.report.get("outcome", {})
        return found

    @property
    def own(self) -> list[str]:
        """What the call has of its own, as it was played, in words."""
        found: dict[str, int] = self.report.get("own", {})
        return [words.own_words(name, found[name]) for name in OWN if found.get(name)]

    @property
    def missed(self) -> list[dict[str, Any]]:
        """Who may not leave on the day, each with what lacks in words."""
        return [{**one, "why": [_named(each) for each in one["why"]]} for one in self.outcome.get("missed", [])]

    @property
    def mails(self) -> list[dict[str, Any]]:
        """What went to whom, week by week and day by day: role, a subject, how often."""
        found: dict[date, dict[date, list[dict[str, Any]]]] = {}
        for row in self.report.get("mails", []):
            if row["state"] in GONE and row.get("subject"):
                day = date.fromisoformat(row["day"])
                week = found.setdefault(day - timedelta(days=day.weekday()), {})
                week.setdefault(day, []).append({**row, "called": words.ROLES.get(row["role"], row["role"])})
        return [
            {
                "week": week, "number": sum(row["number"] for rows in days.values() for row in rows),
                "days": [{"day": day, "rows": rows} for day, rows in days.items()],
            }
            for week, days in found.items()
        ]  # fmt: skip

    @property
    def busiest(self) -> Bar | None:
        """The week with the most work and mail."""
        return max(self.bars, key=lambda bar: bar.actions + bar.mails, default=None)

    @property
    def bars(self) -> list[Bar]:
        weeks = self.report.get("weeks", [])
        most = max((max(row["actions"], row["mails"]) for row in weeks), default=1) or 1
        return [
            Bar(
                date.fromisoformat(row["week"]), WIDE * number, row["actions"], row["mails"],
                HIGH * row["actions"] // most, HIGH * row["mails"] // most,
            )
            for number, row in enumerate(weeks)
        ]  # fmt: skip

    @property
    def width(self) -> int:
        return WIDE * max(1, len(self.report.get("weeks", [])))

    @property
    def roles(self) -> list[dict[str, Any]]:
        return [{**row, "called": words.ROLES.get(row["role"], row["role"])} for row in self.report.get("roles", [])]

    @property
    def people(self) -> list[dict[str, Any]]:
        """Who works at it for weeks: schools that bring learners, partners, coordinators."""
        rows = [row for row in self.report.get("people", []) if row["learners"] or row["role"] in STAFF]
        return [
            {**row, "days": [{**day, "day": date.fromisoformat(day["day"])} for day in row["busiest"]]} for row in rows
        ]


def _named(why: dict[str, Any]) -> dict[str, Any]:
    """What lacks, and who must act, in words."""
    return {**why, "named": capfirst(duty_of(why["code"])), "now": words.WHO.get(why.get("who", ""), "")}


def played(actor: Actor, key: str) -> Played | None:
    """The one with this key, else the newest."""
    rows = access.jobs_for(actor).order_by("-pk")
    job = rows.filter(key=key).first() if key else rows.first()
    return None if job is None else _of(job)


def earlier(actor: Actor) -> list[Played]:
    return [_of(job) for job in access.jobs_for(actor).order_by("-pk")[:SHOWN]]


def _of(job: Job) -> Played:
    call = Call.objects.filter(pk=job.payload.get("call")).first()
    return Played(job, call, job.payload.get("report", {}))


def to_choose(actor: Actor) -> list[Call]:
    return list(calls_for(actor).filter(outgoing=True).order_by("-stay_from")[:SHOWN])
