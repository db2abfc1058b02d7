"""What can be found of posts. See `kernel.searching`."""

from hedgerow.kernel.searching.tables import Searchable


class FoundPost(Searchable):
    """The words of a post's present version. `thing` is its dense id, `place` tells when it entered."""
