"""What is painted and filmed for the story, before it is told."""

from typing import Any, NamedTuple

from hedgerow.kernel import painting

from . import films, story

PICTURE = (900, 600)


class Painting(NamedTuple):
    """What is painted for a face: an avatar has no words."""

    by: str
    alt: str
    picture: story.Picture | story.Film


def wanted(groups: list[story.Group]) -> list[Painting]:
    """All that is to be painted: an avatar for each face, then what the posts show."""
    posts = [post for group in groups for post in group.post]
    said: list[Any] = [each for post in posts for each in (post, *post.replies)]
    own = [face.handle for group in groups for face in group.face]
    boards = [board for group in groups for board in group.board if board.cover is not None]
    shown = {(each.by, picture.alt): picture for each in said for picture in each.pictures}
    shown |= {(each.by, each.cover.alt): each.cover for each in boards if each.cover is not None}
    shown |= {(each.by, each.film.alt): each.film for each in posts if each.film is not None}
    return [
        *(_avatar(place, handle) for place, handle in enumerate(own)),
        *(Painting(by, alt, picture) for (by, alt), picture in shown.items()),
    ]


def _avatar(place: int, handle: str) -> Painting:
    """Neighbours in the story look unlike each other, and so do the faces of one member."""
    scene, light = ("hills", "rings", "leaves")[place % 3], painting.LIGHTS[place * 5 % 6]
    return Painting(handle, "", story.Picture("", scene, light, night=place % 4 == 3))


def painted(given: Painting) -> tuple[tuple[str, str], bytes]:
    """Whose it is and its words, and the file."""
    if isinstance(given.picture, story.Film):
        return (given.by, given.alt), films.made(given.picture)
    picture, size = given.picture, PICTURE if given.alt else 400
    seed = f"{given.by}: {given.alt}"
    done = painting.drawn(seed, size, scene=picture.scene, light=picture.light, night=picture.night)
    return (given.by, given.alt), done
