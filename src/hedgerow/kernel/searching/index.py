"""An index: things put in, found again by words within scopes, and taken out."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from hedgerow.kernel.rows import insert
from hedgerow.kernel.writing import hold, require_write

from .languages import Fts5, Language, Tsquery, Wanted, in_scope, marked, question, quote
from .tables import Searchable, table_of

GROUPS = 8
"""Scopes that open at different places are asked in so many groups, each from its own earliest place on."""
MOST_PLACES = 16_000
"""PostgreSQL counts the places of words in a text up to here."""
AT_ONCE = 500


class Doc(NamedTuple):
    """A thing as it goes in. See `tables.Searchable`."""

    thing: int
    place: int
    scopes: tuple[str, ...]
    words: str
    marks: tuple[str, ...] = ()


class Reach(NamedTuple):
    """Where somebody may look: scopes, each from a place on; in those of `own` whatever it is marked with, in
    the others only what bears none of `no_marks`.
    """

    scopes: tuple[tuple[str, int], ...]
    own: tuple[str, ...] = ()
    no_marks: tuple[str, ...] = ()


class _Kept(NamedTuple):
    """A row of the index, but for the thing it is of."""

    place: int
    scopes: str
    words: str
    marks: str


class Index:
    """The things of one table."""

    def __init__(self, model: type[Searchable]) -> None:
        self.model = model
        self.rows: Any = model._default_manager

    def hold(self) -> None:
        """Let nobody else write here until this write ends, and nobody puts back what they read before."""
        hold(f"index:{self._table}")

    def put(self, docs: Collection[Doc]) -> None:
        """Put things in, in place of what was known of them. Inside a write."""
        require_write("Index.put()")
        self.drop([doc.thing for doc in docs])
        # In the order of places: FTS5 begins a new part of itself wherever one is smaller than the last.
        ordered = sorted(docs, key=lambda doc: doc.place)
        made = [_Kept(doc.place, " ".join(doc.scopes), doc.words, " ".join(doc.marks)) for doc in ordered]
        things = [doc.thing for doc in ordered]
        insert(
            self.model,
            ("thing", *_Kept._fields),
            ((thing, *row) for thing, row in zip(things, made, strict=True)),
        )
        self._keep(made)

    def _keep(self, rows: Sequence[_Kept]) -> None:
        table = table_of(self.model)
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                statement = f"INSERT INTO {table}(rowid, tokens) VALUES (%s, %s)"  # noqa: S608
                cursor.executemany(statement, [(row.place, " ".join(_tokens(row))) for row in rows])
            else:
                statement = f"UPDATE {self._table} SET vector = %s::tsvector WHERE place = %s"  # noqa: S608
                cursor.executemany(statement, [(_vector(_tokens(row)), row.place) for row in rows])

    def drop(self, things: Collection[int]) -> None:
        """Take things out. Unknown ones are no matter. Inside a write."""
        require_write("Index.drop()")
        if not things:
            return
        known = self._known(things)
        if connection.vendor == "sqlite" and known:
            table = table_of(self.model)
            # What keeps no text of its own must be told again what it was given.
            statement = f"INSERT INTO {table}({table}, rowid, tokens) VALUES ('delete', %s, %s)"  # noqa: S608
            with connection.cursor() as cursor:
                cursor.executemany(statement, [(row.place, " ".join(_tokens(row))) for row in known])
        if known:
            self.rows.filter(place__in=[row.place for row in known]).delete()

    def _known(self, things: Collection[int]) -> list[_Kept]:
        """What is kept of these, in the order of places."""
        columns, marks = ", ".join(_Kept._fields), ", ".join(["%s"] * len(things))
        statement = f"SELECT {columns} FROM {self._table} WHERE thing IN ({marks}) ORDER BY place"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(statement, list(things))
            return [_Kept._make(row) for row in cursor.fetchall()]

    def clear(self) -> None:
        """Take everything out. Inside a write."""
        require_write("Index.clear()")
        if connection.vendor == "sqlite":
            table = table_of(self.model)
            with connection.cursor() as cursor:
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('delete-all')")  # noqa: S608
        self.rows.all().delete()

    def tidy(self, pages: int) -> bool:
        """Bring what was written in many small parts together, so many pages at most; is there more to do?

        Each part is looked into for each scope that is asked. Inside a write.
        """
        require_write("Index.tidy()")
        if connection.vendor != "sqlite":
            return False
        connection.ensure_connection()
        before = connection.connection.total_changes
        table = table_of(self.model)
        with connection.cursor() as cursor:
            cursor.execute(f"INSERT INTO {table}({table}, rank) VALUES ('merge', {-pages:d})")  # noqa: S608
        # FTS5 counts its own statement: where nothing else changed, nothing was left to do.
        return bool(connection.connection.total_changes - before > 1)

    @property
    def _table(self) -> str:
        return str(self.model._meta.db_table)

    def find(
        self, wanted: Wanted, reach: Reach, limit: int, before: int | None = None, after: int = 0
    ) -> list[tuple[int, int]]:
        """Place and thing of what is found, the greatest place first: at most `limit`, from the place before
        `before` down to `after`. Says nothing yet about who may see it.
        """
        statements: list[str] = []
        parameters: list[str | int] = []
        for since, scopes, no_marks in _groups(reach):
            statements.append(self._statement())
            text = question(self._language(), scopes, wanted, no_marks)
            parameters += [text, max(since, after), before if before is not None else 2**63 - 1, limit]
        if not statements:
            return []
        rows = f"SELECT place FROM ({' UNION '.join(statements)}) AS f ORDER BY place DESC LIMIT {limit:d}"  # noqa: S608
        named = (
            f"SELECT t.place, t.thing FROM ({rows}) AS r JOIN {self._table} t ON t.place = r.place"  # noqa: S608
            " ORDER BY t.place DESC"
        )
        with connection.cursor() as cursor:
            cursor.execute(named, parameters)
            return [(place, thing) for place, thing in cursor.fetchall()]

    def _language(self) -> Language:
        return Fts5() if connection.vendor == "sqlite" else Tsquery()

    def _statement(self) -> str:
        if connection.vendor == "sqlite":
            table = table_of(self.model)
            return (
                f"SELECT * FROM (SELECT rowid AS place FROM {table} WHERE {table} MATCH %s"  # noqa: S608
                " AND rowid >= %s AND rowid < %s ORDER BY rowid DESC LIMIT %s)"
            )
        return (
            f"SELECT * FROM (SELECT place FROM {self._table} WHERE vector @@ %s::tsquery"  # noqa: S608
            " AND place >= %s AND place < %s ORDER BY place DESC LIMIT %s) AS g"
        )


def _groups(reach: Reach) -> Iterable[tuple[int, list[str], tuple[str, ...]]]:
    """Scopes to be asked together: from which place on, which ones, and what they must not be marked with."""
    if reach.own:
        yield 0, list(reach.own), ()
    always = [scope for scope, since in reach.scopes if since <= 0]
    if always:
        yield 0, always, reach.no_marks
    later = sorted((since, scope) for scope, since in reach.scopes if since > 0)
    size = max(1, -(-len(later) // GROUPS))
    for start in range(0, len(later), size):
        some = later[start : start + size]
        yield some[0][0], [scope for _, scope in some], reach.no_marks


def _tokens(row: _Kept) -> list[str]:
    """Every token of a thing: its marks, and for each scope the scope itself and each word in it."""
    found = [marked(mark) for mark in row.marks.split()]
    words = row.words.split()
    for scope in row.scopes.split():
        found.append(in_scope(scope))
        found += [in_scope(scope, word) for word in words]
    return found


def _vector(tokens: Sequence[str]) -> str:
    """Tokens as PostgreSQL takes a `tsvector` in: each with the places where it stands."""
    places: dict[str, list[int]] = {}
    for place, token in enumerate(tokens, 1):
        places.setdefault(token, []).append(min(place, MOST_PLACES))
    return " ".join(f"{quote(token)}:{','.join(map(str, where[:250]))}" for token, where in places.items())
