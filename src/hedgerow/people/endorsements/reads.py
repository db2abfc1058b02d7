"""Whom a face endorses."""

from collections.abc import Collection

from hedgerow.kernel.windows import Window
from hedgerow.people import ties
from hedgerow.people.contacts.pages import FacePage
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Endorsement


def page(viewer: int | None, face: int, window: Window) -> FacePage:
    """Whom this face endorses, as far as the viewer could open their pages. Whoever asks has met the face
    itself.
    """
    rows = window.cut(Endorsement.objects.filter(face=face), "endorsed__public_id", "endorsed_id")
    found = {endorsed for _place, endorsed in rows}
    if viewer is None:
        shown = {each for each, card in faces.cards(found).items() if card.state == "active"}
    else:
        shown = ties.visible(viewer, found) | (found & {viewer})
    seen = [(place, endorsed) for place, endorsed in rows if endorsed in shown]
    after = rows[-1][0] if len(rows) >= window.limit else None
    return FacePage([endorsed for _, endorsed in seen], [place for place, _ in seen], after)


def among(actor: int, others: Collection[int]) -> set[int]:
    """Those of the others that the actor endorses."""
    rows = Endorsement.objects.filter(face=actor, endorsed__in=others)
    return set(rows.values_list("endorsed", flat=True))
