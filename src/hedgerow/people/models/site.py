"""What the operators decided, did and said."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .faces import Face
from .members import Member


class Site(models.Model):
    """The one row of what the operator decided for this site."""

    class Registration(models.TextChoices):
        OPEN = "open", _("Anyone can join")
        INVITATION = "invitation", _("By invitation")
        APPROVAL = "approval", _("Anyone can ask, an operator approves")
        CLOSED = "closed", _("Nobody can join")

    name = models.CharField(max_length=60, default="Hedgerow")
    about = models.TextField(max_length=2000, blank=True)
    colour = models.PositiveSmallIntegerField(default=1)
    picture = models.CharField(max_length=80, blank=True)
    registration = models.CharField(
        max_length=12, choices=Registration.choices, default=Registration.INVITATION
    )
    members_invite = models.BooleanField(default=True)
    """Where one joins by invitation, may members invite too?"""
    confirm_email = models.BooleanField(default=True)
    rules = models.TextField(max_length=10_000, blank=True)
    privacy = models.TextField(max_length=20_000, blank=True)
    imprint = models.TextField(max_length=10_000, blank=True)
    norms = models.TextField(max_length=10_000, blank=True)
    """How people here use this, in their own words."""
    norms_thread = models.BigIntegerField(null=True)
    """The public id of the post under which that is discussed."""
    contact = models.EmailField(blank=True)


class AuditEntry(models.Model):
    """One act of an operator or moderator: who, what, on what, why. Never changed, never deleted."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)


class Warning(models.Model):
    """A moderator's word to a face, shown until it is read; or the site's, of an accident."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="warnings")
    text = models.TextField(max_length=2000)
    accident = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)


class CustomEmoji(models.Model):
    """A small picture of this site's own, written as `:code:`."""

    code = models.CharField(max_length=32, unique=True)
    blob = models.CharField(max_length=80)
    category = models.CharField(max_length=40, blank=True)
    on = models.BooleanField(default=True)
    made_at = models.DateTimeField(default=timezone.now)
