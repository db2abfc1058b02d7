"""Kill -9 at any moment: nothing acknowledged is lost, and nobody hears anything twice."""

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from hedgerow.doors.cli.killing.books import (
    Books,
    Database,
    Said,
    Verdict,
    check_notifications,
    check_posts,
)
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.start.sites import environment
from tests.web.someone import face_of, member


@pytest.mark.slow
def test_five_kills_lose_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "hedgerow", "kill-test", "--times", "5", "--seed", "5"],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["5 kills, 0 lost, 0 doubled"], done.stdout + done.stderr
    assert done.returncode == 0


@pytest.fixture
def books(transactional_db: None) -> Books:
    """Ada wrote, Ben answered, reacted and follows; everybody was told."""
    kept = Books()
    ada, ben = face_of(member("ada")), face_of(member("ben"))
    first = posts.publish(ada, Draft("kqada1qk writes.", Choice("public")))
    second = posts.publish(ben, Draft("kqben1qk answers.", reply_to=first))
    posts.react(ben, first, "🌱")
    contacts.follow(ben, ada)
    run_due()
    kept.said = {
        "kqada1qk": Said("kqada1qk", "ada", post=first),
        "kqben1qk": Said("kqben1qk", "ben", frozenset({"ada"}), post=second),
        "kqben2qk": Said("kqben2qk", "ben", frozenset({"ada"})),
    }
    kept.reacted = {("ben", first): True}
    kept.follows = {("ben", "ada"): True}
    return kept


def judged(books: Books) -> Verdict:
    verdict, database = Verdict(), Database(Path(connection.settings_dict["NAME"]))
    check_posts(books, database, verdict)
    check_notifications(books, database, verdict)
    assert database.broken() == []
    database.close()
    return verdict


def change(sql: str) -> None:
    """Do to the database what no act does."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute(sql)
        cursor.execute("PRAGMA foreign_keys = ON")


needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of the embedded database")


@needs_sqlite
def test_what_is_whole_is_found_whole(books: Books) -> None:
    assert judged(books) == Verdict()


@needs_sqlite
@pytest.mark.parametrize(
    "gone",
    [
        "UPDATE talk_post SET gone_at = entered_at WHERE reply_to_id IS NULL",
        "UPDATE talk_post SET public_id = public_id + 1 WHERE reply_to_id IS NULL",
        "DELETE FROM delivery_notification WHERE kind = 'reply'",
        "DELETE FROM delivery_notification WHERE kind = 'reaction'",
        "DELETE FROM delivery_notification WHERE kind = 'request'",
        "DELETE FROM talk_reaction",
    ],
)
def test_what_is_missing_is_noticed(books: Books, gone: str) -> None:
    change(gone)
    assert judged(books).lost


@needs_sqlite
@pytest.mark.parametrize("kind", ["reply", "reaction", "request"])
def test_what_came_twice_is_noticed(books: Books, kind: str) -> None:
    change(
        "INSERT INTO delivery_notification"
        " (public_id, face_id, kind, actor_id, post_id, cause, at, seen, filtered)"
        f" SELECT public_id + 1, face_id, kind, actor_id, post_id, 'again', at, seen, filtered"
        f" FROM delivery_notification WHERE kind = '{kind}'"
    )
    assert judged(books).doubled


@needs_sqlite
def test_a_post_sent_twice_is_noticed(books: Books) -> None:
    ben = faces.find(None, "ben", 1)[0].id
    posts.publish(ben, Draft("kqben1qk answers.", Choice("public")))
    run_due()
    assert judged(books).doubled


def test_a_file_that_is_no_database_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "broken.sqlite3").write_bytes(b"SQLite format 3\0" + b"\0" * 5000)
    with pytest.raises(sqlite3.DatabaseError):
        Database(tmp_path / "broken.sqlite3").broken()
