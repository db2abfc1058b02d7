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
        ACCIDENT = "accident"
        REPORT = "report"
        POLL = "poll"
        """A poll that this face asked or voted in is over."""
        RETURNED = "returned"
        """A scheduled post could not leave, and is a draft again."""
        WAITING = "waiting"
        """Somebody asks to join and waits for an operator."""
        ANSWER = "answer"
        """Somebody answers in a thread whose answers this face wishes to hear of."""
        SAID = "said"
        """Somebody posts whose bell this face switched on."""
        UNSPOKEN = "unspoken"
        """Somebody close, with whom it has not spoken for a while."""
        YEARLY = "yearly"
        """A year has gone by: time to look who sees what."""
        MESSAGE = "message"
        """Something unread was said in a conversation."""
        DEFLECTED = "deflected"
        """Whom this face asked to follow gave it a kind answer."""
        READERS = "readers"
        """Once a month: it may look at who reads it."""
        MIRROR = "mirror"
        """Once: it may look at what it does here."""

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
    filtered = models.BooleanField(default=False)
    """Kept apart, since its face filters whoever did it (`Policy`); nothing outside a page tells of it."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "cause"], name="notified_once")]
        indexes = [
            models.Index(fields=["face", "-public_id"], name="notification_by_face"),
            models.Index(fields=["face"], condition=models.Q(seen=False), name="notification_unseen"),
            models.Index(
                fields=["face", "actor"], condition=models.Q(filtered=True), name="notification_filtered"
            ),
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


class Policy(models.Model):
    """Of whom a face wants to be told at once. What it filters is kept apart, by who did it."""

    class Choice(models.TextChoices):
        ACCEPT = "accept"
        FILTER = "filter"
        DROP = "drop"

    face = models.OneToOneField("people.Face", on_delete=models.CASCADE, primary_key=True, related_name="+")
    not_following = models.CharField(max_length=6, choices=Choice.choices, default=Choice.ACCEPT)
    """Whom it does not follow."""
    not_followers = models.CharField(max_length=6, choices=Choice.choices, default=Choice.ACCEPT)
    """Who does not follow it."""
    new_accounts = models.CharField(max_length=6, choices=Choice.choices, default=Choice.ACCEPT)
    """Kept for apps, and filters nobody: when a face was made is told to nobody."""
    private_mentions = models.CharField(max_length=6, choices=Choice.choices, default=Choice.ACCEPT)
    """What is written to it by name, by somebody it does not follow, and answers nothing of its own."""
    limited_accounts = models.CharField(max_length=6, choices=Choice.choices, default=Choice.ACCEPT)
    """Kept for apps, and filters nobody: a face is stopped here, or it is not."""


class Welcome(models.Model):
    """A face wants to be told of this one, whatever its policy says."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    actor = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "actor"], name="one_welcome_a_face")]
