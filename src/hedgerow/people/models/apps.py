"""Apps that act for a face, the codes they are given and the tokens they show. No secret stands here in
clear: tokens, codes and secrets are long and random, so that a plain checksum of them is enough.
"""

from django.db import models
from django.db.models import Q
from django.utils import timezone

from .faces import Face
from .members import Member

CHECKSUM = 64


class App(models.Model):
    """A program that registered here. Anybody may register one; it can do nothing by that."""

    public_id = models.BigIntegerField(unique=True)
    client_id = models.CharField(max_length=43, unique=True)
    secret = models.CharField(max_length=CHECKSUM)
    """The checksum of its secret."""
    name = models.CharField(max_length=60)
    website = models.CharField(max_length=2000, blank=True)
    redirect_uris = models.JSONField(default=list)
    """Exactly as it registered them."""
    scopes = models.TextField()
    """The most it may ask for, parted by spaces."""
    made_at = models.DateTimeField(default=timezone.now, db_index=True)


class Token(models.Model):
    """What an app may do: for one face of a member, or for nobody but itself."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="tokens")
    member = models.ForeignKey(Member, null=True, on_delete=models.CASCADE, related_name="tokens")
    face = models.ForeignKey(Face, null=True, on_delete=models.CASCADE, related_name="tokens")
    checksum = models.CharField(max_length=CHECKSUM, unique=True)
    scopes = models.TextField()
    waits = models.BooleanField(default=False)
    """It was given at registering, and good for nothing until the member's address is confirmed."""
    made_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)
    """When it was last used, to the day."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(member=None, face=None) | Q(member__isnull=False, face__isnull=False),
                name="a_token_is_for_a_face_or_for_nobody",
            )
        ]


class AppCode(models.Model):
    """A code an app exchanges for a token, once and soon (RFC 6749 4.1.2)."""

    app = models.ForeignKey(App, on_delete=models.CASCADE, related_name="codes")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="app_codes")
    checksum = models.CharField(max_length=CHECKSUM, unique=True)
    redirect_uri = models.TextField()
    scopes = models.TextField()
    challenge = models.CharField(max_length=128, blank=True)
    """Of PKCE with S256 (RFC 7636); empty without."""
    expires_at = models.DateTimeField(db_index=True)
    used_at = models.DateTimeField(null=True)
    token = models.ForeignKey(Token, null=True, on_delete=models.SET_NULL, related_name="+")
    """What it was exchanged for: ended when the code is shown again."""
