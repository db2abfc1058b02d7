"""Tokens for tests."""

from hedgerow.people.apps import acts

ALL = "read write follow push"


def token_for(face: int, scopes: str = ALL) -> str:
    """A token with which an app speaks for this face."""
    app = acts.register("An app", ["https://app.example/back"], scopes).app
    return acts.let_in(face, app, scopes)
