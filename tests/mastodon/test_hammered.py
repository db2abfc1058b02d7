"""Every method of the API, with all that its document allows and much that it does not: no answer is a 5xx,
and each is one that the document declares, in status, kind, headers and body.

A seeded handful of requests a method runs with the tests; more by
`HEDGEROW_HAMMER=500 ./hedgerow test tests/mastodon/test_hammered.py`, of one group of methods with
`HEDGEROW_HAMMER_GROUP=statuses` besides.
"""

import os
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, given, seed
from hypothesis import settings as searching
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from hedgerow.doors.mastodon.describing import document
from tests.cast import Cast, filter_some
from tests.leaks.matrix import OF_THE_API_ASKED
from tests.mastodon.client import Api

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EACH = int(os.environ.get("HEDGEROW_HAMMER", "3"))
"""Requests a method, of each kind, signed in; as many again signed out."""
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
MINE = ("alice", "keeper")
"""Whose tokens are used: who owns most of the world, and who runs the site."""

schema = schemathesis.openapi.from_dict(document.document())
schema.app = get_wsgi_application()
GROUP = os.environ.get("HEDGEROW_HAMMER_GROUP", "")
"""The one group of methods, as the document tags them; all, where none is said."""
OPERATIONS = {
    found.ok().label: found.ok() for found in schema.get_all_operations() if GROUP in ("", *found.ok().tags)
}


@pytest.fixture(scope="module", autouse=True)
def _one_connection() -> Iterator[None]:
    """The application would close the connection that holds the test's world."""
    said = (signals.request_started, signals.request_finished)
    for signal in said:
        signal.disconnect(close_old_connections)
    yield
    for signal in said:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def tokens(cast: Cast) -> list[str]:
    """A token of each, and none."""
    filter_some(cast)
    admin = "read write follow push admin:read admin:write"
    return [*(Api(cast.faces[name], admin).token for name in MINE), ""]


@pytest.mark.parametrize("label", OPERATIONS)
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["fitting", "wrong"])
def test_no_answer_is_undeclared(
    label: str, mode: GenerationMode, cast: Cast, tokens: list[str], settings: Any
) -> None:
    settings.RATE_LIMITS = False
    chosen = random.Random(label)
    hammer(label, mode, lambda case: _ask(case, cast, chosen, chosen.choice(tokens)))


def hammer(label: str, mode: GenerationMode, ask: Callable[[Any], None]) -> None:
    """Some requests of this kind."""

    @seed(1)
    @searching(
        max_examples=EACH,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=OPERATIONS[label].as_strategy(mode))
    def asked(case: Any) -> None:
        ask(case)

    try:
        asked()
    except Unsatisfiable:
        # Nothing that is given to such a method can be wrong.
        assert mode is GenerationMode.NEGATIVE


def _ask(case: Any, cast: Cast, chosen: random.Random, token: str) -> None:
    """Ask, half of the time about something that is there; what it does is undone."""
    for name in case.path_parameters or {}:
        if chosen.random() < 0.5:
            case.path_parameters[name] = str(chosen.choice(OF_THE_API_ASKED[name](cast)))
    case.headers = {}
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    with transaction.atomic():
        answer = case.call(headers=headers)
        transaction.set_rollback(True)
    case.validate_response(answer, checks=CHECKS)
