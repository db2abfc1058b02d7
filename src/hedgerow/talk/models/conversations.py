"""Direct conversations: who is in them, how far each has read, and what happened besides words."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from hedgerow.boundary.guard import Guarded, GuardedManager
from hedgerow.kernel.ids import random_id

from .posts import Post


class Conversation(models.Model):
    """Faces that write to each other: two, or a group. Its messages are posts addressed to its circle."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    circle = models.BigIntegerField(unique=True)
    pair = models.CharField(max_length=50, null=True, unique=True)
    """Of a conversation of two, both dense ids in order: two faces have one. None for a group."""
    starter = models.ForeignKey("people.Face", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=80, blank=True)
    """Of a group, where somebody gave it one."""
    newest = models.BigIntegerField(default=0)
    """The public id of the last message said in it, gone or not."""
    made_at = models.DateTimeField(default=timezone.now)


class Seat(models.Model):
    """A face in a conversation. Who may see what is not decided here, but by the circle's memberships."""

    class State(models.TextChoices):
        IN = "in"
        ASKED = "asked"
        """Somebody it does not know began it: it waits among the requests."""
        DECLINED = "declined"
        LEFT = "left"

    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="seats", db_index=False
    )
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN)
    read_to = models.BigIntegerField(default=0)
    """The public id of the newest message it has read."""
    muted = models.BooleanField(default=False)
    put_away = models.BigIntegerField(default=0)
    """The newest message when the face put the conversation out of its list: the next one brings it back."""
    kept_unread = models.BooleanField(default=False)
    """The face called it unread, until it reads it again."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["conversation", "face"], name="one_seat_a_face")]
        indexes = [models.Index(fields=["face", "state"], name="seat_by_face")]


class Happening(Guarded):
    """A small line between messages: somebody came, left, was added or removed, gave a name or
    wrote how to use this.
    """

    class Kind(models.TextChoices):
        ADDED = "added"
        LEFT = "left"
        REMOVED = "removed"
        NAMED = "named"
        NORMS = "norms"
        """Somebody changed how the group uses this."""

    public_id = models.BigIntegerField(unique=True)
    """A timed id, so that it stands among the messages."""
    conversation = models.ForeignKey(
        Conversation, on_delete=models.CASCADE, related_name="happenings", db_index=False
    )
    author = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    about = models.ForeignKey("people.Face", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind.choices)

    objects: ClassVar[GuardedManager["Happening"]] = GuardedManager()

    class Meta(Guarded.Meta):
        indexes = [models.Index(fields=["conversation", "-public_id"], name="happening_by_conversation")]


class Norms(models.Model):
    """How a group uses its conversation, as it stood from `entered_at` to `ended_at`.

    It is the group's, like its name: who may read it rests on the circle alone, whoever wrote it.
    """

    public_id = models.BigIntegerField(unique=True, default=random_id)
    conversation = models.ForeignKey(Conversation, on_delete=models.CASCADE, related_name="norms")
    author = models.ForeignKey("people.Face", null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.TextField(max_length=10_000, blank=True)
    html = models.TextField(blank=True)
    audience = models.BigIntegerField()
    """The engine's number of those who are in the conversation."""
    entered_at = models.BigIntegerField()
    ended_at = models.BigIntegerField(null=True)
    """When it was written anew; None for what holds now."""


class Attachment(models.Model):
    """Any file that a message carries, kept as it came and never shown inline."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    owner = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="attachments")
    position = models.PositiveSmallIntegerField(default=0)
    blob = models.CharField(max_length=80)
    name = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    made_at = models.DateTimeField(default=timezone.now)
