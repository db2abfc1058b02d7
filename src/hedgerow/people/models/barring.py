"""Whom the site keeps out, and which servers a face keeps away from itself."""

from django.db import models
from django.utils import timezone

from hedgerow.kernel.ids import random_id

from .faces import Face


class Barred(models.Model):
    """Something by which the site keeps people or servers out. What it is stands in `what`, in one form."""

    class Kind(models.TextChoices):
        MAIL = "mail"
        """E-mail addresses of a domain, and of those below it."""
        ADDRESS = "address"
        """One e-mail address: its fingerprint alone is kept."""
        NETWORK = "network"
        """Internet addresses, as `192.0.2.0/24`."""
        SERVER = "server"
        """Another server, by its domain."""
        ALLOWED = "allowed"
        """Another server that may always talk to this one."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    kind = models.CharField(max_length=7, choices=Kind.choices)
    what = models.CharField(max_length=253)
    manner = models.CharField(max_length=24, blank=True)
    """How far it is kept out (`people.barring.rules`)."""
    note = models.TextField(max_length=2000, blank=True)
    """Why, for who runs the site."""
    said = models.TextField(max_length=2000, blank=True)
    """Why, for everybody."""
    flags = models.JSONField(default=list)
    """What else holds for a server: words of `people.barring.rules.FLAGS`."""
    ends_at = models.DateTimeField(null=True)
    turned_away = models.PositiveIntegerField(default=0)
    """How often somebody could not join because of it: a number, never who."""
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "what"], name="barred_once")]


class ShutServer(models.Model):
    """`face` wants nothing of this server. Nobody else knows of it."""

    face = models.ForeignKey(Face, on_delete=models.CASCADE, related_name="shut_servers", db_index=False)
    domain = models.CharField(max_length=253)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "domain"], name="shuts_server_once")]
