"""What keeps the look one thing: drawings exist, names are escaped, and nothing inline slips past the CSP."""

import re
from pathlib import Path

import pytest
from django.template import Context, Template

import hedgerow.doors.web

WEB = Path(hedgerow.doors.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
SPRITE = (WEB / "static/web/icons.svg").read_text()
SYMBOLS = set(re.findall(r'<symbol id="([\w-]+)"', SPRITE))


def draw(source: str, **context: object) -> str:
    return Template("{% load hedgerow %}" + source).render(Context(context))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(WEB / "templates")))
def test_a_template_has_nothing_inline(template: Path) -> None:
    source = template.read_text()
    assert not re.search(r"\sstyle=|<style|\son\w+=[\"']|javascript:", source)
    for attributes, code in re.findall(r"<script([^>]*)>(.*?)</script>", source, re.S):
        # What only holds data is not run.
        if 'type="application/json"' not in attributes:
            assert "src=" in attributes
            assert not code.strip()
    assert not re.search(r"(src|href|action)=[\"'](https?:)?//", source)


def test_every_drawing_named_in_a_template_is_in_the_sprite() -> None:
    named = {name for path in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', path.read_text())}
    named |= {name for path in TEMPLATES for name in re.findall(r'symbol="([\w-]+)"', path.read_text())}
    assert len(named) > 20
    assert named <= SYMBOLS


def test_the_gate_stands_with_its_sentence_and_knows_four_states() -> None:
    for state in ("closed", "ajar", "wide", "site", "none"):
        assert f"gate-{state}" in SYMBOLS
        drawn = draw("{% gate state words %}", state=state, words="Ana & <b>Sam</b>")
        assert "Ana &amp; &lt;b&gt;Sam&lt;/b&gt;" in drawn
        assert f"#gate-{state}" in drawn
    with pytest.raises(ValueError, match="half"):
        draw("{% gate 'half' 'x' %}")


def test_an_avatar_escapes_what_people_chose() -> None:
    letters = draw("{% avatar face %}", face={"name": "<script>", "colour": 3})
    assert "<script" not in letters
    picture = draw("{% avatar face %}", face={"name": "A", "colour": 99, "picture_url": '/x" onerror="y'})
    assert 'onerror="y"' not in picture
    assert "face-1" in picture


@pytest.mark.parametrize(
    ("name", "letters"), [("Ana Pereira", "AP"), ("ana", "A"), ("李 明", "李明"), ("", "·"), ("…", "·")]
)
def test_initials(name: str, letters: str) -> None:
    assert draw("{{ name|initials }}", name=name) == letters


def test_each_face_colour_has_a_pattern_of_its_own() -> None:
    sheet = (WEB / "static/web/css/tokens.css").read_text()
    rings = re.findall(r"--ring: (.+);", sheet)
    bands = re.findall(r"--band: (.+);", sheet)
    assert len(rings) == len(set(rings)) == 8
    assert len(bands) == len(set(bands)) == 8


def test_sheets_mirror_by_themselves() -> None:
    physical = re.compile(
        r"(margin|padding|border)-(left|right)|(?<![-\w])(left|right)\s*:|text-align:\s*(left|right)"
    )
    for sheet in (WEB / "static/web/css").glob("*.css"):
        assert not physical.search(sheet.read_text()), sheet.name
