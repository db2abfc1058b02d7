"""What operators announce, and what faces did with it."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import timed_id

from .faces import Face


class Announcement(models.Model):
    """What everybody on this site is told for a time."""

    public_id = models.BigIntegerField(unique=True, default=timed_id)
    text = models.TextField(max_length=5_000)
    """Light Markdown."""
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    """When what it is about takes place; after that it is over. Of whole days their first moments."""
    all_day = models.BooleanField(default=False)
    publish_at = models.DateTimeField()
    """Shown from then on."""
    ended_at = models.DateTimeField(null=True)
    """An operator ended it."""
    told = models.BooleanField(default=False)
    """Open streams have heard that it is shown."""
    changed_at = models.DateTimeField(default=timezone.now)


class AnnouncementSign(models.Model):
    """With what somebody reacted to an announcement: an emoji, or the code of one of the site's own."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, db_index=False)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["announcement", "name"], name="one_sign_of_a_kind")]


class AnnouncementReaction(models.Model):
    """A face reacted so."""

    sign = models.ForeignKey(
        AnnouncementSign, on_delete=models.CASCADE, related_name="reactions", db_index=False
    )
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign", "face"], name="one_sign_a_face")]


class PutAway(models.Model):
    """A face has read an announcement, and is not shown it again."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="+", db_index=False)
    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "announcement"], name="puts_away_once")]
