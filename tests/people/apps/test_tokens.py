"""Tokens: one face or none, what they allow, and that what is taken away is dead at once."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.doors.web.auth.adapter import Adapter
from hedgerow.kernel import clock
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.jobs import run_due
from hedgerow.people.apps import acts, jobs, reads, rules, tokens, uris
from hedgerow.people.faces import acts as faces
from hedgerow.people.members import acts as members
from hedgerow.people.models import App, Token
from tests.cast import Cast, assemble

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db: None) -> Cast:
    return assemble()


@pytest.fixture
def app(db: None) -> int:
    return acts.register("Tusk", ["https://app.example/back"], "read write follow push").app


def test_a_token_stands_for_one_face_and_its_scopes(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.alice, app, "read write:statuses")
    found = reads.bearer(token)
    assert found is not None
    assert (found.app, found.member, found.face) == (app, cast.members["alice"].pk, cast.alice)
    assert found.may("read:lists")
    assert found.may("write:statuses")
    assert not found.may("write:media")
    assert not found.may("write")


def test_the_name_of_an_app_turns_no_words_around_it() -> None:
    made = acts.register("Good\u2069\u202e app\n", ["https://app.example/"], "read")
    assert reads.app(made.app).name == "Good app"
    with pytest.raises(Refused):
        acts.register("\u202e\u2069", ["https://app.example/"], "read")


def test_nothing_else_is_a_token(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.alice, app, "read")
    for other in ("", token[:-1], token + "x", token.swapcase(), "\x00", "\ud800", "x" * 10_000):
        assert reads.bearer(other) is None
    assert token not in str(list(Token.objects.values()))


def test_an_app_alone_acts_for_nobody(app: int) -> None:
    found = reads.bearer(acts.let_in_itself(app, "read"))
    assert found is not None
    assert (found.member, found.face) == (None, None)
    assert found.may("read:accounts")


def test_it_is_one_query_and_then_none(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.alice, app, "read")
    reads.bearer(token)
    run_due()
    members.appoint(None, cast.members["alice"].pk, "moderator")
    reads.bearer("warm")
    with CaptureQueriesContext(
        connection,
    ) as cold:
        reads.bearer(token)
    asked = [query["sql"] for query in cold if "people_token" in query["sql"]]
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as warm:
        reads.bearer(token)
    assert [
        query["sql"] for query in warm if "PRAGMA" not in query["sql"] and "change" not in query["sql"]
    ] == []


ENDS: dict[str, Callable[[Cast, int], object]] = {
    "taken away": lambda cast, token: acts.take_away(cast.members["bob"].pk, token),
    "all taken away": lambda cast, token: acts.take_all_away(cast.members["bob"].pk),
    "a new password": lambda cast, token: Adapter().set_password(cast.members["bob"], "another long hedge 8"),
    "face closed": lambda cast, token: faces.close(cast.bob),
    "account closed": lambda cast, token: members.close(cast.members["bob"].pk),
    "suspended": lambda cast, token: members.suspend_member(cast.members["keeper"], cast.members["bob"].pk),
}


@pytest.mark.parametrize("end", sorted(ENDS))
def test_what_is_taken_away_is_dead_at_once(cast: Cast, app: int, end: str) -> None:
    token = acts.let_in(cast.bob, app, "read write")
    found = reads.bearer(token)
    assert found is not None
    assert found.face == cast.bob
    ENDS[end](cast, found.token)
    now = reads.bearer(token)
    assert now is None or (now.standing == "disabled" and now.face is None and not now.may("read"))


def test_nobody_takes_away_from_another(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.bob, app, "read")
    found = reads.bearer(token)
    assert found is not None
    with pytest.raises(NotFound):
        acts.take_away(cast.members["alice"].pk, found.token)
    assert reads.bearer(token) == found


def test_a_face_that_is_gone_leaves_no_token(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.bob, app, "read")
    members.close(cast.members["bob"].pk)
    members.purge_due(clock.now() + timedelta(days=31))
    assert reads.bearer(token) is None
    assert not Token.objects.exists()


def test_admin_scopes_are_worth_something_for_moderators_alone(cast: Cast) -> None:
    app = acts.register("Desk", ["https://app.example/back"], "admin:read read").app
    token = acts.let_in(cast.bob, app, "admin:read read")
    bob = cast.members["bob"].pk

    def may() -> bool:
        found = reads.bearer(token)
        return found is not None and found.may("admin:read:accounts")

    assert not may()
    members.appoint(None, bob, "moderator")
    assert may()
    members.appoint(None, bob, "member")
    assert not may()


def test_the_day_of_use_is_kept_once_a_day(cast: Cast, app: int) -> None:
    token = acts.let_in(cast.alice, app, "read")
    reads.bearer(token)
    run_due()
    row = Token.objects.get()
    assert row.used_at is not None
    members.appoint(None, cast.members["alice"].pk, "moderator")
    reads.bearer(token)
    run_due()
    assert Token.objects.get().used_at == row.used_at


def test_a_face_has_so_many_tokens_at_most(cast: Cast, app: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "MOST_TOKENS", 2)
    made = [acts.let_in(cast.alice, app, "read") for _ in range(3)]
    assert [reads.bearer(token) is not None for token in made] == [False, True, True]


def test_apps_nobody_let_in_are_forgotten(cast: Cast, app: int) -> None:
    kept = acts.register("Kept", [uris.OUT_OF_BAND], "read").app
    acts.let_in(cast.alice, kept, "read")
    App.objects.update(made_at=clock.now() - timedelta(days=40))
    fresh = acts.register("Fresh", [uris.OUT_OF_BAND], "read").app
    jobs.sweep()
    assert set(App.objects.values_list("pk", flat=True)) == {kept, fresh}


@given(st.frozensets(st.sampled_from(rules.SCOPES)), st.sampled_from(rules.SCOPES))
def test_a_scope_allows_exactly_what_it_implies(granted: frozenset[str], scope: str) -> None:
    implied: frozenset[str] = frozenset().union(*(rules.implied(each) for each in granted))
    assert rules.allows(granted, scope) == (scope in implied)
