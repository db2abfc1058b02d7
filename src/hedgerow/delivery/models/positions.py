"""How far a face has read."""

from django.db import models
from django.utils import timezone


class ReadPosition(models.Model):
    """How far a face has read a timeline. Posts are meant by their public ids."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    timeline = models.CharField(max_length=40)
    post = models.BigIntegerField()
    """The newest post it had read when its present visit began."""
    seen = models.BigIntegerField(default=0)
    """The newest post it has been shown since."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "timeline"], name="one_position_a_timeline")]


class Marker(models.Model):
    """Where an app's reader stands in a timeline, as apps tell each other."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    timeline = models.CharField(max_length=20)
    last_read = models.BigIntegerField()
    version = models.PositiveIntegerField(default=0)
    """Grows with each change, so that of two at the same time one is refused."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "timeline"], name="one_marker_a_timeline")]
