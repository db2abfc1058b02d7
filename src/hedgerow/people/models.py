"""The tables of people. A member is a login and is never shown to anybody; a face is how a member appears."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hedgerow.kernel.ids import random_id


class MemberManager(BaseUserManager["Member"]):
    """Makes members from an e-mail address and a password."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "Member":
        member = self.model(email=self.normalize_email(email).lower(), **fields)
        member.set_password(password)
        member.save(using=self._db)
        return member


class Member(AbstractBaseUser):
    """One human's login. Never shown to anybody."""

    class Role(models.TextChoices):
        MEMBER = "member", _("member")
        MODERATOR = "moderator", _("moderator")
        OPERATOR = "operator", _("operator")

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for approval")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        CLOSING = "closing", _("closing")

    email = models.EmailField(_("e-mail address"), unique=True)
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    language = models.CharField(max_length=12, default="en")
    why_joining = models.TextField(blank=True, max_length=1000)
    invited_by_code = models.CharField(max_length=32, blank=True)
    joined_at = models.DateTimeField(default=timezone.now)
    closing_at = models.DateTimeField(null=True, blank=True)
    """When the account is really gone, once its member asked to close it."""

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether Django lets this login in; who waits, closes or is suspended sees a page that says so."""
        return True

    def __str__(self) -> str:
        return f"member {self.pk}"


class Face(models.Model):
    """How a member appears: follows, posts, is followed. A remote account is a face without a member."""

    class State(models.TextChoices):
        ACTIVE = "active"
        SUSPENDED = "suspended"
        CLOSING = "closing"
        GONE = "gone"

    public_id = models.BigIntegerField(unique=True, default=random_id)
    member = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="faces")
    handle = models.CharField(max_length=30)
    handle_key = models.CharField(max_length=60)
    """The handle folded so that look-alikes clash (`kernel.handles`)."""
    domain = models.CharField(max_length=253, blank=True)
    name = models.CharField(max_length=60, blank=True)
    bio = models.TextField(max_length=1000, blank=True)
    bio_html = models.TextField(blank=True)
    links = models.JSONField(default=list)
    """At most four `{"name": …, "url": …}`."""
    colour = models.PositiveSmallIntegerField(default=1)
    language = models.CharField(max_length=12, blank=True)
    """The language its posts are in by default; empty means the member's."""
    time_zone = models.CharField(max_length=64, default="UTC")
    no_index = models.BooleanField(default=True)
    locked = models.BooleanField(default=True)
    """Whoever asks to follow waits for an answer."""
    picture = models.CharField(max_length=80, blank=True, db_index=True)
    """The blob's random name; each face has its own file even for the same picture."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    closing_at = models.DateTimeField(null=True, blank=True)
    followers_circle = models.BigIntegerField(unique=True, null=True)
    mutuals_circle = models.BigIntegerField(unique=True, null=True)
    default_audience = models.JSONField(null=True)
    """The audience a post has when none is named, as `people.audiences.Choice`; null means followers."""
    settings = models.JSONField(default=dict)
    """Small switches of this face: see `people.faces.Settings`."""
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["handle_key", "domain"], name="one_face_a_handle"),
        ]

    def __str__(self) -> str:
        return f"@{self.handle}" + (f"@{self.domain}" if self.domain else "")


class Follow(models.Model):
    """`follower` follows `followed`, who accepted. The followers circle of `followed` holds the same fact."""

    follower = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="follows")
    followed = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="followed_by")
    at = models.DateTimeField(default=timezone.now)
    boosts = models.BooleanField(default=True)
    """Show what they boost in the follower's home."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["follower", "followed"], name="follows_once"),
            models.CheckConstraint(condition=~models.Q(follower=models.F("followed")), name="follows_others"),
        ]


class FollowRequest(models.Model):
    """Asks to follow. A pending request is nobody's membership."""

    asker = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asks")
    asked = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="asked_by")
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    ignored = models.BooleanField(default=False)
    """Declined: out of the asked face's list, while the asker sees it pending until withdrawn."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asker", "asked"], name="asks_once")]


class Block(models.Model):
    """`blocker` blocked `blocked` by this name; the engine's vetoes bind the member's other faces too."""

    blocker = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="blocks")
    blocked = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="blocked_by")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["blocker", "blocked"], name="blocks_once")]


class Mute(models.Model):
    """`muter` does not want to read `muted` until a moment (null: until they say so)."""

    muter = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="mutes")
    muted = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="muted_by")
    until = models.DateTimeField(null=True)
    notifications_too = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["muter", "muted"], name="mutes_once")]


class CircleMove(models.Model):
    """What a face last changed in its circles, kept for undo."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE)
    at = models.DateTimeField(default=timezone.now)
    added = models.JSONField(default=list)
    removed = models.JSONField(default=list)
    """Pairs of circle id and face id."""
    undone = models.BooleanField(default=False)


class Invitation(models.Model):
    """A code with which somebody may register."""

    code = models.CharField(max_length=32, unique=True)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)
    note = models.CharField(max_length=200, blank=True)
    uses_left = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)


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
    confirm_email = models.BooleanField(default=True)
    rules = models.TextField(max_length=10_000, blank=True)
    privacy = models.TextField(max_length=20_000, blank=True)
    imprint = models.TextField(max_length=10_000, blank=True)
    contact = models.EmailField(blank=True)


class AuditEntry(models.Model):
    """One act of an operator or moderator: who, what, on what, why. Never changed, never deleted."""

    at = models.DateTimeField(default=timezone.now, db_index=True)
    actor = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=200)
    detail = models.JSONField(default=dict)


class Warning(models.Model):
    """A moderator's word to a face, shown until it is read."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="warnings")
    text = models.TextField(max_length=2000)
    at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
