"""What can be found of faces. See `kernel.searching`."""

from hedgerow.kernel.searching.tables import Searchable


class FoundFace(Searchable):
    """The words of a face that stands: `thing` and `place` are its dense id."""
