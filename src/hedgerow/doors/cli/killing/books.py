"""What people were told, what the database holds, and where the two disagree.

Posts are known by a mark in their text, so that one that was sent without an answer is recognised too:
it may be there or not, but if it is, it is there once and whom it concerns was told once.
"""

import sqlite3
import threading
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

TELLING = ("reply", "mention")
TYING = ("follow", "request")


class Said(Struct):
    """One post that somebody sent. `post` is its public id once the site said that it took it."""

    mark: str
    author: str
    concerns: frozenset[str] = frozenset()
    """Handles of those who must be told of it once."""
    open: bool = True
    """May everybody here see it?"""
    post: int = 0


class Told(NamedTuple):
    """A notification, by handles and the post's public id (0 for none)."""

    face: str
    kind: str
    actor: str
    post: int


class Books:
    """Kept by everybody in the crowd at once."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.said: dict[str, Said] = {}
        self.reacted: dict[tuple[str, int], bool] = {}
        """Who sent a reaction to which post; True once it was acknowledged."""
        self.follows: dict[tuple[str, str], bool] = {}

    def sent(self, said: Said) -> None:
        """Somebody is about to send this."""
        with self._lock:
            self.said[said.mark] = said

    def taken(self, mark: str, post: int) -> None:
        """The site said so."""
        with self._lock:
            self.said[mark].post = post

    def note(
        self, book: dict[tuple[str, int], bool] | dict[tuple[str, str], bool], key: object, done: bool
    ) -> None:
        """A reaction or a tie that is about to be sent, or was acknowledged."""
        with self._lock:
            book[key] = done  # type: ignore[index]

    def known(self) -> list[Said]:
        """The acknowledged posts that everybody may see."""
        with self._lock:
            return [said for said in self.said.values() if said.post and said.open]

    def acknowledged(self) -> int:
        """How much people were told is done."""
        with self._lock:
            posts = sum(1 for said in self.said.values() if said.post)
            return posts + sum(self.reacted.values()) + sum(self.follows.values())


class Verdict(Struct):
    """What is missing and what is there twice, in words."""

    lost: list[str] = []
    doubled: list[str] = []

    def count(self, what: str, times: int, *, least: int = 1) -> None:
        """Note what is not there exactly once; with `least` 0 it may be missing."""
        if times < least:
            self.lost.append(what)
        elif times > 1:
            self.doubled.append(f"{what}, {times} times")


class Database:
    """That of a site, by file or by address: only read, and without a line of the site's own code."""

    def __init__(self, place: Path | str) -> None:
        self._line = _file(place) if isinstance(place, Path) else _server(place)

    def close(self) -> None:
        """Let go of it."""
        self._line.close()

    def broken(self) -> list[str]:
        """What the database itself finds wrong; empty is sound. PostgreSQL lets no such thing in."""
        if not isinstance(self._line, sqlite3.Connection):
            return []
        said = [row[0] for row in self._line.execute("PRAGMA integrity_check")]
        strangers = [
            f"a row of {row[0]} refers to nothing" for row in self._line.execute("PRAGMA foreign_key_check")
        ]
        return [line for line in said if line != "ok"] + strangers

    def open_events(self) -> int:
        """Events that are not delivered yet."""
        return int(self._line.execute("SELECT count(*) FROM kernel_outgoing WHERE NOT done").fetchone()[0])

    def failed_events(self) -> int:
        """Events that were given up."""
        return int(self._line.execute("SELECT count(*) FROM kernel_outgoing WHERE failed").fetchone()[0])

    def posts(self) -> dict[str, list[int]]:
        """Public ids by the mark, which is a post's first word."""
        found: dict[str, list[int]] = {}
        for number, text in self._line.execute("SELECT public_id, text FROM talk_post WHERE gone_at IS NULL"):
            found.setdefault(text.partition(" ")[0], []).append(number)
        return found

    def reactions(self) -> set[tuple[str, int]]:
        """Who reacted to which post."""
        rows = self._line.execute(
            "SELECT f.handle, p.public_id FROM talk_reaction r"
            " JOIN people_face f ON f.id = r.face_id JOIN talk_post p ON p.id = r.post_id"
        )
        return set(rows.fetchall())

    def told(self) -> Counter[Told]:
        """Every notification."""
        rows = self._line.execute(
            "SELECT f.handle, n.kind, coalesce(a.handle, ''), coalesce(p.public_id, 0)"
            " FROM delivery_notification n JOIN people_face f ON f.id = n.face_id"
            " LEFT JOIN people_face a ON a.id = n.actor_id LEFT JOIN talk_post p ON p.id = n.post_id"
        )
        return Counter(Told(*row) for row in rows)


def _file(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)


def _server(address: str) -> Any:
    import psycopg

    line = psycopg.connect(address, autocommit=True, connect_timeout=10)
    line.read_only = True
    return line


def check_posts(books: Books, database: Database, verdict: Verdict) -> None:
    """Every acknowledged post is there under its number, and none is there twice."""
    stored = database.posts()
    for said in list(books.said.values()):
        numbers = stored.get(said.mark, [])
        verdict.count(f"post {said.mark} of {said.author}", len(numbers), least=1 if said.post else 0)
        if said.post and numbers and said.post not in numbers:
            verdict.lost.append(f"post {said.mark} of {said.author}: not under the number that was answered")


def check_notifications(books: Books, database: Database, verdict: Verdict) -> None:
    """Once the outbox is empty: whoever must have been told was told once, and nobody twice."""
    told, stored = database.told(), database.posts()
    authors = {said.post: said.author for said in books.said.values() if said.post}
    for said in list(books.said.values()):
        for post in stored.get(said.mark, []):
            for face in said.concerns:
                times = sum(told[Told(face, kind, said.author, post)] for kind in TELLING)
                verdict.count(f"{face} is told of {said.mark} by {said.author}", times)
    _check_reactions(books, database.reactions(), authors, told, verdict)
    for (actor, face), done in books.follows.items():
        times = sum(told[Told(face, kind, actor, 0)] for kind in TYING)
        verdict.count(f"{face} is told that {actor} follows", times, least=int(done))
    verdict.doubled += [f"{each}, {times} times" for each, times in told.items() if times > 1]


def _check_reactions(
    books: Books,
    stored: set[tuple[str, int]],
    authors: dict[int, str],
    told: Counter[Told],
    verdict: Verdict,
) -> None:
    for key, done in books.reacted.items():
        actor, post = key
        if done and key not in stored:
            verdict.lost.append(f"reaction of {actor} to {post}")
        times = told[Told(authors[post], "reaction", actor, post)]
        verdict.count(
            f"{authors[post]} is told of {actor}'s reaction to {post}", times, least=int(key in stored)
        )
