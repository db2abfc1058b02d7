"""Posts that came from elsewhere."""

from django.db import models

from .collections import Collection
from .posts import Post


class BroughtPost(models.Model):
    """A post was said elsewhere, at another time. Order and boundary go by when it came here."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="brought")
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    origin = models.CharField(max_length=64)
    """Which post of which archive it is, so that the same one comes once."""
    told_at = models.DateTimeField()
    """When it was said, as its archive tells."""
    brought = models.ForeignKey("people.Import", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "origin"], name="brought_once")]


class BroughtCollection(models.Model):
    """A collection came from an archive."""

    collection = models.OneToOneField(Collection, on_delete=models.CASCADE, related_name="brought")
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    origin = models.CharField(max_length=64)
    """Which collection of which archive it is, so that the same one comes once."""
    brought = models.ForeignKey("people.Import", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "origin"], name="collection_brought_once")]
