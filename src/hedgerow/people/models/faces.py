"""How members appear."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .members import Member


class Face(models.Model):
    """How a member appears: follows, posts, is followed. A remote account is a face without a member."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        CLOSING = "closing"
        GONE = "gone"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="faces")
    handle = models.CharField(max_length=30)
    handle_key = models.CharField(max_length=60)
    """The handle folded so that look-alikes clash (`kernel.handles`)."""
    domain = models.CharField(max_length=253, blank=True)
    name = models.CharField(max_length=60, blank=True)
    bio = models.TextField(max_length=1000, blank=True)
    bio_html = models.TextField(blank=True)
    links = models.JSONField(default=list)
    """At most four `{"name": …, "url": …}`."""
    colour = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=12, blank=True)
    """The language its posts are in by default; empty means the member's."""
    time_zone = models.CharField(max_length=64, default="UTC")
    no_index = models.BooleanField(default=True)
    locked = models.BooleanField(default=True)
    """Whoever asks to follow waits for an answer."""
    picture = models.CharField(max_length=80, blank=True, db_index=True)
    """The blob's random name; each face has its own file even for the same picture."""
    header = models.CharField(max_length=80, blank=True, db_index=True)
    """The wide picture above its page; the blob's random name."""
    bot = models.BooleanField(default=False)
    """A program posts here, says its owner."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    limited = models.BooleanField(default=False)
    """Moderators keep it out of public lists, suggestions and searches; who follows it reads it as ever."""
    covered = models.BooleanField(default=False)
    """Moderators cover the files of all that it posts."""
    closing_at = models.DateTimeField(null=True, blank=True)
    followers_circle = models.BigIntegerField(unique=True, null=True)
    mutuals_circle = models.BigIntegerField(unique=True, null=True)
    default_audience = models.JSONField(null=True)
    """The audience a post has when none is named, as `people.audiences.Choice`; null means followers."""
    settings = models.JSONField(default=dict)
    """Small switches of this face: see `people.faces.Settings`."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handle_key", "domain"], name="one_face_a_handle"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}" + (f"@{self.domain}" if self.domain else "")


class ProvenLink(models.Model):
    """What was seen when the page behind one of a face's links was last looked at."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="proven_links")
    url = models.CharField(max_length=500)
    looked_at = models.DateTimeField(default=timezone.now, db_index=True)
    proven_at = models.DateTimeField(null=True)
    """When it was last seen to lead back here with `rel="me"`; null when it does not."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "url"], name="one_row_a_link")]
