"""What a face keeps about others: notes for itself, whom it recommends, how its circles are read."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .faces import Face


class Note(models.Model):
    """What a face wrote down about another one. Nobody else ever reads it."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="notes", db_index=False)
    about = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="noted_by")
    text = models.TextField(max_length=2000)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "about"], name="one_note_a_face")]


class Endorsement(models.Model):
    """`face` follows `endorsed` and shows it on its own page."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="endorses", db_index=False)
    endorsed = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="endorsed_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "endorsed"], name="endorses_once")]


class PassedOver(models.Model):
    """`face` does not want `other` suggested to it any more."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="passed_over", db_index=False)
    other = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="passed_over_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "other"], name="passes_over_once")]


class CircleManner(models.Model):
    """How the owner of a circle reads what those in it write; a circle without a row is read as usual."""

    class Replies(models.TextChoices):
        LIST = "list"
        """Answers among those in the circle."""
        FOLLOWED = "followed"
        """Answers to whom the owner follows."""
        NONE = "none"

    owner = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="circle_manners")
    circle = models.BigIntegerField(unique=True)
    """The engine's dense id."""
    replies = models.CharField(max_length=8, choices=Replies.choices, default=Replies.LIST)
    exclusive = models.BooleanField(default=False)
    """What those in it write is left out of the owner's home."""


class FollowedTag(models.Model):
    """What is said in public with this tag stands in the face's home. Nobody else knows of it."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="followed_tags", db_index=False)
    key = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "key"], name="follows_tag_once")]
