"""Ties between faces, and what was last changed in one's circles."""

from django.db import models
from django.utils import timezone

from .faces import Face


class Follow(models.Model):
    """`follower` follows `followed`, who accepted. The followers circle of `followed` holds the same fact."""

    follower = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="follows")
    followed = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="followed_by")
    at = models.DateTimeField(default=timezone.now)
    boosts = models.BooleanField(default=True)
    """Show what they boost in the follower's home."""
    bell = models.BooleanField(default=False)
    """Tell the follower of each post."""
    languages = models.CharField(max_length=200, blank=True)
    """Codes of the only languages the follower wants to read them in, parted by spaces; empty: in all."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follows_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="follows_others"),
        ]


class FollowRequest(models.Model):
    """Asks to follow. A pending request is nobody's membership."""

    asker = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asks")
    asked = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asked_by")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ignored = models.BooleanField(default=False)
    """Declined: out of the asked face's list, while the asker sees it pending until withdrawn."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "asked"], name="asks_once")]


class Block(models.Model):
    """`blocker` blocked `blocked` by this name; the engine's vetoes bind the member's other faces too."""

    blocker = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="blocks_once")]


class Mute(models.Model):
    """`muter` does not want to read `muted` until a moment (null: until they say so)."""

    muter = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="muted_by")
    until = models.DateTimeField(null=True)
    notifications_too = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["muter", "muted"], name="mutes_once")]


class CircleMove(models.Model):
    """What a face last changed in its circles, kept for undo."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)
    added = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    """Pairs of circle id and face id."""
    undone = models.BooleanField(default=False)
