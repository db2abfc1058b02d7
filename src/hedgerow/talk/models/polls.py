"""Questions that posts ask, and what was answered."""

from django.db import models
from django.utils import timezone

from .posts import Post


class Poll(models.Model):
    """The question of one post. Who may see the post may vote while it is open."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="poll")
    multiple = models.BooleanField(default=False)
    hidden = models.BooleanField(default=False)
    """Nobody sees a number until the end, its author neither."""
    ends_at = models.BigIntegerField()
    """Microseconds, by the server's clock."""
    told_at = models.DateTimeField(null=True)
    """When its author and its voters were told of the end."""


class PollOption(models.Model):
    """One of the answers to choose from."""

    poll = models.ForeignKey(Poll, on_delete=models.CASCADE, related_name="options", db_index=False)
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "position"], name="one_option_a_place")]


class PollVote(models.Model):
    """A face chose an option. Nobody else is ever shown whose vote it is."""

    option = models.ForeignKey(PollOption, on_delete=models.CASCADE, related_name="votes", db_index=False)
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "face"], name="votes_once")]
