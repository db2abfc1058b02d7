"""What links show of themselves."""

from django.db import models

from .posts import Post


class Card(models.Model):
    """What a link shows of itself, fetched once per address. Shown only with a post that carries it."""

    url = models.URLField(max_length=2000, unique=True)
    title = models.CharField(max_length=300, blank=True)
    description = models.CharField(max_length=500, blank=True)
    site_name = models.CharField(max_length=100, blank=True)
    author = models.CharField(max_length=100, blank=True)
    """Who made what the page shows, in the page's own words."""
    kind = models.CharField(max_length=5, default="link")
    """What the page shows: link, photo, video or rich (oEmbed 1.0, 2.3.4)."""
    blob = models.CharField(max_length=80, blank=True)
    fetched_at = models.DateTimeField(null=True)
    failed = models.BooleanField(default=False)


class PostCard(models.Model):
    """A post's first link has this card."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, related_name="card")
    card = models.ForeignKey(Card, on_delete=models.CASCADE)
