"""Parts of a file: one range of bytes, as RFC 9110 has it."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel.ranges import Part, Unsatisfiable, asked


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("", None), ("bytes=0-", (0, 100)), ("bytes=0-0", (0, 1)), ("bytes=90-200", (90, 100)),
        ("bytes=-10", (90, 100)), ("bytes=-500", (0, 100)), ("lines=1-2", None), ("bytes=5-2", None),
        ("bytes=a-b", None), ("bytes=-", None),
    ],
)  # fmt: skip
def test_what_is_asked_for(header: str, part: tuple[int, int] | None) -> None:
    assert asked(header, 100) == part


@pytest.mark.parametrize(
    "header", ["bytes=100-", "bytes=200-300", "bytes=-0", "bytes=0-1,5-6", "bytes=0-,0-"]
)
def test_what_is_not_there_and_several_at_once_are_refused(header: str) -> None:
    with pytest.raises(Unsatisfiable):
        asked(header, 100)


@given(st.binary(max_size=50), st.integers(0, 60), st.integers(0, 60))
def test_a_part_is_what_a_slice_is(data: bytes, begin: int, length: int) -> None:
    file = io.BytesIO(data)
    file.seek(begin)
    assert Part(file, length).read() == data[begin : begin + length]
