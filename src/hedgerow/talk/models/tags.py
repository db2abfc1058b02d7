"""Tags that a face shows on its page."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .posts import Tag


class FeaturedTag(models.Model):
    """A tag that a face shows on its page, to lead to what it says with it."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey(
        "people.Face", on_delete=models.CASCADE, related_name="featured_tags", db_index=False
    )
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "tag"], name="features_a_tag_once")]
