"""Acts of several people at the same moment, on a database with several writers."""

import threading

import pytest
from django.db import connection

from hedgerow.people import ties
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.contacts import reads
from tests.kernel.threads import in_threads
from tests.people.cast import join

pytestmark = [
    pytest.mark.both,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="on SQLite one writes after the other"),
]


def test_two_who_follow_each_other_do_not_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = join("ada"), join("ben")
    lock, both = ties.lock, threading.Barrier(2)

    def lock_and_meet(actor: int) -> None:
        lock(actor)
        both.wait(20)

    monkeypatch.setattr(ties, "lock", lock_and_meet)
    in_threads([lambda: contacts.follow(ada, ben), lambda: contacts.follow(ben, ada)])
    assert (reads.follows(ada), reads.follows(ben)) == ({ben}, {ada})
