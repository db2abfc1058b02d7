"""One composition in different words for different people."""

from django.db import models


class Composition(models.Model):
    """What was composed once and said in several variants. Its author alone knows that there is one."""


class Variant(models.Model):
    """One variant: a post of its own, or nothing at all for whom it is meant."""

    composition = models.ForeignKey(Composition, on_delete=models.CASCADE, related_name="variants")
    place = models.PositiveSmallIntegerField()
    """In the author's order, by which the first that is meant for somebody is theirs. The last one is what is
    said to all besides.
    """
    post = models.OneToOneField("talk.Post", null=True, on_delete=models.CASCADE, related_name="+")
    """None: they are shown nothing."""
    meant = models.BigIntegerField()
    """The engine's id of the audience as it was chosen; whom it was fixed for stands in the post's own."""
    count = models.PositiveIntegerField()
    """How many of this site it was fixed for."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["composition", "place"], name="one_variant_a_place")]
