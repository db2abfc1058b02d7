"""Browsers of the cast, and what the tests of this folder do through them."""

import io
import random
import re
from typing import Any

import pyvips
from django.test import Client

from tests.cast import Cast

LISTS = ("/", "/explore", "/site", "/tags/secretgarden", "/notifications", "/me/bookmarks")
"""Pages that list posts; others are about one face or one post."""


def browser(cast: Cast, name: str | None, **options: Any) -> Client:
    """A browser in which this face of the cast speaks; None is signed out."""
    client = Client(raise_request_exception=False, **options)
    if name is not None:
        client.force_login(cast.members[name])
        session = client.session
        session["face"] = cast.faces[name]
        session.save()
    return client


def words(answer: Any) -> str:
    """Everything in an answer: its body and its headers."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return body.decode(errors="replace") + repr(sorted(answer.headers.items()))


def marks(answer: Any) -> set[str]:
    """The marks of posts that stand anywhere in an answer."""
    return set(re.findall(r"zqq[a-z]+qqz", words(answer)))


def read_everywhere(cast: Cast, client: Client) -> set[str]:
    """The marks on every list, every profile and every thread page of the cast's posts."""
    people = [
        f"/@{handle}{kind}" for handle in ("alice", "bob", "erin") for kind in ("", "/replies", "/media")
    ]
    threads = [f"/@alice/{number}" for number in cast.posts.values()]
    return set[str]().union(*(marks(client.get(page)) for page in [*LISTS, *people, *threads]))


def sent(answer: Any) -> int:
    """The number of the post that a composer was led to."""
    assert answer.status_code == 302, answer.content[:2000].decode()
    return int(answer["Location"].rpartition("/")[2])


def photograph(seed: int = 7) -> io.BytesIO:
    """A picture with something on every spot of it, as a camera makes it; with the place it was taken at."""
    noise = random.Random(seed)
    pixels = bytes(noise.randrange(256) for _ in range(48 * 48 * 3))
    image = pyvips.Image.new_from_memory(pixels, 48, 48, 3, "uchar").resize(10, kernel="cubic")
    image = image.copy()
    image.set_type(pyvips.GValue.gstr_type, "exif-ifd3-GPSLatitude", "47/1 22/1 0/1")
    file = io.BytesIO(image.write_to_buffer(".jpg", Q=90))
    file.name = "holiday.jpg"
    return file


def upload(data: bytes, name: str) -> io.BytesIO:
    """A file as a browser sends it."""
    file = io.BytesIO(data)
    file.name = name
    return file


def bring(client: Client, picture: io.BytesIO | None = None) -> int:
    """Upload a picture in the composer; its number."""
    answer = client.post("/compose/pictures", {"pictures": picture or photograph()})
    assert answer.status_code == 200, answer.content.decode()
    found = re.search(r'name="picture" value="(\d+)"', answer.content.decode())
    assert found
    return int(found[1])
