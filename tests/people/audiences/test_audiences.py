"""Choices become audiences and audiences become words; nothing is dropped and nothing is told."""

from datetime import timedelta

import msgspec
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock
from hedgerow.kernel.clock import now_us
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.writing import write
from hedgerow.people.audiences import acts, reads, rules
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face, Follow
from tests.people import cast as players
from tests.people.cast import Cast

pytestmark = pytest.mark.django_db

OWNED = (HealthCheck.function_scoped_fixture,)


def public(owner: int, circle: int) -> int:
    return next(row.public_id for row in circle_reads.rows(owner) if row.id == circle)


def words(cast: Cast, choice: Choice, *, own: bool = True) -> tuple[str, str]:
    told = reads.describe(cast.alice, reads.resolve(cast.alice, choice), own=own)
    return told.gate, told.sentence


def test_each_scope_in_words(cast: Cast) -> None:
    hiking, excluded = public(cast.alice, cast.hiking), public(cast.alice, cast.excluded)
    heidi, bob = cast.public(cast.heidi), cast.public(cast.bob)
    assert words(cast, Choice("public")) == ("none", "Public")
    assert words(cast, Choice("site")) == ("site", "Everybody on this site")
    assert words(cast, Choice("site", without_people=[bob])) == (
        "site",
        "Everybody on this site, without Bob",
    )
    assert words(cast, Choice("followers")) == ("wide", "Your followers")
    assert words(cast, Choice("mutuals", people=[heidi])) == ("ajar", "Your mutual followers and Heidi")
    assert words(cast, Choice("nobody")) == ("closed", "Only you")
    assert words(cast, Choice("chosen")) == ("closed", "Only you")
    assert words(cast, Choice("chosen", people=[heidi])) == ("closed", "Heidi")
    assert words(cast, Choice("chosen", [hiking], [heidi], [excluded], [bob])) == (
        "ajar",
        "Hiking and Heidi, without Not these and Bob",
    )
    assert words(cast, Choice("parent")) == ("ajar", "Those who see the post it answers")
    assert words(cast, Choice()) == ("wide", "Your followers")


def test_many_people_are_counted_by_grammar(cast: Cast) -> None:
    everyone = [cast.public(face) for face in (cast.bob, cast.carol, cast.dan, cast.erin, cast.heidi)]
    assert words(cast, Choice("chosen", people=everyone)) == ("closed", "Bob, Carol, Dan and 2 more people")
    assert words(cast, Choice("chosen", people=everyone[:4])) == ("closed", "Bob, Carol, Dan and Erin")


def test_labels_are_audiences(cast: Cast) -> None:
    contacts.label(cast.alice, cast.bob, ["client"])
    label = next(row.public_id for row in circle_reads.rows(cast.alice) if row.kind == "label")
    hiking = public(cast.alice, cast.hiking)
    assert words(cast, Choice("chosen", [label])) == ("ajar", "Everybody labelled client")
    assert words(cast, Choice("chosen", [hiking], without_circles=[label])) == (
        "ajar",
        "Hiking, without everybody labelled client",
    )


def test_others_are_told_neither_circle_nor_number_nor_exclusion(cast: Cast) -> None:
    hiking, excluded = public(cast.alice, cast.hiking), public(cast.alice, cast.excluded)
    heidi = cast.public(cast.heidi)
    some = {
        words(cast, choice, own=False)
        for choice in (
            Choice("chosen", [hiking]),
            Choice("chosen", [hiking], [heidi], [excluded]),
            Choice("chosen", people=[heidi]),
            Choice("mutuals"),
            Choice("nobody"),
        )
    }
    assert some == {("ajar", "Some people")}
    for without in ([], [heidi]):
        assert words(cast, Choice("followers", without_people=without), own=False) == (
            "wide",
            "Followers of Alice",
        )
        assert words(cast, Choice("site", without_people=without), own=False) == (
            "site",
            "People on this site",
        )
    assert words(cast, Choice("public"), own=False) == ("none", "Public")


def test_a_narrowed_audience_in_words(cast: Cast) -> None:
    followers = reads.resolve(cast.alice, Choice("followers"))
    hiking = reads.resolve(cast.alice, Choice("chosen", [public(cast.alice, cast.hiking)]))
    both = boundary.both(followers, hiking)
    told = reads.describe(cast.alice, both, own=True)
    assert (told.gate, told.sentence) == ("ajar", "Your followers, if they are in “Hiking” too")
    assert reads.describe(cast.alice, both, own=False).sentence == "Some people"
    assert reads.choice_of(cast.alice, both) is None


def test_what_cannot_be_meant_is_refused_and_nothing_dropped(cast: Cast) -> None:
    hiking = public(cast.alice, cast.hiking)
    bobs = public(cast.bob, circles.make(cast.bob, "Bob's own"))
    for choice in (
        Choice("public", without_people=[cast.public(cast.bob)]),
        Choice("parent", without_circles=[hiking]),
        Choice("chosen", [hiking, 10**18]),
        Choice("chosen", [hiking, bobs]),
        Choice("chosen", [hiking], without_circles=[bobs]),
        Choice("site", without_people=[10**18]),
        Choice("chosen", people=[10**18]),
        Choice("chosen", people=[cast.public(cast.grace)]),
        Choice("chosen", people=[cast.public(cast.judy), -1]),
        Choice("chosen", list(range(600))),
    ):
        with pytest.raises(Refused) as refusal:
            reads.resolve(cast.alice, choice)
        assert refusal.value.field == "audience"


