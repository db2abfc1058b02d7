"""Clock and ids."""

from datetime import UTC, datetime

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import clock, ids
from tests.kernel.threads import in_threads


def test_the_clock_never_repeats_itself_across_threads() -> None:
    seen: list[list[int]] = [[], [], [], []]
    in_threads([lambda mine=mine: mine.extend(clock.now_us() for _ in range(3000)) for mine in seen])  # type: ignore[misc]
    assert all(mine == sorted(mine) for mine in seen)
    assert len({at for mine in seen for at in mine}) == 12_000


def test_the_clock_goes_on_when_the_machine_steps_back() -> None:
    before = clock.now_us()
    with time_machine.travel("2021-01-01T00:00:00Z"):
        assert clock.now_us() > before


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC)))
def test_microseconds_and_datetimes_are_the_same_thing(moment: datetime) -> None:
    assert clock.from_us(clock.to_us(moment)) == moment


def test_timed_ids_sort_by_time_and_fit_63_bits() -> None:
    early, late = ids.timed_id_at(1_700_000_000_000), ids.timed_id_at(1_700_000_000_001)
    assert early < late < 2**63
    assert (early >> 22) + 1_577_836_800_000 == 1_700_000_000_000
    assert len({ids.timed_id_at(1_700_000_000_000) for _ in range(50)}) > 45


def test_many_timed_ids_of_one_moment_all_differ() -> None:
    moments = [1_700_000_000_001] * 5_000 + [1_700_000_000_000] * 5_000
    some = ids.timed_ids_at(moments)
    assert len(set(some)) == 10_000
    assert [ids.timed_ms(one) for one in some] == moments


def test_timed_ids_of_one_process_come_in_order_however_fast_they_are_given() -> None:
    some = [ids.timed_id() for _ in range(3000)]
    assert some == sorted(set(some))
    with time_machine.travel("2021-01-01T00:00:00Z"):
        assert ids.timed_id() < some[0]


@pytest.mark.parametrize("ms", [0, 1_577_836_799_999, ids.EPOCH_MS + 2**41])
def test_timed_ids_refuse_other_centuries(ms: int) -> None:
    with pytest.raises(ValueError):
        ids.timed_id_at(ms)


def test_random_ids_have_one_length_and_tell_nothing() -> None:
    some = [ids.random_id() for _ in range(2000)]
    assert all(2**61 <= one < 2**62 for one in some)
    assert len(set(some)) == 2000
    for bit in range(61):
        assert 800 < sum(one >> bit & 1 for one in some) < 1200


def test_opaque_names_are_url_safe_and_long() -> None:
    name = ids.opaque()
    assert len(name) >= 22
    assert set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
