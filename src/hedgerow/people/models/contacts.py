"""Ties between faces, and what was last changed in one's circles."""

from django.db import models
from django.utils import timezone

from .faces import Face


class Follow(models.Model):
    """`follower` follows `followed`, who accepted. The followers circle of `followed` holds the same fact,
    except for whom it accepted quietly (`Mark`).
    """

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


class Mark(models.Model):
    """What a face notes of another one. Nobody else ever knows, the marked one least of all."""

    class Kind(models.TextChoices):
        QUIET = "quiet"
        """Accepted quietly: follows like anybody, and is in neither the followers nor the mutual followers
        circle. It outlives the follow, so that following anew is no way round it.
        """
        CLOSE = "close"
        LOOKED = "looked"
        """What made somebody's place worth a look (`about`) was looked at, and is not said again."""

    owner = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="marks", db_index=False)
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="marked_by")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    about = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "kind", "face", "about"], name="marked_once"),
        ]


class FollowRequest(models.Model):
    """Asks to follow. A pending request is nobody's membership."""

    asker = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asks")
    asked = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asked_by")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ignored = models.BooleanField(default=False)
    """Declined: out of the asked face's list, while the asker sees it pending until withdrawn."""
    boosts = models.BooleanField(default=True)
    bell = models.BooleanField(default=False)
    languages = models.CharField(max_length=200, blank=True)
    """How the asker wants to follow once it may: as in `Follow`."""

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
    at = models.DateTimeField(default=timezone.now)
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
