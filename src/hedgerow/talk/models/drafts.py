"""What is being written: drafts, those that wait for their moment, and how a face likes to write."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id


class StoredDraft(models.Model):
    """A draft of one face, on every device. With `send_at` it is a scheduled post. Its face alone sees it."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    face = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=64)
    """The composer's own key: the same composer saves into the same draft."""
    version = models.PositiveIntegerField(default=1)
    content = models.JSONField(default=dict)
    """What was typed and chosen, as `talk.drafts.rules.Content`."""
    replaced = models.JSONField(null=True)
    """What another device had written before this version took its place."""
    send_at = models.BigIntegerField(null=True, db_index=True)
    """When it leaves, in microseconds."""
    returned = models.CharField(max_length=20, blank=True)
    """Why a scheduled post became a draft again; see `talk.drafts.rules`."""
    gone_at = models.BigIntegerField(null=True)
    """Deleted; for a minute it can be taken back."""
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "key"], name="one_draft_a_composer")]


class WritingHabit(models.Model):
    """What a face wants of every new post."""

    face = models.OneToOneField("people.Face", on_delete=models.CASCADE, related_name="+")
    vanish_after = models.PositiveIntegerField(null=True)
    """Seconds; None: posts stay."""
