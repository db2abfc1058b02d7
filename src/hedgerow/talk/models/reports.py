"""What was reported to the moderators."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id


class Report(models.Model):
    """Somebody hands the moderators a copy of what they saw: those posts alone, and their words."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    reporter = models.ForeignKey(
        "people.Face", null=True, on_delete=models.SET_NULL, related_name="reports_made"
    )
    about = models.ForeignKey("people.Face", on_delete=models.CASCADE, related_name="reports_about")
    category = models.CharField(max_length=20, default="other")
    words = models.TextField(max_length=2000, blank=True)
    copies = models.JSONField(default=list)
    """Copies of the posts handed in, as the reporter saw them."""
    rules = models.JSONField(default=list)
    """The site's rules that it is said to break, in the words they had then."""
    looked_into_by = models.ForeignKey(
        "people.Face", null=True, on_delete=models.SET_NULL, related_name="reports_looked_into"
    )
    """The face of the moderator who took it on: other moderators are shown it."""
    done_by = models.ForeignKey(
        "people.Face", null=True, on_delete=models.SET_NULL, related_name="reports_done"
    )
    """The face by which a moderator's app was done with it. The log names a login or this a face, never both:
    nobody is to learn which face is whose.
    """
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    outcome = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
