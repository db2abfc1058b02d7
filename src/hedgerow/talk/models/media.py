"""Files that posts carry."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .posts import Post


class Media(models.Model):
    """A picture. Until a post takes it, only the face that brought it sees it."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    owner = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="media")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="media")
    position = models.PositiveSmallIntegerField(default=0)
    blob = models.CharField(max_length=80)
    small_blob = models.CharField(max_length=80)
    mime = models.CharField(max_length=40)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    alt = models.CharField(max_length=1500, blank=True)
    blurhash = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
