"""Files that posts carry: pictures, videos and sounds."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .posts import Post


class Media(models.Model):
    """A picture, a video or a sound. Until a post takes it, only the face that brought it sees it."""

    class Kind(models.TextChoices):
        PICTURE = "picture"
        VIDEO = "video"
        AUDIO = "audio"

    class State(models.TextChoices):
        WAITING = "waiting"
        WORKING = "working"
        READY = "ready"
        FAILED = "failed"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    owner = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="media")
    post = models.ForeignKey(Post, null=True, on_delete=models.CASCADE, related_name="media")
    draft = models.ForeignKey("StoredDraft", null=True, on_delete=models.SET_NULL, related_name="media")
    """While a draft holds it, it is not swept up."""
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=7, choices=Kind.choices, default=Kind.PICTURE)
    state = models.CharField(max_length=7, choices=State.choices, default=State.READY)
    progress = models.PositiveSmallIntegerField(default=0)
    """Of the work on a video or a sound: in hundredths."""
    tries = models.PositiveSmallIntegerField(default=0)
    """How often work on it began; a file that ends its worker each time is given up."""
    trouble = models.CharField(max_length=20, blank=True)
    """Why it failed: one of `talk.media.rules.TROUBLES`, told to its owner alone."""
    called = models.CharField(max_length=100, blank=True)
    """The name its owner's device gave it, to name it while it is in the making or if it fails."""
    source_blob = models.CharField(max_length=80, blank=True)
    """What was brought, until it is made ready."""
    blob = models.CharField(max_length=80, blank=True)
    small_blob = models.CharField(max_length=80, blank=True)
    """A small picture; of a video its poster; of a sound nothing."""
    small_width = models.PositiveSmallIntegerField(default=0, db_default=0)
    small_height = models.PositiveSmallIntegerField(default=0, db_default=0)
    """Of a small picture that its owner gave it; 0 where it is one of the file itself."""
    captions_blob = models.CharField(max_length=80, blank=True)
    captions_language = models.CharField(max_length=12, blank=True)
    mime = models.CharField(max_length=40)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    duration = models.PositiveIntegerField(default=0)
    """In milliseconds."""
    loops = models.BooleanField(default=False)
    """A moving picture without sound, as GIFs are."""
    pace = models.CharField(max_length=40, blank=True, default="", db_default="")
    """Of a film or a sound: how many bits a second takes and, of a film, how many pictures, as a fraction:
    `862056 30000/1001`. Empty for what was made ready before this was noted.
    """
    waveform = models.CharField(max_length=128, blank=True)
    """How loud a sound is on its way: a digit a stretch, 0 to 9 and then a to z."""
    focus_x = models.SmallIntegerField(default=0)
    focus_y = models.SmallIntegerField(default=0)
    """What stays in sight where it is cut: from the middle, in thousandths of half a side, right and up."""
    alt = models.CharField(max_length=1500, blank=True)
    blurhash = models.CharField(max_length=60, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
