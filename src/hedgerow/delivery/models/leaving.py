"""What left the site of posts that are not public: for authors, and for an operator after an accident."""

from django.db import models


class Left(models.Model):
    """A post left by a door, to one reader. All of it is plain numbers, so that it outlives the post."""

    class Door(models.TextChoices):
        MAIL = "mail"
        """A mail at once."""
        NOTE = "note"
        """The note of a day or a week."""
        PUSH = "push"
        """A message on a device, from a browser or an app."""
        APP = "app"
        """An app that reads for its face."""

    post = models.BigIntegerField()
    public_id = models.BigIntegerField()
    author = models.BigIntegerField()
    scope = models.CharField(max_length=9)
    door = models.CharField(max_length=4, choices=Door.choices)
    reader = models.BigIntegerField()
    """A mark that is another for every post (`leaving.rules.mark`): it counts readers and names none."""
    words = models.BooleanField()
    """Words of it left; else only that it was there."""
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "door", "reader"], name="left_once_a_door_and_reader")
        ]
        indexes = [models.Index(fields=["at"], name="left_by_time")]
