"""The engine's tables. Faces are plain integers here: the engine knows no other room.

Moments are integer microseconds since the Unix epoch, so that they compare alike on every database.
"""

from django.db import models

from hedgerow.kernel.ids import random_id

FACE = models.BigIntegerField


class Circle(models.Model):
    """Any set of faces that can be an audience, and the promise of how far back joining lets one see."""

    class History(models.TextChoices):
        FROM_JOINING = "joining"
        ALL = "all"

    class Kind(models.TextChoices):
        OWN = "own"
        FOLLOWERS = "followers"
        MUTUALS = "mutuals"
        LABEL = "label"
        CONVERSATION = "conversation"
        """Nobody's own: the faces in a direct conversation."""
        FIXED = "fixed"
        """Nobody's own: just the faces it was made of, for good (`algebra.is_fixed`)."""

    public_id = models.BigIntegerField(unique=True, default=random_id)
    owner = FACE(null=True, db_index=True)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    name = models.CharField(max_length=80, blank=True)
    history = models.CharField(max_length=8, choices=History.choices, default=History.FROM_JOINING)
    made_at = models.BigIntegerField()
    closed_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "kind"],
                condition=models.Q(kind__in=["followers", "mutuals"]),
                name="one_followers_and_one_mutuals_circle",
            ),
            models.UniqueConstraint(
                fields=["owner", "name"], condition=models.Q(kind="label"), name="one_circle_a_label"
            ),
        ]


class Membership(models.Model):
    """A face in a circle from `since` to `left_at`, seeing what entered from `sees_from` on."""

    circle = models.ForeignKey(Circle, on_delete=models.CASCADE, db_index=False)
    face = FACE()
    since = models.BigIntegerField()
    sees_from = models.BigIntegerField()
    left_at = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["circle", "face"], condition=models.Q(left_at=None), name="in_a_circle_once"
            )
        ]
        indexes = [
            models.Index(fields=["face", "circle", "left_at", "sees_from"], name="membership_by_face"),
            models.Index(fields=["circle", "left_at", "face"], name="membership_by_circle"),
        ]


class Audience(models.Model):
    """What a thing is addressed to, interned: equal audiences are one row. `parts` clauses joined by AND."""

    fingerprint = models.BinaryField(max_length=32, unique=True)
    parts = models.PositiveSmallIntegerField()


class Term(models.Model):
    """One circle or one face that a clause of an audience includes or excludes."""

    audience = models.ForeignKey(Audience, on_delete=models.CASCADE, db_index=False)
    part = models.PositiveSmallIntegerField()
    include = models.BooleanField()
    circle = models.BigIntegerField(null=True)
    face = FACE(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(circle__isnull=True) ^ models.Q(face__isnull=True),
                name="a_term_is_a_circle_or_a_face",
            )
        ]
        indexes = [
            models.Index(fields=["audience", "include", "part", "circle", "face"], name="term_by_audience"),
            models.Index(fields=["circle", "include"], name="term_by_circle_use"),
        ]


class Gate(models.Model):
    """What everything below a thing stands behind: the thing's author, audience and moment.

    Made with the first reply. Narrowing the thing narrows its gate, and so all that is below, in one row.
    """

    author = FACE()
    """0 where the gate only joins two others: a reply that quotes something that is not public."""
    audience = models.ForeignKey(Audience, on_delete=models.PROTECT)
    entered_at = models.BigIntegerField()
    gone = models.BooleanField(default=False)
    expires_at = models.BigIntegerField(null=True)


class GatePath(models.Model):
    """A gate and each gate that must be open with it: itself and all above."""

    gate = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="path", db_index=False)
    above = models.ForeignKey(Gate, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["gate", "above"], name="gate_path")]


class Veto(models.Model):
    """A block keeps `face` from seeing `other`. Between two who are blocked by name it stands both ways."""

    face = FACE()
    other = FACE()
    blocker = FACE()
    """The face that blocked; one of the two. Each of them may have blocked the other."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["face", "other", "blocker"], name="veto_once")]
        indexes = [models.Index(fields=["other"], name="veto_by_other")]


class Standing(models.Model):
    """What the engine must know of a face: is it of this site, and is it suspended or closed."""

    face = models.BigIntegerField(primary_key=True)
    local = models.BooleanField()
    stopped = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["face"], condition=models.Q(stopped=True), name="stopped_faces")]