def test_an_unknown_circle_and_somebody_elses_are_refused_in_the_same_words(cast: Cast) -> None:
    bobs = public(cast.bob, circles.make(cast.bob, "Bob's own"))
    said = set()
    for circle in (bobs, 10**18, -5, 2**80):
        with pytest.raises(Refused) as refusal:
            reads.resolve(cast.alice, Choice("chosen", [circle]))
        said.add(refusal.value.message)
    assert len(said) == 1


def test_a_closed_circle_is_kept_where_it_stood_and_refused_anew(cast: Cast) -> None:
    choice = Choice(
        "chosen", [public(cast.alice, cast.hiking)], without_circles=[public(cast.alice, cast.excluded)]
    )
    audience = reads.resolve(cast.alice, choice)
    circles.close(cast.alice, cast.excluded)
    with pytest.raises(Refused):
        reads.resolve(cast.alice, choice)
    again = reads.choice_of(cast.alice, audience)
    assert again is not None
    assert reads.resolve(cast.alice, again, was=audience) == audience
    with pytest.raises(Refused):
        reads.resolve(cast.bob, again, was=audience)


def test_leaving_somebody_out_holds_while_they_are_away(cast: Cast) -> None:
    choice = Choice("site", without_people=[cast.public(cast.judy), cast.public(cast.grace)])
    assert reads.resolve(cast.alice, choice)[0].without_faces == {cast.judy, cast.grace}


@settings(max_examples=150, deadline=None, suppress_health_check=OWNED)
@given(data=st.data())
def test_a_choice_survives_becoming_an_audience(cast: Cast, data: st.DataObject) -> None:
    contacts.label(cast.alice, cast.carol, ["friend"])
    own = [row.public_id for row in circle_reads.rows(cast.alice)]
    people = [cast.public(face) for face in (cast.bob, cast.carol, cast.dan, cast.heidi, cast.ivan)]
    some_circles, some_people = (
        st.lists(st.sampled_from(own), max_size=3),
        st.lists(st.sampled_from(people), max_size=3),
    )
    choice = Choice(
        data.draw(st.sampled_from(["site", "followers", "mutuals", "chosen", "nobody"])),
        data.draw(some_circles),
        data.draw(some_people),
        data.draw(some_circles),
        data.draw(some_people),
    )
    audience = reads.resolve(cast.alice, choice)
    back = reads.choice_of(cast.alice, audience)
    assert back is not None
    assert reads.resolve(cast.alice, back) == audience
    assert reads.choice_of(cast.alice, reads.resolve(cast.alice, back)) == back
    with write():
        assert engine.read_audience(engine.intern(audience)) == audience
    assert msgspec.json.decode(msgspec.json.encode(back), type=Choice) == back
    told = reads.describe(cast.alice, audience, own=False).sentence
    assert told in {"Some people", "People on this site", "Followers of Alice"}
    seen = reads.preview(cast.alice, choice)
    expected = {face for face in range(1, 60) if boundary.check(face, players.post(cast.alice, audience))}
    assert seen.count == len(expected - {cast.alice})


@pytest.mark.parametrize("scope", ["public", "parent", "nobody"])
def test_the_choices_that_stand_alone_survive_too(cast: Cast, scope: rules.Scope) -> None:
    assert reads.choice_of(cast.alice, reads.resolve(cast.alice, Choice(scope))) == Choice(scope)


def test_a_remembered_default(cast: Cast) -> None:
    hiking = Choice("chosen", [public(cast.alice, cast.hiking)], without_people=[cast.public(cast.dan)])
    acts.remember_default(cast.alice, hiking)
    assert reads.default_choice(cast.alice) == hiking
    assert reads.resolve(cast.alice, Choice()) == reads.resolve(cast.alice, hiking)
    circles.close(cast.alice, cast.hiking)
    with pytest.raises(Refused):
        reads.resolve(cast.alice, Choice())
    for wrong in (Choice("parent"), Choice("default"), hiking):
        with pytest.raises(Refused):
            acts.remember_default(cast.alice, wrong)
    assert reads.resolve(cast.bob, Choice()) == reads.resolve(cast.bob, Choice("followers"))


def test_a_preview_counts_by_grammar(cast: Cast) -> None:
    hiking = Choice("chosen", [public(cast.alice, cast.hiking)])
    assert reads.preview(cast.alice, hiking).sentence == "Hiking: 3 people"
    assert (
        reads.preview(cast.alice, Choice("chosen", people=[cast.public(cast.bob)])).sentence
        == "Bob: 1 person"
    )
    assert reads.preview(cast.alice, Choice("mutuals")).sentence == "Your mutual followers: nobody yet"
    everybody = reads.preview(cast.alice, Choice("public"))
    assert (everybody.everybody, everybody.count, everybody.sentence) == (True, None, "Public")
    assert reads.preview(cast.alice, Choice("nobody")).sentence == "Only you"


