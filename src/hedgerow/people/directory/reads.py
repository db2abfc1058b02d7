"""Faces that let themselves be found by anybody."""

from hedgerow.boundary import reads as boundary
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces import rules
from hedgerow.people.models import Face, PassedOver

MOST = 5_000


def discoverable(viewer: int | None) -> list[int]:
    """Active faces of this site (dense ids) that anybody may find, without those behind a block that the
    viewer may know of, or that does not let it in.
    """
    rows = Face.objects.filter(no_index=False, limited=False, domain="", state=rules.ACTIVE)
    found = list(rows.order_by("-public_id").values_list("id", flat=True)[:MOST])
    active = [face for face, card in faces.cards(found).items() if card.state == rules.ACTIVE]
    if viewer is None:
        return active
    hidden = faces.apart(viewer, boundary.vetoed(viewer))
    return [face for face in active if face not in hidden]


def passed_over(actor: int) -> set[int]:
    """Whom this face does not want suggested."""
    return set(PassedOver.objects.filter(face=actor).values_list("other", flat=True))
