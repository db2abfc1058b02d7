"""Finding people by words: whoever allows it, and contacts; nobody who is blocked, stopped or gone."""

import pytest

from hedgerow.boundary import acts as boundary
from hedgerow.kernel.writing import write
from hedgerow.people.bulk import acts as bulk
from hedgerow.people.faces import acts, finding, jobs, reads
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.members import acts as members
from hedgerow.people.models import Block, Face, Follow, FoundFace, Member
from hedgerow.people.site import acts as site

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def member(handle: str) -> Member:
    return members.register(f"{handle}@example.org", "correct horse", handle, handle.title(), freely=True)


def face(handle: str, name: str = "", bio: str = "", *, no_index: bool = False) -> int:
    found = reads.own(member(handle).pk)[0].id
    acts.edit(found, FaceDraft(name=name or handle.title(), bio=bio, no_index=no_index))
    return found


def found(viewer: int | None, text: str, limit: int = 20) -> list[int]:
    return [card.id for card in reads.find(viewer, text, limit)]


def test_words_of_handle_name_and_bio_the_last_one_begun() -> None:
    zoe = face("zoe_r", "Zoë Ångström-Müller", "I repair bicycles in Łódź.")
    for typed in ("zoe", "ZOË", "@zoe_r", "angst", "muller zo", "Ångström-Mül", "bicyc", "repair bicycles"):
        assert found(None, typed) == [zoe], typed
    for typed in ("zo bicyc", "oe", "ngstrom", "mull zoe", "", "@", "%", "_", '"', "\x00", "'", "*", "-"):
        assert found(None, typed) == [], typed


def test_chinese_japanese_and_korean_names_by_any_part() -> None:
    taro, minji = face("taro", "山田太郎"), face("minji", "김민지", "서울에서 정원을 가꿔요")
    assert found(None, "山田") == [taro]
    assert found(None, "太郎") == [taro]
    assert found(None, "田") == [taro]
    assert found(None, "山郎") == []
    assert found(None, "민지") == [minji]
    assert found(None, "정원") == [minji]


def test_contacts_come_first_then_who_is_named_so() -> None:
    viewer = face("viewer")
    says, named, contact = face("aaron", bio="Robin is my name"), face("robin_b"), face("robin_z")
    Follow.objects.create(follower_id=contact, followed_id=viewer)
    assert found(viewer, "robin") == [contact, named, says]
    assert found(viewer, "robin", 1) == [contact]
    assert viewer not in found(viewer, "viewer")


def test_who_does_not_want_to_be_found_is_found_by_contacts_and_by_the_whole_handle() -> None:
    viewer, other = face("viewer"), face("shy_person", "Shy", "chrysoprase", no_index=True)
    for typed in ("shy", "chrysoprase", "shy_pers"):
        assert found(viewer, typed) == [], typed
        assert found(None, typed) == [], typed
    assert found(viewer, "Shy_Person") == [other]
    Follow.objects.create(follower_id=viewer, followed_id=other)
    assert found(viewer, "chryso") == [other]
    assert not FoundFace.objects.get(thing=other).scopes


def test_blocks_bind_by_name_both_ways() -> None:
    ana, ben = face("ana"), face("ben")
    ben_at_work = acts.create(Face.objects.get(pk=ben).member, FaceDraft(handle="ben_work", no_index=False))
    with write():
        Block.objects.create(blocker_id=ana, blocked_id=ben)
        boundary.veto(ana, [ben])
        boundary.shut_out(ana, [ben_at_work])
    assert found(ana, "ben") == [ben_at_work]
    assert found(ben, "ana") == []
    assert found(ben_at_work, "ana") == []
    assert found(None, "ana") == [ana]


def test_who_is_stopped_closes_or_is_gone_leaves_the_index() -> None:
    keeper = members.register("keeper@example.org", "correct horse", "keeper", "Keeper", freely=True)
    Member.objects.filter(pk=keeper.pk).update(role=Member.Role.OPERATOR)
    keeper.refresh_from_db()
    stopped, closing, gone = face("quince_a"), face("quince_b"), face("quince_c")
    follower = face("follower")
    Follow.objects.bulk_create(
        Follow(follower_id=follower, followed_id=each) for each in (stopped, closing, gone)
    )
    assert found(None, "quince") == [stopped, closing, gone]
    site.suspend_face(keeper, stopped)
    acts.close(closing)
    with write():
        acts.remove([gone])
    assert found(None, "quince") == found(follower, "quince") == found(follower, "quince_a") == []
    assert not FoundFace.objects.filter(thing__in=[stopped, closing, gone]).exists()
    acts.reopen(closing)
    site.restore_face(keeper, stopped)
    assert found(None, "quince") == [stopped, closing]


def test_only_what_a_face_says_now_is_found() -> None:
    ana = face("ana", "Ana", "I grow gooseberries")
    assert found(None, "gooseb") == [ana]
    acts.edit(ana, FaceDraft(name="Ana", bio="I grow quinces", no_index=False))
    assert found(None, "gooseb") == []
    assert found(None, "quinces") == [ana]


def test_filling_anew_finds_the_same() -> None:
    face("ana", "Ana", "gooseberries")
    face("shy", no_index=True)
    with write():
        bulk.bring([bulk.NewFace("many_one", "One of many", bio="in bulk")])
    kept = ("place", "thing", "scopes", "words", "marks")
    before = sorted(FoundFace.objects.values_list(*kept))
    assert len(before) == 3
    with write():
        finding.index.clear()
    assert found(None, "gooseb") == []
    jobs.fill_found.call()
    assert sorted(FoundFace.objects.values_list(*kept)) == before
    assert len(found(None, "gooseb")) == 1
