"""Circles: made, named, filled, closed, taken back, and never told of to anybody else."""

from datetime import timedelta

import pytest

from hedgerow.boundary import acts as engine
from hedgerow.boundary import reads as boundary
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.people.circles import acts, jobs, reads, rules
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.models import CircleMove
from tests.people import cast as players
from tests.people.cast import Cast

pytestmark = pytest.mark.django_db


def inside(circle: int) -> set[int]:
    return set(engine.members(circle))


def test_a_circle_is_made_once_for_one_name(cast: Cast) -> None:
    assert acts.make(cast.alice, " hiking ") == cast.hiking
    assert acts.make(cast.bob, "Hiking") != cast.hiking, "others may have one of that name"


@pytest.mark.parametrize("name", ["", "  ", "\x00", "\u202e\u200b", "x" * 81, "\n\t"])
def test_hostile_names_are_refused_next_to_the_field(cast: Cast, name: str) -> None:
    for act in (lambda: acts.make(cast.alice, name), lambda: acts.rename(cast.alice, cast.hiking, name)):
        with pytest.raises(Refused) as refusal:
            act()
        assert refusal.value.field == "name"


def test_a_name_may_be_in_any_script_and_an_emoji(cast: Cast) -> None:
    for name in ("家族", "خانواده‌ها", "🏔️", "Ωφ"):
        assert reads.by_public_id(cast.alice, _public(cast.alice, acts.make(cast.alice, name))).name == name


def _public(owner: int, circle: int) -> int:
    return next(row.public_id for row in reads.rows(owner) if row.id == circle)


def test_renaming(cast: Cast) -> None:
    acts.rename(cast.alice, cast.hiking, "Walks")
    assert {circle.name for circle in reads.on_trays(cast.alice)} == {"Walks", "Not these"}
    acts.rename(cast.alice, cast.hiking, "walks")
    with pytest.raises(Refused):
        acts.rename(cast.alice, cast.hiking, "NOT THESE")


def test_another_face_s_circle_is_like_one_that_does_not_exist(cast: Cast) -> None:
    public = _public(cast.alice, cast.hiking)
    label = _labelled(cast.alice, cast.bob)
    for actor in (cast.bob, cast.alice_too, cast.heidi):
        for circle in (cast.hiking, label, 10**9):
            for act in (
                lambda who, one: acts.rename(who, one, "Mine"),
                lambda who, one: acts.close(who, one),
                lambda who, one: acts.move(who, [(one, cast.carol)], []),
                lambda who, one: acts.move(who, [], [(one, cast.bob)]),
                lambda who, one: reads.people_in(who, one),
            ):
                with pytest.raises(NotFound):
                    act(actor, circle)
        with pytest.raises(NotFound):
            reads.by_public_id(actor, public)
    assert inside(cast.hiking) == {cast.bob, cast.carol, cast.erin, cast.judy}


def _labelled(owner: int, face: int) -> int:
    contacts.label(owner, face, ["friend"])
    return next(row.id for row in reads.rows(owner) if row.kind == "label")


def test_followers_and_labels_are_neither_named_nor_closed_by_hand(cast: Cast) -> None:
    made = [row.id for row in reads.rows(cast.alice) if row.kind != "own"] + [_labelled(cast.alice, cast.bob)]
    for circle in made:
        with pytest.raises(NotFound):
            acts.rename(cast.alice, circle, "Mine")
        with pytest.raises(NotFound):
            acts.close(cast.alice, circle)
    followers = next(row.id for row in reads.rows(cast.alice) if row.kind == "followers")
    with pytest.raises(NotFound):
        acts.move(cast.alice, [(followers, cast.heidi)], [])


def test_counts_leave_out_who_is_suspended(cast: Cast) -> None:
    hiking = reads.by_public_id(cast.alice, _public(cast.alice, cast.hiking))
    assert hiking.count == 3
    assert [card.handle for card in reads.people_in(cast.alice, cast.hiking)] == ["bob", "carol", "erin"]


def test_a_move_puts_many_in_and_takes_many_out_and_is_taken_back_whole(cast: Cast) -> None:
    thing = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    assert boundary.check(cast.bob, thing)
    work = acts.make(cast.alice, "Work")
    move = acts.move(
        cast.alice,
        [(work, cast.bob), (work, cast.carol), (work, cast.heidi)],
        [(cast.hiking, cast.bob), (cast.hiking, cast.carol)],
    )
    assert (inside(work), inside(cast.hiking)) == ({cast.bob, cast.carol, cast.heidi}, {cast.erin, cast.judy})
    assert not boundary.check(cast.bob, thing)
    acts.undo(cast.alice, move)
    acts.undo(cast.alice, move)
    assert (inside(work), inside(cast.hiking)) == (set(), {cast.bob, cast.carol, cast.erin, cast.judy})
    assert boundary.check(cast.bob, thing), "the slip took nothing from him"


