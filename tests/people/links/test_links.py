"""Links that lead back: proven by a real page, shown with their day, gone when the page changes."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts, reads
from hedgerow.people.links import jobs, rules
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member, ProvenLink
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db
OWN = "http://localhost:8000/@ana"


class Elsewhere:
    """Another website, on this machine: what it answers, and what it was asked."""

    def __init__(self) -> None:
        self.page, self.status, self.kind = "", 200, "text/html"
        self.asked: list[tuple[str, dict[str, str]]] = []
        site = self

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, {key.lower(): value for key, value in self.headers.items()}))
                self.send_response(site.status)
                self.send_header("content-type", site.kind)
                self.end_headers()
                self.wfile.write(site.page.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Says nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Answer)
        self.url = f"http://127.0.0.1:{self.server.server_port}/me"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def elsewhere(settings: object) -> Iterator[Elsewhere]:
    settings.ALLOW_LOOPBACK = True  # type: ignore[attr-defined]
    site = Elsewhere()
    yield site
    site.server.shutdown()
    site.server.server_close()


@pytest.fixture
def ana(elsewhere: Elsewhere) -> int:
    """A face with a link to that website, which does not link back yet."""
    face = face_of(member("ana"))
    linked(face, elsewhere.url)
    return face


def linked(face: int, *urls: str) -> None:
    said = acts.draft_of(reads.face(face), links=[{"name": "Elsewhere", "url": url} for url in urls])
    acts.edit(face, said)
    run_due()


def proven() -> list[bool]:
    return [link.proven is not None for link in reads.profile(None, "ana").links]


def test_a_page_that_links_back_proves_the_link(ana: int, elsewhere: Elsewhere) -> None:
    assert proven() == [False]
    elsewhere.page = f'<a rel="me noopener" href="{OWN}/">me there</a>'
    linked(ana, elsewhere.url)
    assert proven() == [True]
    assert "it linked back on" in Client().get("/@ana").content.decode()


@pytest.mark.parametrize(
    "page",
    [
        f'<a href="{OWN}">no rel</a>',
        f'<a rel="friend" href="{OWN}">another rel</a>',
        '<a rel="me" href="http://localhost:8000/@anabel">somebody else</a>',
        '<a rel="me" href="http://evil.example/@ana">another site</a>',
        f'<p>rel="me" href="{OWN}"</p>',
        f'<!-- <a rel="me" href="{OWN}"> -->',
        "",
    ],
)
def test_anything_else_proves_nothing(ana: int, elsewhere: Elsewhere, page: str) -> None:
    elsewhere.page = page
    linked(ana, elsewhere.url)
    assert proven() == [False]


def test_its_owner_reads_why_a_link_is_not_marked(ana: int, elsewhere: Elsewhere) -> None:
    own = signed_in(Member.objects.get(faces=ana))
    assert "its page did not link back" in own.get("/me/faces/@ana").content.decode()
    assert "its page did not link back" not in Client().get("/@ana").content.decode()
    elsewhere.page = f'<a rel="me" href="{OWN}">Ana</a>'
    linked(ana, elsewhere.url)
    assert "its page did not link back" not in own.get("/me/faces/@ana").content.decode()


def test_a_proof_goes_when_the_page_stops_linking(ana: int, elsewhere: Elsewhere) -> None:
    elsewhere.page = f'<link rel="me" href="{OWN}">'
    linked(ana, elsewhere.url)
    assert proven() == [True]
    elsewhere.status = 404
    linked(ana, elsewhere.url)
    assert proven() == [False]


def test_a_proof_is_looked_at_again_after_a_week(ana: int, elsewhere: Elsewhere) -> None:
    elsewhere.page = f'<link rel="me" href="{OWN}">'
    linked(ana, elsewhere.url)
    asked = len(elsewhere.asked)
    jobs.look_again()
    run_due()
    assert len(elsewhere.asked) == asked
    ProvenLink.objects.update(looked_at=clock.now() - timedelta(days=8))
    elsewhere.page = ""
    jobs.look_again()
    run_due()
    assert proven() == [False]


def test_a_link_taken_away_leaves_no_proof(ana: int, elsewhere: Elsewhere) -> None:
    elsewhere.page = f'<link rel="me" href="{OWN}">'
    linked(ana, elsewhere.url)
    linked(ana)
    assert not ProvenLink.objects.exists()


def test_the_asked_page_learns_nothing_of_anybody(ana: int, elsewhere: Elsewhere) -> None:
    path, headers = elsewhere.asked[-1]
    assert path == "/me"
    assert not {"cookie", "referer", "authorization", "from"} & set(headers)
    assert "ana" not in repr(headers)


def test_a_page_that_is_no_page_proves_nothing(ana: int, elsewhere: Elsewhere) -> None:
    elsewhere.page, elsewhere.kind = f'<a rel="me" href="{OWN}">', "text/plain"
    linked(ana, elsewhere.url)
    assert proven() == [False]


def test_the_same_page_proves_one_face_only(ana: int, elsewhere: Elsewhere) -> None:
    elsewhere.page = f'<a rel="me" href="{OWN}">'
    other = face_of(member("other"))
    linked(other, elsewhere.url)
    assert [link.proven for link in reads.profile(None, "other").links] == [None]


def test_a_gone_face_leaves_nothing(ana: int, elsewhere: Elsewhere) -> None:
    acts.close(ana)
    members.purge_due(clock.now() + timedelta(days=31))
    assert not ProvenLink.objects.exists()


@given(st.text(max_size=200), st.text(max_size=300))
def test_no_page_breaks_the_reading(url: str, page: str) -> None:
    assert rules.points_back(url, page.encode("utf-8", "replace"), OWN) in (True, False)


# --- The page of all places ---------------------------------------------------------------------------


def test_the_page_of_all_places_is_off_until_its_owner_shows_it() -> None:
    who = member("ana")
    mine = signed_in(who)
    assert Client().get("/@ana/presence").status_code == 404
    assert "Only you see it now" in mine.get("/@ana/presence").content.decode()
    mine.post("/me/presence", {"on": "1"})
    page = Client().get("/@ana/presence")
    assert page.status_code == 200
    assert 'class="h-card' in page.content.decode()
    mine.post("/me/presence", {"on": "0"})
    assert Client().get("/@ana/presence").status_code == 404


def test_it_shows_only_what_is_pinned_for_everybody() -> None:
    who = member("ana")
    face = face_of(who)
    acts.set_settings(face, presence=True)
    for text, audience in (("For everybody", "public"), ("For followers", "followers")):
        posts.pin(face, posts.publish(face, Draft(text=text, audience=Choice(audience))))
    posts.publish(face, Draft(text="Not pinned", audience=Choice("public")))
    for reader in (Client(), signed_in(who)):
        page = reader.get("/@ana/presence").content.decode()
        assert "For everybody" in page
        assert "For followers" not in page
        assert "Not pinned" not in page


def test_whom_she_blocked_does_not_see_it() -> None:
    ana, grace = member("ana"), member("grace")
    acts.set_settings(face_of(ana), presence=True)
    contacts.block(face_of(ana), face_of(grace))
    assert signed_in(grace).get("/@ana/presence").status_code == 404


def test_who_does_not_want_to_be_indexed_is_not() -> None:
    face = face_of(member("ana"))
    acts.set_settings(face, presence=True)
    assert 'content="noindex"' in Client().get("/@ana/presence").content.decode()
    acts.edit(face, acts.draft_of(reads.face(face), no_index=False))
    page = Client().get("/@ana/presence").content.decode()
    assert "noindex" not in page
    assert 'property="og:title" content="Ana"' in page
