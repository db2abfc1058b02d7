"""Faces by the names that an operator types."""

from hedgerow.kernel.errors import NotFound
from hedgerow.people.models import Face


def face(address: str) -> int:
    """The face of this handle (`@ana`, or `@ana@far.example`), stopped ones too. Raises NotFound."""
    handle, _at, domain = address.strip().removeprefix("@").partition("@")
    rows = Face.objects.filter(handle__iexact=handle, domain=domain.lower())
    found = rows.values_list("id", flat=True).first()
    if found is None:
        raise NotFound
    return found
