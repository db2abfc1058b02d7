"""Faces by the names that an operator types."""

from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import names
from hedgerow.people.models import Face


def face(address: str) -> int:
    """The face of this handle (`@ana`, or `@ana@far.example`), stopped ones too. Raises NotFound."""
    handle, _at, domain = address.strip().removeprefix("@").partition("@")
    rows = Face.objects.filter(handle_key=names.key_of(handle), domain=domain.lower())
    for number, found in rows.values_list("id", "handle"):
        if found.casefold() == handle.casefold():
            return number
    raise NotFound
