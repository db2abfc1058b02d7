"""What a face brings from elsewhere, and whom it knows who is not here."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .faces import Face
from .members import Invitation


class Import(models.Model):
    """One file that a face brought, from its arrival to the day it can no longer be undone."""

    class State(models.TextChoices):
        READING = "reading"
        READY = "ready"
        """Read, and shown to its face, which has not said yes."""
        RUNNING = "running"
        DONE = "done"
        UNDONE = "undone"
        FAILED = "failed"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="imports")
    kind = models.CharField(max_length=20)
    """What the file is: see `people.moving.rules.KINDS`."""
    state = models.CharField(max_length=8, choices=State.choices, default=State.READING)
    blob = models.CharField(max_length=80, blank=True)
    """The file, as long as it may be read again; gone once the import ran or was dropped."""
    title = models.CharField(max_length=120, blank=True)
    """The file's own name, as its owner knows it."""
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    circles = models.JSONField(default=list)
    """What the file calls its groups: name, how many, chosen or not."""
    options = models.JSONField(default=dict)
    report = models.JSONField(default=list)
    """Lines not understood: number, reason (a key of `rules`), how it begins."""
    made = models.JSONField(default=dict)
    """What it did, for undo."""
    at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)


class AddressEntry(models.Model):
    """Somebody a face knows from elsewhere: first a line of an import's preview, then, if kept, of its
    address book. Nobody else ever sees it, and no e-mail address or number is kept.
    """

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="address_book", db_index=False)
    brought = models.ForeignKey(Import, null=True, on_delete=models.CASCADE, related_name="entries")
    line = models.PositiveIntegerField(default=0)
    kept = models.BooleanField(default=False)
    chosen = models.BooleanField(default=True)
    name = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=400)
    """Name and note, folded: what lists sort by and searches look into."""
    note = models.CharField(max_length=200, blank=True)
    circles = models.JSONField(default=list)
    label = models.CharField(max_length=40, blank=True)
    origin = models.CharField(max_length=32)
    """Who it is, as a number that means something to this face alone: the same person comes once."""
    here = models.ForeignKey(Face, null=True, on_delete=models.SET_NULL, related_name="+")
    """Who this is on this site: known from a public handle, or since they said so."""
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["face", "kept", "sort_key"], name="address_book_by_name"),
            models.Index(fields=["face", "origin"], name="address_book_by_origin"),
        ]


class Greeting(models.Model):
    """Somebody joined by a face's invitation and is asked whether that face may know who they are."""

    newcomer = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="greeted_by")
    host = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="greets")
    entry = models.ForeignKey(AddressEntry, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["newcomer", "host"], name="greets_once")]


class Export(models.Model):
    """An archive of one face, made for it alone."""

    class State(models.TextChoices):
        WAITING = "waiting"
        RUNNING = "running"
        READY = "ready"
        FAILED = "failed"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="exports")
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    blob = models.CharField(max_length=80, blank=True)
    size = models.BigIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True)
