"""Logins, and the invitations that let somebody register."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
        NEW = "new", _("signing up")
        WAITING = "waiting", _("waiting for approval")
        ACTIVE = "active", _("active")
        SUSPENDED = "suspended", _("suspended")
        CLOSING = "closing", _("closing")

    email = models.EmailField(_("e-mail address"), db_index=True)
    """Where the site confirms no addresses, several logins may have said the same one; only one of them can
    have it confirmed."""
    role = models.CharField(max_length=10, choices=Role.choices, default=Role.MEMBER)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ACTIVE)
    language = models.CharField(max_length=12, default="en")
    why_joining = models.TextField(blank=True, max_length=1000)
    to_approve = models.BooleanField(default=False)
    """Once their address is confirmed, an operator is asked whether they may come in."""
    invited_by_code = models.CharField(max_length=32, blank=True)
    """With which invitation somebody new came; nothing as soon as they are in."""
    joined_at = models.DateTimeField(default=timezone.now)
    closing_at = models.DateTimeField(null=True, blank=True)
    """When the account is really gone, once its member asked to close it."""
    confirm_by = models.DateTimeField(null=True, blank=True)
    """Until when who joined may confirm their address; None: nobody asks, or it is known."""

    welcome_due = models.BooleanField(default=False)
    """They signed up and have not seen the welcome yet."""

    objects: ClassVar[MemberManager] = MemberManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether Django lets this login in; who waits, closes or is suspended sees a page that says so."""
        return True

    def __str__(self) -> str:
        return f"member {self.pk}"


class Invitation(models.Model):
    """A code with which somebody may register."""

    code = models.CharField(max_length=32, unique=True)
    made_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL)
    face = models.ForeignKey("people.Face", null=True, on_delete=models.CASCADE, related_name="invitations")
    """Whose link it is, when no operator made it; operators do not see those."""
    named = models.BooleanField(default=False)
    """Whoever opens the link is told which face it comes from."""
    note = models.CharField(max_length=200, blank=True)
    group = models.CharField(max_length=200, blank=True, db_index=True)
    """Whoever signs on as a member of this group of the organisation may use it; nobody else then."""
    uses_left = models.PositiveIntegerField(default=1)
    expires_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(default=timezone.now)
