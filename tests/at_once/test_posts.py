"""One post, changed by two at the same moment, on a database with several writers."""

from contextlib import suppress

import pytest

from hedgerow.kernel.errors import NotFound
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.models import Face
from hedgerow.talk.models import Post
from hedgerow.talk.posts import acts, loading, narrowing, reads
from hedgerow.talk.posts.acts import Draft
from hedgerow.talk.posts.publishing import Variation
from hedgerow.talk.searching import acts as searching
from hedgerow.talk.searching import reads as found
from tests.at_once.waiting import MARKS, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import join

pytestmark = MARKS


def sees(viewer: int, post: int) -> bool:
    try:
        reads.post(viewer, post)
    except NotFound:
        return False
    return True


def test_what_two_devices_narrow_at_once_is_narrowed_by_both(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben, cleo = join("ada"), join("ben"), join("cleo")
    post = acts.publish(ada, Draft("Here.", Choice("public")))
    wait_for_both(monkeypatch, narrowing, "_chosen", "_narrow")

    def narrow(person: int) -> None:
        public = Face.objects.values_list("public_id", flat=True).get(pk=person)
        acts.narrow_many(ada, [post], Choice("chosen", people=[public]))

    in_threads([lambda: narrow(ben), lambda: narrow(cleo)])
    assert not sees(ben, post)
    assert not sees(cleo, post)


def test_two_versions_of_one_composition_deleted_at_once_are_both_gone(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ada, ben = join("ada"), join("ben")
    contacts.follow(ben, ada)
    other = Variation(Choice("followers"), "For followers.")
    own = acts.publish(ada, Draft("For all.", Choice("public"), variants=[other]))
    rows = Post.objects.unguarded(reason="the numbers of both versions").filter(author=ada)
    [beside] = rows.exclude(public_id=own).values_list("public_id", flat=True)
    wait_for_both(monkeypatch, loading, "own")

    def delete(post: int) -> None:
        with suppress(NotFound):
            acts.delete(ada, post)

    in_threads([lambda: delete(own), lambda: delete(beside)])
    assert not sees(ada, own)
    assert not sees(ben, beside)


def test_what_is_found_of_a_post_is_what_it_says_last(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = join("ada")
    post = acts.publish(ada, Draft("A heron.", Choice("public")))
    run_due()
    acts.edit(ada, post, Draft("A kestrel."))
    dense = Post.objects.unguarded(reason="its number").get(public_id=post).pk
    wait_for_both(monkeypatch, searching, "_docs")
    in_threads([lambda: searching.refresh([dense]), lambda: searching.refresh([dense])])
    assert [line.public_id for line in found.posts(ada, found.read("kestrel")).shown] == [post]
