"""The kernel's tables: events on their way, jobs, changes of the boundary, and remembered submits.

Times here are whole microseconds since the Unix epoch (`kernel.clock.now_us()`), because all of them are
compared in raw SQL that is the same on SQLite and PostgreSQL.
"""

from django.db import models
from django.db.models import Q


class Outgoing(models.Model):
    """One event on its way to one handler. A handler has its own copy, so that its failure is its own."""

    id = models.BigAutoField(primary_key=True)
    handler = models.CharField(max_length=200)
    name = models.CharField(max_length=100)
    payload = models.TextField()
    at_us = models.BigIntegerField()
    not_before_us = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    done = models.BooleanField(default=False)
    failed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["handler", "id"], condition=Q(done=False), name="kernel_outgoing_open"),
            models.Index(fields=["at_us"], condition=Q(done=True), name="kernel_outgoing_done"),
        ]

    def __str__(self) -> str:
        return f"{self.name} for {self.handler}"


class Subscriber(models.Model):
    """Who is delivering to a handler just now: a lease, so that one handler's events keep their order."""

    handler = models.CharField(max_length=200, primary_key=True)
    lease_until_us = models.BigIntegerField(default=0)
    lease_token = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.handler


class Job(models.Model):
    """One piece of work for later. It is leased to a worker while it runs; a dead worker's lease runs out."""

    id = models.BigAutoField(primary_key=True)
    name = models.CharField(max_length=200)
    args = models.TextField(default="[[],{}]")
    priority = models.SmallIntegerField(default=0)
    created_at_us = models.BigIntegerField()
    run_at_us = models.BigIntegerField()
    unique_key = models.CharField(max_length=200, null=True, unique=True)
    attempts = models.PositiveIntegerField(default=0)
    max_attempts = models.PositiveIntegerField(default=8)
    lease_until_us = models.BigIntegerField(default=0)
    lease_token = models.BigIntegerField(default=0)
    finished_at_us = models.BigIntegerField(null=True)
    error = models.CharField(max_length=300, default="", blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["-priority", "run_at_us", "id"],
                condition=Q(finished_at_us__isnull=True),
                name="kernel_job_open",
            ),
            models.Index(
                fields=["finished_at_us"],
                condition=Q(finished_at_us__isnull=False),
                name="kernel_job_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.id})"


class Periodic(models.Model):
    """When a recurring task is due next; moving it on is how one of many workers claims it."""

    name = models.CharField(max_length=100, primary_key=True)
    next_at_us = models.BigIntegerField()

    def __str__(self) -> str:
        return self.name


class Change(models.Model):
    """A change of the boundary: the view of face `key` (dense id; 0 is everybody) is no longer what it was.

    Ids are microseconds, given so that their order is the order of commits and none is ever used twice.
    """

    id = models.BigIntegerField(primary_key=True)
    key = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.id}: {self.key}"


class Once(models.Model):
    """The answer to a submit, kept for a day, so that the same submit sent twice acts once."""

    key = models.CharField(max_length=64, primary_key=True)
    owner = models.BigIntegerField()
    at_us = models.BigIntegerField(db_index=True)
    result = models.TextField()

    def __str__(self) -> str:
        return self.key
