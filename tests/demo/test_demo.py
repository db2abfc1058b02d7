"""The demonstration: everybody of the story is there, has something to read, and can be looked around as."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client, override_settings

import hedgerow.config.urls  # noqa: F401 (read before any test says that this is the demonstration)
from hedgerow.boundary import epoch
from hedgerow.delivery.home import reads as home
from hedgerow.delivery.models import Notification
from hedgerow.doors.cli.demo import building, paints, story
from hedgerow.kernel import av
from hedgerow.kernel.clock import now_us
from hedgerow.people.contacts import reads as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member
from hedgerow.talk.drafts import reads as drafts
from hedgerow.talk.models import Collection, Media, Poll, Post, Reaction

from .answers import Answers, by_engine, by_reference

pytestmark = pytest.mark.django_db
in_demo = override_settings(DEMO=True, ROOT_URLCONF="tests.demo.urls")


class Built(NamedTuple):
    """What the boundary answered right before the world was told anew, and right after."""

    before: tuple[Answers, Answers]
    after: tuple[Answers, Answers]
    said: str


@pytest.fixture(scope="module", autouse=True)
def built(django_db_setup: None, django_db_blocker: Any) -> Iterator[Built]:
    """The world, built once for this file and taken back at its end. Its pictures are small ones."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        whole = transaction.atomic()
        whole._from_testcase = True
        with whole:
            seen: list[tuple[Answers, Answers]] = []
            retell = building.delivery.retell

            def watched(telling: Any) -> None:
                seen.append((by_reference(), by_engine()))
                retell(telling)
                seen.append((by_reference(), by_engine()))

            patch.setattr(building.delivery, "retell", watched)
            patch.setattr(paints, "PICTURE", (60, 40))
            epoch.forget()
            out = StringIO()
            call_command("demo", stdout=out)
            yield Built(seen[0], seen[1], out.getvalue())
            transaction.set_rollback(True)
        epoch.forget()
        (Path(settings.DATA_DIR) / "demo.json").unlink()


STORY = story.read()
FACES = [face for group in STORY for face in group.face]


def number(handle: str) -> int:
    return faces.by_handles([handle])[handle]


def rows() -> Any:
    return Post.objects.unguarded(reason="a test")


def test_told_anew_every_answer_of_the_boundary_is_the_same(built: Built) -> None:
    (reference, engine), after = built.before, built.after
    assert reference == engine
    assert (reference, engine) == after
    seen_by_nobody_signed_in = set(reference[None])
    assert seen_by_nobody_signed_in < set(reference[number("ana")])
    assert len(set(map(frozenset, reference.values()))) > 15  # they really see different things


def test_building_twice_refuses_and_touches_nothing(built: Built) -> None:
    before = (Member.objects.count(), rows().count(), Notification.objects.count())
    with pytest.raises(CommandError, match="people here already"):
        call_command("demo", stdout=StringIO())
    assert (Member.objects.count(), rows().count(), Notification.objects.count()) == before


def test_it_says_what_it_does(built: Built) -> None:
    assert "faces" in built.said
    assert built.said.rstrip().endswith("done")


@pytest.mark.parametrize("face", FACES, ids=lambda face: face.handle)
def test_every_face_stands_and_has_something_new_to_read(face: story.Face) -> None:
    viewer = number(face.handle)
    facts = faces.face(viewer)
    assert (facts.name, facts.bio, facts.locked) == (face.name, face.bio, not face.open)
    assert faces.card(viewer).picture_url
    lines = home.listed(viewer).lines
    page = home.page(viewer)
    assert lines
    if len(lines) > 1:
        assert 0 < page.new_since_position < len(lines)
        assert page.shown


def test_pictures_of_faces_are_all_different_files() -> None:
    urls = [faces.card(number(face.handle)).picture_url for face in FACES]
    assert len(set(urls)) == len(urls)


def test_nobody_has_a_password_and_every_address_is_confirmed() -> None:
    from allauth.account.models import EmailAddress

    everybody = list(Member.objects.all())
    assert not any(member.has_usable_password() for member in everybody)
    assert EmailAddress.objects.filter(verified=True).count() == len(everybody)
    assert [member.email for member in everybody if member.role == "operator"] == ["keeper@demo.invalid"]


def test_things_are_told_in_order_and_never_in_the_future() -> None:
    posts = {post.pk: post for post in rows()}
    assert all(post.entered_at < now_us() for post in posts.values())
    for post in posts.values():
        above = posts.get(post.reply_to_id or post.boost_of_id or 0)
        assert above is None or (above.entered_at < post.entered_at and above.public_id < post.public_id)
    for reaction in Reaction.objects.all():
        assert reaction.at.timestamp() * 1e6 > posts[reaction.post_id].entered_at
    for news in Notification.objects.exclude(post=None):
        assert news.at.timestamp() * 1e6 > posts[news.post_id].entered_at
    assert not Media.objects.filter(alt="").exists()