def test_a_preview_names_the_few_who_may_surprise(cast: Cast) -> None:
    contacts.label(cast.alice, cast.bob, ["manager", "friend", "client"])
    hiking = Choice("chosen", [public(cast.alice, cast.hiking)])
    last = now_us()
    circles.move(cast.alice, [(cast.hiking, cast.heidi)], [])
    contacts.follow(cast.alice, cast.erin)
    Follow.objects.filter(follower=cast.alice).update(at=clock.now() - timedelta(days=400))
    spoke = {cast.carol: clock.now() - timedelta(days=366)}
    found = reads.preview(
        cast.alice, hiking, last_sent=lambda _audience: last, last_spoke=lambda _actor, _faces: spoke
    )
    assert {one.face.handle: one.why for one in found.surprising} == {
        "bob": "you labelled them client and manager",
        "heidi": "came in after your last post to these people",
        "carol": "you have not spoken in a year",
        "erin": "you have not spoken in a year",
    }
    assert found.surprising[0].face.handle == "bob", "the gravest first"
    named = Choice("chosen", people=[cast.public(cast.carol)])
    assert reads.preview(cast.alice, named, last_spoke=lambda _actor, _faces: spoke).surprising == []
    for open_to_all in (Choice("public"), Choice("site")):
        assert reads.preview(cast.alice, open_to_all).surprising == []


def test_a_preview_in_somebody_elses_thread_tells_nothing_of_its_readers(cast: Cast) -> None:
    parent = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    bobs = circles.make(cast.bob, "Bob's own")
    circles.move(cast.bob, [(bobs, cast.carol), (bobs, cast.heidi)], [])
    previews = [
        reads.preview(cast.bob, choice, parent)
        for choice in (Choice("parent"), Choice("chosen", [public(cast.bob, bobs)]))
    ]
    assert [seen.count for seen in previews] == [None, None]
    assert previews[0].sentence == "Those who see Alice’s post"
    assert previews[1].sentence == "Those who see Alice’s post, if they are in “Bob's own” too"
    assert {seen.gate for seen in previews} == {"ajar"}
    only_carol = reads.preview(cast.bob, Choice("chosen", people=[cast.public(cast.carol)]), parent)
    only_dan = reads.preview(cast.bob, Choice("chosen", people=[cast.public(cast.dan)]), parent)
    assert (only_carol.count, only_carol.gate) == (only_dan.count, only_dan.gate), "no probing for who is in"


def test_a_preview_of_a_reply_under_a_public_or_an_own_post(cast: Cast) -> None:
    open_to_all = players.post(cast.alice, boundary.audience([boundary.clause([boundary.PUBLIC])]))
    seen = reads.preview(cast.bob, Choice("parent"), open_to_all)
    assert (seen.everybody, seen.count, seen.gate) == (True, None, "none")
    own = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    seen = reads.preview(cast.alice, Choice("parent"), own)
    assert seen.sentence == "Those who see your post: 3 people"


def test_a_count_does_not_tell_which_faces_belong_together(cast: Cast) -> None:
    bob_too = players.another_face(cast.bob, "bob_at_work")
    circles.move(cast.alice, [(cast.hiking, bob_too)], [])
    hiking = Choice("chosen", [public(cast.alice, cast.hiking)])
    assert reads.preview(cast.alice, hiking).count == 4
    contacts.block(cast.alice, cast.bob)
    assert reads.preview(cast.alice, hiking).count == 3, "Bob by that name, and nobody else"
    assert not boundary.check(bob_too, players.post(cast.alice, reads.resolve(cast.alice, hiking)))


def test_a_warm_preview_asks_the_database_nothing_for_circles() -> None:
    ana = players.join("ana")
    crowd = players.crowd(ana, 400)
    circle = circles.make(ana, "Crowd")
    circles.move(ana, [(circle, face) for face in crowd], [])
    choice = Choice("chosen", [public(ana, circle)])
    assert reads.preview(ana, choice).count == 400
    with CaptureQueriesContext(connection) as queries:
        assert reads.preview(ana, choice).sentence == "Crowd: 400 people"
    assert not [query for query in queries if "boundary_" in query["sql"] or "people_" in query["sql"]]


def test_another_language_has_its_own_sentences(cast: Cast) -> None:
    with translation.override("de"):
        told = reads.describe(cast.alice, reads.resolve(cast.alice, Choice("followers")), own=True)
    assert told.gate == "wide"
    assert told.sentence


def test_a_stranger_form_of_a_choice_is_refused_by_its_type() -> None:
    for raw in (
        b'{"scope":"all"}',
        b'{"circles":["x"]}',
        b'{"scope":"public","more":1}',
        b'{"people":[1.5]}',
    ):
        with pytest.raises(msgspec.ValidationError):
            msgspec.json.decode(raw, type=Choice)


def test_faces_of_the_cast_are_as_told(cast: Cast) -> None:
    assert faces.card(cast.judy).state == "suspended"
    assert not Face.objects.get(pk=cast.ivan).member_id
