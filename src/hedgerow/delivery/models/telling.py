"""How a face wishes to be told of what concerns it, what waits to be told, and the devices that listen."""

from datetime import time

from django.db import models
from django.utils import timezone


class Telling(models.Model):
    """How one face is told. Made when it is first told of something, or first chooses."""

    class Rhythm(models.TextChoices):
        OFF = "off"
        DAILY = "daily"
        WEEKLY = "weekly"

    class Answers(models.TextChoices):
        CHOSEN = "chosen"
        """Only in threads whose bell it switched on."""
        JOINED = "joined"
        """In every thread in which it answered."""
        ALL = "all"
        """There, and in every thread that it began."""

    face = models.OneToOneField("people.Face", on_delete=models.CASCADE, primary_key=True, related_name="+")
    rhythm = models.CharField(max_length=6, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    hour = models.PositiveSmallIntegerField(default=9)
    """The hour of its own day (0 to 23) at which its note comes."""
    weekday = models.PositiveSmallIntegerField(default=6)
    """The day of a weekly note, 0 for Monday."""
    note_at = models.DateTimeField(null=True)
    """When the next note is due; empty without one."""
    noted_to = models.DateTimeField(default=timezone.now)
    """The moment up to which the last note told."""
    quiet_from = models.TimeField(null=True, default=None)
    quiet_to = models.TimeField(default=time(7))
    snoozed_until = models.DateTimeField(null=True)
    excerpts = models.BooleanField(default=False)
    """Words of posts that are not public may stand on a locked screen and in a mail."""
    counts = models.BooleanField(default=True)
    """How many notifications are new stands beside their name on every page."""
    answers = models.CharField(max_length=6, choices=Answers.choices, default=Answers.CHOSEN)

    class Meta:
        indexes = [
            models.Index(fields=["note_at"], condition=models.Q(note_at__isnull=False), name="note_due"),
        ]


class Way(models.Model):
    """By which ways a face wishes to hear of one kind, where it is not as usual."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    push = models.BooleanField()
    mail = models.BooleanField()
    note = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "kind"], name="one_way_a_kind")]


class Due(models.Model):
    """A notification on its way to somebody outside a page. Kept for a while once told, so that it is told
    once however often the news arrives.
    """

    class By(models.TextChoices):
        PUSH = "push"
        MAIL = "mail"

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    notification = models.ForeignKey(
        "delivery.Notification", on_delete=models.CASCADE, related_name="+", db_index=False
    )
    by = models.CharField(max_length=4, choices=By.choices)
    at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notification", "by"], name="told_once_a_way")]
        indexes = [
            models.Index(fields=["face", "by"], condition=models.Q(told_at=None), name="due_by_face"),
            models.Index(fields=["told_at"], name="told_long_ago"),
        ]


class Bell(models.Model):
    """A face wants, or does not want, to hear of answers in one thread."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    root = models.ForeignKey("talk.Post", on_delete=models.CASCADE, related_name="+")
    on = models.BooleanField()
    muted = models.BooleanField(default=False)
    """It wants to hear nothing of the thread at all, not even what concerns itself."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "root"], name="one_bell_a_thread")]


class PushSubscription(models.Model):
    """One face on one device: for as long as that device's session lives, or the token of an app there."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey("sessions.Session", null=True, on_delete=models.CASCADE, related_name="+")
    token = models.OneToOneField("people.Token", null=True, on_delete=models.CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000)
    """The address of the push service; itself a secret between it, the device and this site."""
    endpoint_key = models.CharField(max_length=64)
    """The endpoint's digest, which fits an index on every database."""
    p256dh = models.CharField(max_length=120)
    auth = models.CharField(max_length=40)
    alerts = models.JSONField(default=dict)
    """Of an app: the kinds it asked for, in the words of its API."""
    whose = models.CharField(max_length=8, default="all")
    """Of an app: of whose doings it is told. all, followed, follower or none."""
    standard = models.BooleanField(default=True)
    """Sealed as RFC 8291 has it; else as its fourth draft had it, which older apps expect."""
    sealed_token = models.CharField(max_length=400, blank=True)
    """Of an app: its token, which it wants to read in each message, encrypted (`telling.tokens`)."""
    made_at = models.DateTimeField(default=timezone.now)
    failing_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["face", "endpoint_key"],
                condition=models.Q(token=None),
                name="one_face_a_device",
            ),
            models.CheckConstraint(
                condition=models.Q(session=None, token__isnull=False)
                | models.Q(session__isnull=False, token=None),
                name="a_device_has_a_session_or_a_token",
            ),
        ]
