"""What a face does not want to read."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .posts import Post


class Filter(models.Model):
    """Posts with certain words, and certain posts, that a face wants warned of, blurred or hidden."""

    class Action(models.TextChoices):
        WARN = "warn"
        HIDE = "hide"
        BLUR = "blur"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="filters")
    title = models.CharField(max_length=200)
    contexts = models.JSONField(default=list)
    """Where it holds: see `talk.filters.rules.CONTEXTS`."""
    action = models.CharField(max_length=4, choices=Action.choices, default=Action.WARN)
    expires_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(default=timezone.now)


class FilterWord(models.Model):
    """Words that a filter looks for."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="words")
    words = models.CharField(max_length=512)
    whole = models.BooleanField(default=True)
    """Not inside of other words."""


class FilteredPost(models.Model):
    """A post that a filter means."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    filter = models.ForeignKey(Filter, on_delete=models.CASCADE, related_name="posts", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["filter", "post"], name="filters_a_post_once")]
