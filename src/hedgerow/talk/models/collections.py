"""Collections: posts somebody gathered, with an audience of their own."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from hedgerow.boundary.guard import Guarded, GuardedManager
from hedgerow.kernel.ids import random_id

from .posts import Post


class Collection(Guarded):
    """A board of posts. Who sees it is asked of the boundary as for a post; each post on it is asked anew."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    author = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="collections")
    name = models.CharField(max_length=100)
    description = models.TextField(max_length=1000, blank=True)
    cover_blob = models.CharField(max_length=80, blank=True)
    cover_alt = models.CharField(max_length=300, blank=True)
    scope = models.CharField(max_length=9, blank=True)
    """Its audience in one word, by which everybody but its author knows it; see `talk.posts.rules`."""
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[GuardedManager["Collection"]] = GuardedManager()


class CollectionItem(models.Model):
    """A post on a collection, in the order its author gave."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="items", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["collection", "post"], name="gathered_once")]
