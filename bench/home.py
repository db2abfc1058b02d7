"""A face's home: twenty posts as JSON in process, and the page as HTML through the real server."""

# ruff: noqa: E402
from bench import stage

stage.enter()

from importlib import import_module
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

from bench import people
from bench.server import serving
from hedgerow.boundary import epoch
from hedgerow.delivery.home import reads as home
from hedgerow.people.models import Face

READERS, TIMES, REQUESTS = 30, 20, 300
POSTS = 20


def run() -> None:
    """Tell the figures."""
    readers = [face for face in people.faces() if _has_a_home(face)][:READERS]
    in_process(readers)
    as_html(readers)


def _has_a_home(face: int) -> bool:
    """Are there two pages to read?"""
    return len(home.listed(face).lines) >= 2 * POSTS


def in_process(readers: list[int]) -> None:
    """From the database to the encoded bytes."""

    def read() -> None:
        for _ in range(TIMES):
            for reader in readers:
                home.encoded(reader)

    sizes = sorted(len(home.encoded(reader)) for reader in readers)
    bare = _bare(sizes[len(sizes) // 2])
    baseline = ("the bare ASGI reply of the same bytes", bare)
    stage.figure("home, 20 posts encoded, warm", stage.cpu(read, TIMES * READERS), "ms", 0.4, baseline)

    # A process that runs, and a reader of whom it remembers nothing.
    stranger = next(face for face in people.faces() if face not in readers and _has_a_home(face))
    epoch.forget()
    read()
    first = stage.queries(lambda: home.encoded(stranger))
    stage.count("home, a reader's first time: statements", first, "statements", 4)

    def read_cold() -> None:
        for reader in readers[:5]:
            epoch.forget()
            home.encoded(reader)

    stage.figure("home, nothing remembered at all", stage.cpu(read_cold, 5), "ms", None, baseline)
    epoch.forget()
    everything = stage.queries(lambda: home.encoded(readers[0]))
    stage.count("home, nothing remembered at all: statements", everything, "statements", 12)


def _bare(size: int) -> float:
    """Seconds of processor for a bare reply of this size."""
    with serving("bench.bare:app", {"HEDGEROW_BENCH_BYTES": str(size)}) as served:
        served.cost([("/", "")] * REQUESTS)
        return served.cost([("/", "")] * REQUESTS * 3)


def as_html(readers: list[int]) -> None:
    """The whole page, signed in, one reader after the other: middleware, session, templates and all."""
    requests = [("/", _cookie(reader)) for reader in readers]
    with serving("hedgerow.config.asgi:app") as served:
        pages = [served.get(*request) for request in requests * 2]
        cost = served.cost(requests * (REQUESTS // READERS))
    size = sorted(map(len, pages))[len(pages) // 2]
    stage.tell(f"The page has {size:,} bytes.")
    baseline = ("the bare ASGI reply of the same bytes", _bare(size))
    stage.figure("home, the page as HTML", cost, "ms", 6, baseline)


def _cookie(face: int) -> str:
    """A session of the face's member, as signing in makes it."""
    member: Any = Face.objects.select_related("member").get(pk=face).member
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(member.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = member.get_session_auth_hash()
    session.save()
    UserSession.objects.create(
        user=member, session_key=session.session_key, ip="127.0.0.1", user_agent="A browser"
    )
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


if __name__ == "__main__":
    run()
