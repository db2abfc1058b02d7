"""Saying that somebody is not to be suggested."""

from hedgerow.kernel.writing import write
from hedgerow.people import ties
from hedgerow.people.models import PassedOver

MOST = 5_000


def pass_over(actor: int, other: int) -> None:
    """Suggest this face no more. Twice is once; the oldest of very many are forgotten. Raises NotFound."""
    with write():
        ties.lock(actor)
        ties.meet(actor, other)
        PassedOver.objects.get_or_create(face_id=actor, other_id=other)
        kept = PassedOver.objects.filter(face=actor).order_by("-id").values_list("id", flat=True)
        PassedOver.objects.filter(face=actor, id__in=list(kept[MOST : MOST + 100])).delete()