def test_rejoining_by_hand_shows_nothing_of_the_past(cast: Cast) -> None:
    thing = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    acts.move(cast.alice, [], [(cast.hiking, cast.bob)])
    acts.move(cast.alice, [(cast.hiking, cast.bob)], [])
    assert not boundary.check(cast.bob, thing)


def test_who_goes_and_stays_in_one_move_stays(cast: Cast) -> None:
    thing = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    acts.move(cast.alice, [(cast.hiking, cast.bob)], [(cast.hiking, cast.bob)])
    assert boundary.check(cast.bob, thing)


def test_a_move_can_be_taken_back_for_a_while_and_by_its_face_only(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    move = acts.move(cast.alice, [], [(cast.hiking, cast.bob)])
    for actor in (cast.bob, cast.alice_too):
        with pytest.raises(NotFound):
            acts.undo(actor, move)
    later = clock.now() + rules.UNDO_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Refused):
        acts.undo(cast.alice, move)
    acts.move(cast.alice, [], [(cast.hiking, cast.carol)])
    assert not CircleMove.objects.filter(pk=move).exists(), "no record outlives its use"


def test_old_moves_are_forgotten(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    jobs.forget_moves()
    assert CircleMove.objects.exists()
    later = clock.now() + rules.UNDO_FOR + timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: later)
    jobs.forget_moves()
    assert not CircleMove.objects.exists()


def test_an_undo_does_not_bring_back_what_was_ended_for_another_reason(cast: Cast) -> None:
    move = acts.move(cast.alice, [], [(cast.hiking, cast.bob)])
    acts.close(cast.alice, cast.hiking)
    acts.undo(cast.alice, move)
    assert inside(cast.hiking) == set()


def test_strangers_that_cannot_be_found_are_passed_over(cast: Cast) -> None:
    acts.move(cast.alice, [(cast.hiking, cast.heidi), (cast.hiking, 10**9), (cast.hiking, cast.grace)], [])
    assert inside(cast.hiking) == {cast.bob, cast.carol, cast.erin, cast.judy, cast.heidi}
    with pytest.raises(NotFound):
        acts.move(cast.alice, [(cast.hiking, 10**9)], [])
    with pytest.raises(NotFound):
        acts.move(cast.alice, [(cast.hiking, cast.grace)], [])
    with pytest.raises(NotFound):
        acts.move(cast.grace, [(acts.make(cast.grace, "Mine"), cast.alice)], [])


def test_too_many_at_once(cast: Cast) -> None:
    with pytest.raises(Refused):
        acts.move(cast.alice, [(cast.hiking, n) for n in range(rules.MOST_PAIRS + 1)], [])


def test_closing_hides_at_once_and_twice_is_once(cast: Cast) -> None:
    thing = players.post(cast.alice, (boundary.clause([cast.hiking]),))
    acts.close(cast.alice, cast.hiking)
    acts.close(cast.alice, cast.hiking)
    assert not boundary.check(cast.bob, thing)
    assert boundary.check(cast.alice, thing)
    assert [circle.name for circle in reads.on_trays(cast.alice)] == ["Not these"]
    with pytest.raises(NotFound):
        acts.move(cast.alice, [(cast.hiking, cast.bob)], [])


def test_closing_an_excluding_circle_reveals_nothing_of_before(cast: Cast) -> None:
    followers = next(row.id for row in reads.rows(cast.alice) if row.kind == "followers")
    thing = players.post(cast.alice, (boundary.clause([followers], without_circles=[cast.excluded]),))
    acts.close(cast.alice, cast.excluded)
    assert boundary.check(cast.bob, thing)
    assert not boundary.check(cast.erin, thing)


def test_suggestions_come_from_own_labels_only() -> None:
    labelled = {"family": {1, 2, 3, 4}, "client": {7, 8}, "friend": {9}, "report": {5, 6}}
    circles = {
        10: ("Home", {1, 2, 3}),
        11: ("Team", {5, 6}),
        12: ("Everyone", set(range(1, 7)) | set(range(20, 40))),
    }
    found = rules.suggestions(labelled, circles)
    assert found == [
        rules.Suggestion("client", "client", None, [7, 8]),
        rules.Suggestion("family", "Home", 10, [4]),
    ]


def test_suggestions_of_a_face(cast: Cast) -> None:
    for face in (cast.dan, cast.heidi):
        contacts.label(cast.alice, face, ["family"])
    assert reads.suggestions(cast.alice) == [
        reads.Suggestion("family", "family", None, sorted([cast.dan, cast.heidi]))
    ]
    assert reads.suggestions(cast.bob) == []


def test_numbered_circles_stand_as_people_count(cast: Cast) -> None:
    for name in ("Lap 10", "Lap 2", "lap 1", "²"):
        acts.make(cast.alice, name)
    shown = [
        circle.name for circle in reads.on_trays(cast.alice) if circle.name not in {"Hiking", "Not these"}
    ]
    assert [name for name in shown if "ap" in name] == ["lap 1", "Lap 2", "Lap 10"]
