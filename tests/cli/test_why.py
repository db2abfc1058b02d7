"""`./hedgerow why POST FACE`: the rule that decides, for each of the cast, in plain words."""

from collections.abc import Iterator
from io import StringIO

import pytest
from django.core.management import call_command

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from tests.cast import Cast, assemble

SEES, DOES_NOT, UNKNOWN = 0, 1, 2


@pytest.fixture
def cast(db: None) -> Iterator[Cast]:
    epoch.forget()
    limits.forget_all()
    yield assemble()
    epoch.forget()


def why(post: object, face: str) -> tuple[int, str, str]:
    """The exit code, what was said, and what was said beside it."""
    said, beside = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("why", str(post), face, stdout=said, stderr=beside)
    return ended.value.code, said.getvalue(), beside.getvalue()  # type: ignore[return-value]


EXPECTED = [
    ("public", "nobody", SEES, "It is public."),
    ("site", "@heidi", SEES, "It is for the faces of this site"),
    ("site", "nobody", DOES_NOT, "is nobody it is addressed to"),
    ("site", "@ivan@far.example", DOES_NOT, "is nobody it is addressed to"),
    ("site_minus", "@erin", DOES_NOT, "@erin is in a circle of @alice's own, which it excludes."),
    ("followers", "@bob", SEES, "@bob is in the followers of @alice, which it is addressed to."),
    ("followers", "@frank", DOES_NOT, "@frank is nobody it is addressed to."),
    ("mutuals", "@bob", SEES, "@bob is in the mutual followers of @alice"),
    ("circle", "@alice", SEES, "@alice wrote it."),
    ("circle", "@quiet_garden", DOES_NOT, "@quiet_garden is nobody it is addressed to."),
    ("circle", "@bob", SEES, "@bob is in a circle of @alice's own, which it is addressed to."),
    ("circle", "@carol", DOES_NOT, "but sees from there only what is newer than this"),
    ("circle", "@dan", DOES_NOT, "@dan was in a circle of @alice's own and is there no more."),
    ("circle", "@grace", DOES_NOT, "A block stands between @alice and @grace."),
    ("circle", "@judy", DOES_NOT, "@judy is suspended or closed, and so sees nothing."),
    ("circle_later", "@carol", SEES, "@carol is in a circle of @alice's own"),
    ("by_name", "@bob", SEES, "It is addressed to @bob by name."),
    ("deleted", "@bob", DOES_NOT, "It is deleted, or its time is over."),
    ("by_judy", "@bob", DOES_NOT, "@judy, who wrote it, is suspended or closed"),
    ("reply_in_circle", "@heidi", DOES_NOT, "Of what it answers, by @alice: @heidi is nobody"),
    ("reply_in_public", "@heidi", SEES, "It asks nothing of its own"),
]


def test_each_of_the_cast_is_told_the_rule(cast: Cast) -> None:
    for post, face, code, words in EXPECTED:
        ended, said, beside = why(cast.posts[post], face)
        assert (post, face, ended) == (post, face, code), said
        assert words in said
        assert "does not see it" in said if code else "sees it" in said
        assert "private facts" in beside


def test_no_name_of_a_circle_and_no_word_of_a_post_is_told(cast: Cast) -> None:
    for post in cast.posts:
        for face in ("@bob", "@erin", "@heidi", "nobody"):
            _, said, _ = why(cast.posts[post], face)
            assert "Garden" not in said.replace("@quiet_garden", "")
            assert "Out" not in said
            assert "zq" not in said


def test_an_address_names_a_post_as_well_as_its_number(cast: Cast) -> None:
    number = cast.posts["circle"]
    for address in (f"/@alice/{number}", f"https://hedge.example/@alice/{number}/", f"{number}?x=1#here"):
        assert why(address, "bob")[0] == SEES


def test_what_is_not_known_is_told_in_one_way(cast: Cast) -> None:
    number = cast.posts["circle"]
    asked = [
        (1, "@bob"),
        ("nonsense", "@bob"),
        ("", "@bob"),
        (number, "@nobody_here"),
        (number, ""),
        ("9" * 19, "@bob"),
    ]
    answers = {why(post, face) for post, face in asked}
    assert answers == {(UNKNOWN, "", "There is no such post, or no such face.\n")}
