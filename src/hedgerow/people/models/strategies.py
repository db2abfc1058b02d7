"""How a member keeps its lives apart or together: a secret of its own."""

from django.db import models
from django.utils import timezone

from .contacts import FollowRequest
from .faces import Face
from .members import Member


class Strategy(models.Model):
    """What a member chose and answered. Nobody else reads it, whoever runs the site included."""

    class Name(models.TextChoices):
        OPEN = "open"
        AUDIENCE = "audience"
        CONTENT = "content"
        CUSTOM = "custom"

    member = models.OneToOneField(Member, on_delete=models.CASCADE, related_name="+")
    chosen = models.CharField(max_length=8, choices=Name.choices, blank=True)
    chosen_at = models.DateTimeField(null=True)
    face = models.ForeignKey(Face, null=True, on_delete=models.SET_NULL, related_name="+")
    """The face it was chosen for; of Audience the private one."""
    work = models.ForeignKey(Face, null=True, on_delete=models.SET_NULL, related_name="+")
    """Of Audience, the professional face."""
    answers = models.JSONField(default=list)
    """One number from 1 to 5 a statement; empty where none was given."""
    before = models.JSONField(default=dict)
    """What it was before, for undo: see `talk.strategies`."""
    deflection = models.TextField(max_length=300, blank=True)
    """The kind answer to who asks for the private face from work, as its member wrote it."""
    mirrored_at = models.DateTimeField(null=True)
    """When the member was told of its mirror."""


class Deflection(models.Model):
    """A kind answer to a request that goes on waiting, for its asker to read: nothing but what was said."""

    request = models.OneToOneField(FollowRequest, on_delete=models.CASCADE, related_name="deflection")
    words = models.TextField(max_length=300)
    instead = models.ForeignKey(Face, null=True, on_delete=models.SET_NULL, related_name="+")
    """The face that may be asked instead, where its member chose to name it."""
    at = models.DateTimeField(default=timezone.now)