def test_requests_wait_with_their_notes() -> None:
    assert [request.face.handle for request in contacts.requests(number("rosa"))] == ["oskar"]
    assert [request.face.handle for request in contacts.requests(number("ana"))] == ["beatrice"]


def test_the_surprise_stays_one() -> None:
    """The post about Nuno's birthday is for the family without him."""
    secret = rows().get(text__startswith="Nuno turns forty")
    assert secret.pk in by_engine()[number("rosa")]
    assert secret.pk not in by_engine()[number("nuno")]


@in_demo
@pytest.mark.parametrize("handle", ["ana", "ana_at_norvik", "wren", "noor"])
def test_one_can_look_around_as_a_face(handle: str) -> None:
    client = Client()
    front = client.get("/").content.decode()
    assert "Look around as" in front
    assert f'value="{handle}"' in front
    answer = client.post("/demo/enter", {"face": handle})
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = client.get("/")
    assert page.context["face"].handle == handle
    assert 'href="/demo"' in page.content.decode(), "the banner leads to the others"
    assert client.get("/demo").status_code == 200


@in_demo
def test_the_session_is_another_one_for_each_face() -> None:
    client = Client()
    keys = []
    for handle in ("ana", "ana_at_norvik", "kei"):
        client.post("/demo/enter", {"face": handle})
        keys.append(client.session.session_key)
    assert len(set(keys)) == 3
    assert client.get("/").context["face"].handle == "kei"


@in_demo
def test_entering_wants_a_post_from_our_own_page() -> None:
    assert Client(enforce_csrf_checks=True).post("/demo/enter", {"face": "ana"}).status_code == 403
    assert Client().get("/demo/enter").status_code == 405


@in_demo
def test_only_the_faces_of_the_story_can_be_entered() -> None:
    members.register("guest@example.org", "a hedge has gates", "guest", "Guest", freely=True)
    client = Client()
    for handle in ("guest", "", "no_such_face", "ana\x00", "ANA"):
        assert client.post("/demo/enter", {"face": handle}).status_code == 404
    assert client.get("/").context["face"] is None


def test_outside_the_demonstration_there_is_no_such_address() -> None:
    client = Client()
    assert client.get("/demo").status_code == 404
    assert client.post("/demo/enter", {"face": "ana"}).status_code == 404
    front = client.get("/").content.decode()
    assert "Look around as" not in front
    assert "This is a demonstration" not in front


def test_a_story_that_does_not_fit_leaves_nothing(tmp_path: Path) -> None:
    lost = story.Group("Lost", "", face=[story.Face("nobody", "lost_face", "Lost", "", 1)])
    before = Member.objects.count()
    with pytest.raises(story.Broken, match="lost_face"):
        building.Builder([lost], lambda line: None).build()
    assert Member.objects.count() == before


def test_a_story_with_a_slip_says_where(tmp_path: Path) -> None:
    for name in story.FILES:
        (tmp_path / f"{name}.toml").write_text('name = "x"\nabout = "y"\nfuture = 1\n')
    with pytest.raises(story.Broken, match=r"family\.toml"):
        story.read(tmp_path)


def test_the_list_of_people_says_nothing_but_the_story() -> None:
    written = json.loads((Path(settings.DATA_DIR) / "demo.json").read_text())
    handles = [handle for group in written for person in group["people"] for handle in person["handles"]]
    assert sorted(handles) == sorted(face.handle for face in FACES)


def test_there_is_something_of_every_kind() -> None:
    """A poll that runs and one that is over, a story, what vanishes, drafts, collections, films."""
    polls = {poll.post.author.handle: poll for poll in Poll.objects.all()}
    assert polls["ana"].ends_at > now_us() > polls["riverbank"].ends_at
    assert polls["riverbank"].told_at is not None
    assert polls["ana"].told_at is None
    assert {poll.options.filter(votes__isnull=False).exists() for poll in polls.values()} == {True}
    told = Notification.objects.filter(kind=Notification.Kind.POLL)
    assert number("claire") in told.values_list("face_id", flat=True)
    assert all(abs(news.at - polls["riverbank"].told_at).total_seconds() < 60 for news in told)
    assert rows().exclude(title="").exclude(cover=None).count() == 1
    assert rows().filter(expires_at__gt=now_us()).count() == 1
    kept = drafts.drafts(number("ana")), drafts.scheduled(number("ana"))
    assert [len(page) for page in kept] == [1, 1]
    boards = Collection.objects.visible(number("rosa")).filter(author=number("ana"))
    assert {board.name for board in boards} == {"New in Lyon", "For Inês, later"}
    assert [board.name for board in Collection.objects.visible(None)] == ["New in Lyon"]
    films = Media.objects.exclude(kind=Media.Kind.PICTURE)
    wanted = {"video", "audio"} if av.available() else set()
    assert {film.kind for film in films if film.state == "ready"} == wanted
