"""A face's own notes."""

from collections.abc import Collection

from hedgerow.people.models import Note


def about(actor: int, faces: Collection[int]) -> dict[int, str]:
    """What the actor wrote down about these faces; those without a note are left out."""
    return dict(Note.objects.filter(face=actor, about__in=faces).values_list("about", "text"))
