"""Circles that were suggested to a face, and those it does not want to hear of again."""

from django.db import models
from django.utils import timezone

from .faces import Face


class Suggesting(models.Model):
    """The last look at a face's contacts. Only its face reads it, and only while all it rests on is still
    to be seen.
    """

    face = models.OneToOneField(Face, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    looking = models.BooleanField(default=True)
    rests_on = models.JSONField(default=dict)
    """`people.suggesting.seen.Seen`: what was looked at."""
    groups = models.JSONField(default=list)
    """Each a key, people by their dense ids and a name that may be empty."""


class DismissedCircle(models.Model):
    """People whom a face does not want suggested as a circle, nor as newcomers to one."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="+")
    people = models.JSONField()
    at = models.DateTimeField(default=timezone.now)
