"""Rows that stand for work. A worker claims one with a lease; a sweep finds what a dead worker left."""

from django.db import models

from erasdu.kernel.keys import new_key
from erasdu.kernel.privacy import TECHNICAL, declare


class Leased(models.Model):
    """What every row of work has. `due`: not before; `lease_until`: claimed until; `done_at`: finished."""

    due = models.DateTimeField()
    lease_until = models.DateTimeField(null=True)
    lease = models.CharField(max_length=32, default="")
    tries = models.PositiveSmallIntegerField(default=0)
    done_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=300, default="")

    class Meta:
        abstract = True


LEASE_COLUMNS = "due lease_until lease tries done_at failed_at last_error"


class Job(Leased):
    """`kind` names a function in the schedule; `once` makes asking twice ask once."""

    key = models.CharField(max_length=16, unique=True, default=new_key)
    kind = models.CharField(max_length=60)
    once = models.CharField(max_length=120, unique=True)
    payload = models.JSONField(default=dict)
    progress = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    privacy = declare("", (TECHNICAL, "id key kind once payload progress total " + LEASE_COLUMNS))

    class Meta:
        indexes = [models.Index(fields=["done_at", "failed_at", "due"])]


class Heartbeat(models.Model):
    """When a worker last went round, and when each periodic work last ran."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    seconds = models.PositiveIntegerField(default=0)  # how often; 0: not periodic
    took = models.PositiveIntegerField(null=True)  # milliseconds of the last time
    failed_at = models.DateTimeField(null=True)  # the last time, when it failed

    privacy = declare("", (TECHNICAL, "id name at seconds took failed_at"))
