"""`./hedgerow load-ego-network`: all of a folder's world, or nothing of it."""

import shutil
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hedgerow.boundary import epoch, plain
from hedgerow.boundary import reads as boundary
from hedgerow.boundary.models import Audience, Circle, Gate, Membership, Standing
from hedgerow.boundary.reference import sees
from hedgerow.doors.cli.worlds import ego
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face, Follow, Member
from hedgerow.talk.audit import reads as audit
from hedgerow.talk.models import Post, PostTag

EGO = Path(__file__).parent / "ego"
pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    epoch.forget()
    yield
    epoch.forget()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the little network that a test may break."""
    return Path(shutil.copytree(EGO, tmp_path / "ego"))


def load(folder: Path, *words: str) -> str:
    told = StringIO()
    call_command("load_ego_network", str(folder), *words, stdout=told)
    return told.getvalue()


def face(number: int) -> Face:
    return Face.objects.get(handle=f"person{number}")


def test_everybody_comes_with_ties_and_circles() -> None:
    told = load(EGO)
    assert "Loaded 8 faces, 12 mutual ties, 3 circles and 0 posts." in told
    assert (Face.objects.count(), Member.objects.count(), Follow.objects.count()) == (8, 8, 24)
    assert Standing.objects.filter(local=True, stopped=False).count() == 8
    inside = {
        (Face.objects.get(pk=circle.owner).handle, circle.name): set(boundary.members(circle.pk))
        for circle in Circle.objects.filter(kind="own")
    }
    assert inside == {
        ("person0", "circle0"): {face(number).pk for number in (1, 2, 3)},
        ("person0", "circle1"): {face(4).pk},
        ("person9", "circle0"): {face(number).pk for number in (3, 6)},
    }


def test_a_tie_is_a_follow_both_ways_and_a_place_in_both_circles_of_both() -> None:
    load(EGO)
    for one, other in ((0, 5), (9, 4), (2, 3), (4, 6)):
        a, b = face(one), face(other)
        for mine, yours in ((a, b), (b, a)):
            assert Follow.objects.filter(follower=mine, followed=yours).exists()
            assert mine.pk in boundary.members(yours.followers_circle)
            assert mine.pk in boundary.members(yours.mutuals_circle)
    assert not Follow.objects.filter(follower=face(1), followed=face(3)).exists()
    for each in Face.objects.all():
        follows = set(Follow.objects.filter(followed=each).values_list("follower", flat=True))
        assert set(boundary.members(each.followers_circle)) == follows
        assert set(boundary.members(each.mutuals_circle)) == follows


def test_nobody_who_came_in_bulk_has_a_password() -> None:
    load(EGO)
    assert not any(member.has_usable_password() for member in Member.objects.all())
    assert faces.card(face(0).pk).state == "active"


def test_progress_is_told() -> None:
    told = load(EGO, "--posts", "5")
    for words in ("Read 2 ego networks", "8 faces", "12 mutual ties", "3 circles", "5 posts written"):
        assert words in told


def test_loading_twice_is_refused_and_changes_nothing() -> None:
    load(EGO)
    before = (
        Face.objects.count(),
        Follow.objects.count(),
        Membership.objects.count(),
        Circle.objects.count(),
    )
    with pytest.raises(CommandError, match=r"@person\d is taken.*Nothing was loaded"):
        load(EGO)
    after = (Face.objects.count(), Follow.objects.count(), Membership.objects.count(), Circle.objects.count())
    assert after == before


def test_posts_have_every_kind_of_audience_and_all_that_publishing_gives() -> None:
    load(EGO, "--posts", "400", "--seed", "3")
    posts = list(Post.objects.unguarded(reason="a test").order_by("pk"))
    assert len(posts) == 400
    assert {post.scope for post in posts} >= {"public", "site", "followers", "some", "parent"}
    assert all(post.html.startswith("<p") for post in posts)
    assert any("<strong>" in post.html for post in posts)
    assert PostTag.objects.exists()
    tagged = {post.pk for post in posts if "#" in post.text}
    assert set(PostTag.objects.values_list("post_id", flat=True)) == tagged
    marks = Audience.objects.values_list("fingerprint", flat=True)
    assert len({bytes(mark) for mark in marks}) == len(marks)


def test_authors_follow_zipf() -> None:
    load(EGO, "--posts", "600")
    roots = Post.objects.unguarded(reason="a test").filter(reply_to=None)
    counts = sorted((roots.filter(author=each).count() for each in Face.objects.all()), reverse=True)
    assert counts[0] > 2 * counts[3] > 0


def test_replies_stand_behind_gates_and_come_after_what_they_answer() -> None:
    load(EGO, "--posts", "400")
    replies = Post.objects.unguarded(reason="a test").exclude(reply_to=None)
    replies = replies.select_related("reply_to", "under")
    assert {reply.under_id for reply in replies} == {reply.reply_to.gate_id for reply in replies}
    assert all(reply.entered_at > reply.reply_to.entered_at for reply in replies)
    assert all(reply.root_id == (reply.reply_to.root_id or reply.reply_to_id) for reply in replies)
    assert all(
        reply.author_id == reply.reply_to.author_id or boundary.check(reply.author_id, reply.reply_to)
        for reply in replies
    )
    for gate in Gate.objects.all():
        post = Post.objects.unguarded(reason="a test").get(gate=gate)
        above = set(gate.path.values_list("above_id", flat=True))
        expected = {gate.pk}
        while post.reply_to_id is not None:
            post = Post.objects.unguarded(reason="a test").get(pk=post.reply_to_id)
            expected.add(post.gate_id)
        assert above == expected


def test_the_boundary_decides_in_a_loaded_world_as_the_reference_does() -> None:
    load(EGO, "--posts", "150")
    world, facts = plain.world(), audit.facts()
    rows = list(Post.objects.unguarded(reason="a test").order_by("pk"))
    for viewer in [None, *Face.objects.values_list("pk", flat=True)]:
        truth = {row.pk for row in rows if sees(world, viewer, facts[row.pk].entry)}
        assert {row.pk for row in boundary.seen(viewer, rows)} == truth
        assert truth


BROKEN = [
    ("0.feat", "x 0 1\n", "0.feat, line 6: has 'x' where a number belongs"),
    ("0.feat", "7 0\n", "0.feat, line 6: has 1 features where the first line has 2"),
    ("0.feat", "7 0 2\n", "0.feat, line 6: has a feature that is neither 0 nor 1"),
    ("0.feat", "0 0 1\n", "0.feat, line 6: names the ego itself"),
    ("0.feat", "3 0 1\n", "0.feat, line 6: names 3 for the second time"),
    ("0.edges", "1 2 3\n", "0.edges, line 5: has 3 words"),
    ("0.edges", "1\n", "0.edges, line 5: has 1 words"),
    ("0.edges", "1 -2\n", "0.edges, line 5: has '-2' where a number belongs"),
    ("0.edges", "\n1 6\n", "0.edges, line 6: names 6, who is no contact in 0.feat"),
    ("0.edges", "4 4\n", "0.edges, line 5: makes 4 a friend of itself"),
    ("9.circles", "\t3\t6\n", "9.circles, line 2: needs a name"),
    ("9.circles", "evil\x00name\t3\n", "9.circles, line 2: needs a name"),
    ("9.circles", "c" * 81 + "\t3\n", "9.circles, line 2: needs a name"),
    ("9.circles", "circle1\t3\t1\n", "9.circles, line 2: names 1, who is no contact in 9.feat"),
]


@pytest.mark.parametrize(("name", "line", "told"), BROKEN)
def test_a_broken_line_is_named_and_nothing_is_loaded(folder: Path, name: str, line: str, told: str) -> None:
    with (folder / name).open("a") as file:
        file.write(line)
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert told in str(refused.value)
    assert "Nothing was loaded." in str(refused.value)
    assert not Face.objects.exists()


def test_what_is_no_text_is_named_by_its_line(folder: Path) -> None:
    with (folder / "9.edges").open("ab") as file:
        file.write(b"3 4\n\xff\xfe\n")
    with pytest.raises(ego.Broken, match=r"9\.edges, line 5: is no text"):
        ego.read(folder)


def test_a_missing_file_and_a_missing_folder_are_named(folder: Path) -> None:
    (folder / "9.edges").unlink()
    with pytest.raises(CommandError, match=r"9\.edges: cannot be read"):
        load(folder)
    with pytest.raises(CommandError, match="there is no such folder"):
        load(folder / "nowhere")
    (folder / "sub").mkdir()
    with pytest.raises(CommandError, match="no folder of ego networks"):
        load(folder / "sub")


def test_a_failure_in_the_middle_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    from hedgerow.talk.bulk import acts

    def fail(*_: object) -> None:
        raise OSError("the disk is full")

    monkeypatch.setattr(acts._Work, "name", fail)
    with pytest.raises(OSError, match="the disk is full"):
        load(EGO, "--posts", "30")
    assert not Face.objects.exists()
    assert not Circle.objects.exists()
    assert not Post.objects.unguarded(reason="a test").exists()


@pytest.mark.parametrize("number", ["-1", "many", "1.5", "99999999"])
def test_a_number_of_posts_that_is_none_is_refused(number: str) -> None:
    with pytest.raises(CommandError, match="a number from 0 to 1,000,000"):
        load(EGO, f"--posts={number}")
