"""What a face is told of, and what of it it wishes."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import timed_id


class Notification(models.Model):
    """Something that concerns a face: who did what, to which of its posts."""

    class Kind(models.TextChoices):
        FOLLOW = "follow"
        REQUEST = "request"
        ACCEPTED = "accepted"
        MENTION = "mention"
        REPLY = "reply"
        REACTION = "reaction"
        BOOST = "boost"
        QUOTE = "quote"
        NAMED = "named"
        """A post addressed to this face by name."""
        EDIT = "edit"
        WARNING = "warning"
        REPORT = "report"
        POLL = "poll"
        """A poll that this face asked or voted in is over."""
        RETURNED = "returned"
        """A scheduled post could not leave, and is a draft again."""
        WAITING = "waiting"
        """Somebody asks to join and waits for an operator."""
        ANSWER = "answer"
        """Somebody answers in a thread whose answers this face wishes to hear of."""
        MESSAGE = "message"
        """Something unread was said in a conversation."""

    public_id = models.BigIntegerField(unique=True, default=timed_id)
    face = models.ForeignKey(
        "people.Face", on_delete=models.CASCADE, related_name="notifications", db_index=False
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    actor = models.ForeignKey("people.Face", null=True, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey("talk.Post", null=True, on_delete=models.CASCADE, related_name="+")
    cause = models.CharField(max_length=80)
    """What it came from; with it a job that runs twice notifies once."""
    at = models.DateTimeField(default=timezone.now)
    seen = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "cause"], name="notified_once")]
        indexes = [
            models.Index(fields=["face", "-public_id"], name="notification_by_face"),
            models.Index(fields=["face"], condition=models.Q(seen=False), name="notification_unseen"),
        ]


class NotificationSetting(models.Model):
    """A face does not want this kind, or wants it only from contacts."""

    class Wish(models.TextChoices):
        ALL = "all"
        CONTACTS = "contacts"
        NONE = "none"

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    wish = models.CharField(max_length=8, choices=Wish.choices, default=Wish.ALL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "kind"], name="one_wish_a_kind")]
