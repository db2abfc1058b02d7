"""What hangs on posts: bookmarks, reactions, wherever a row has a `post`."""

from django.db.models import Exists, OuterRef

from hedgerow.talk.models import Post


def seen_by(viewer: int | None) -> Exists:
    """Whether the viewer may see the post of a row. Asked row by row: a database given the set of all that
    may be seen works it out whole, for every post there is.
    """
    return Exists(Post.objects.visible(viewer).filter(pk=OuterRef("post")))
