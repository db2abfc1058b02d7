"""The tables of an index: a row for each thing, and beside it what the database finds words by."""

from typing import Any

from django.db import migrations, models

FTS5 = "fts5(tokens, content='', columnsize=0, tokenize='ascii')"
"""Tokens are made by `words`, so that both databases know the same ones: everything beyond ASCII belongs to a
token, and nothing is folded again. No content of its own: the rows have it."""


class Searchable(models.Model):
    """One thing that can be found. What it is, its room knows."""

    place = models.BigIntegerField(primary_key=True)
    """Where it stands in the order of what is found: the greatest first."""
    thing = models.BigIntegerField(unique=True)
    scopes = models.TextField()
    """Where its words are kept, with spaces between."""
    words = models.TextField()
    marks = models.TextField()
    """What else it can be found or left out by, with spaces between."""

    class Meta:
        abstract = True


def table_of(model: type[Searchable]) -> str:
    """Where the words are on SQLite."""
    return f"{model._meta.db_table}_words"


class KeepWords(migrations.RunPython):
    """A migration's step that makes room for the words of a table (`talk_foundpost`) on either database."""

    def __init__(self, table: str) -> None:
        super().__init__(_made(table), _unmade(table))


def _made(table: str) -> Any:
    def make(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"CREATE VIRTUAL TABLE {table}_words USING {FTS5}")
            editor.execute(f"INSERT INTO {table}_words({table}_words, rank) VALUES ('automerge', 2)")  # noqa: S608
        else:
            editor.execute(f"ALTER TABLE {table} ADD COLUMN vector tsvector")
            editor.execute(f"CREATE INDEX {table}_vector ON {table} USING gin (vector)")

    return make


def _unmade(table: str) -> Any:
    def unmake(apps: Any, editor: Any) -> None:
        if editor.connection.vendor == "sqlite":
            editor.execute(f"DROP TABLE {table}_words")
        else:
            editor.execute(f"ALTER TABLE {table} DROP COLUMN vector")

    return unmake
