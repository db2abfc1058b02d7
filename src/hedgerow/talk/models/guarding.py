"""What the guard is told to look for. Nothing of what it found stands in any table."""

from django.db import models
from django.utils import timezone


class GuardWish(models.Model):
    """What one face wants of the guard; no row means the gentle one. Its face alone sees it."""

    face = models.OneToOneField("people.Face", on_delete=models.CASCADE, related_name="+")
    level = models.CharField(max_length=6, default="gentle")
    without = models.JSONField(default=list)
    """Kinds that it leaves out."""
    organisations = models.JSONField(default=list)
    """What the face's employers are called."""
    lists = models.JSONField(default=dict)
    """By theme, what the face adds to the given lists of words and takes from them, a line each."""
    every_post = models.BooleanField(default=False)
    """It asks for a second look at each post, whatever stands in it."""
    circles = models.JSONField(default=dict)
    """Another level for what goes to a circle, by the engine's dense id as text."""


class NotAgain(models.Model):
    """What a face does not want to hear again: a keyed fingerprint, and a word that tells it which it was."""

    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.CharField(max_length=32)
    kind = models.CharField(max_length=12)
    words = models.CharField(max_length=80, blank=True)
    """Empty for what is itself a secret."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "mark"], name="not_again_once")]


class ListedName(models.Model):
    """A name or pattern somebody wants kept: a face's own, or the site's where there is no face."""

    face = models.ForeignKey("people.Face", null=True, on_delete=models.CASCADE, related_name="+")
    words = models.CharField(max_length=200)
    pattern = models.BooleanField(default=False)
    by = models.CharField(max_length=80, blank=True)
    """Who asks for it, as they want to be called."""
    why = models.CharField(max_length=200, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
