"""Captions: what is kept, what is cut out, what is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.kernel import av
from hedgerow.kernel.errors import Refused

SRT = (
    b"1\r\n00:00:01,000 --> 00:00:02,500\r\n<i>Guten</i> Tag\r\n\r\n"
    b"2\r\n00:00:03,000 --> 00:00:04,000\r\nund mehr\r\n"
)
VTT = b"""WEBVTT - a title

STYLE
::cue { background: url(https://elsewhere.example/x) }

NOTE nobody sees this

00:01.000 --> 00:02.000 position:10% line:0
<v Ana>Hello <c.loud>you</c> &amp; me

intro
01:00:00.000 --> 01:00:01.000
5 &lt; 6
"""


def test_subrip_becomes_webvtt() -> None:
    assert av.as_webvtt(SRT) == (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\nGuten Tag\n\n00:00:03.000 --> 00:00:04.000\nund mehr\n"
    )


def test_styles_notes_tags_and_positions_are_left_out() -> None:
    made = av.as_webvtt(VTT)
    assert "Hello you &amp; me" in made
    assert "5 &lt; 6" in made
    assert not any(word in made for word in ("STYLE", "url(", "nobody", "position", "<v", "Ana", "intro"))


def test_another_charset_is_read() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nGrüße aus der Küche, schöne Mädchen\n"
    assert "Grüße" in av.as_webvtt(text.encode("cp1252"))


@pytest.mark.parametrize(
    "data",
    [b"", b"\0\xff" * 50, b"<html>", b"1\n00:00:05,000 --> 00:00:02,000\nback\n", b"1\n99:99 --> x\nno\n"],
)
def test_what_is_no_caption_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        av.as_webvtt(data)


def test_the_line_of_wrong_times_is_named() -> None:
    with pytest.raises(Refused, match="line 6"):
        av.as_webvtt(b"1\n00:00:01,000 --> 00:00:02,000\nright\n\n2\n00:00:09,000 --> 00:00:02,000\nwrong\n")


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_anything_is_read_or_refused_and_never_leaves_a_tag(data: bytes) -> None:
    try:
        made = av.as_webvtt(b"00:01.000 --> 00:02.000\nword " + data)
    except Refused:
        return
    assert "<" not in made
    assert av.as_webvtt(made.encode()) == made
