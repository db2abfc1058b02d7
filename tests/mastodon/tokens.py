"""Tokens for tests."""

from hedgerow.people.apps import acts


def token_for(face: int, scopes: str = "read write follow push") -> str:
    """A token with which an app speaks for this face."""
    app = acts.register("An app", ["https://app.example/back"], scopes).app
    return acts.let_in(face, app, scopes)
