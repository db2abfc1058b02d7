"""Kept parts of the frame: alike for those who are given the same, and never another reader's."""

from collections.abc import Iterator

import pytest
from django.template import engines
from django.test import RequestFactory

from hedgerow.doors.web.templatetags import frame

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    frame._kept.clear()
    yield
    frame._kept.clear()


def _page(inside: str, path: str = "/", **context: object) -> str:
    template = engines["django"].from_string("{% load frame %}" + inside)
    return template.render(context, RequestFactory().get(path))


FOOT = '{% kept "web/parts/foot.html" %}'


def test_each_page_gets_its_own_token_and_address() -> None:
    one, other = _page(FOOT, "/?a=1&b=2"), _page(FOOT, "/circles")
    assert 'value="/?a=1&amp;b=2"' in one
    assert 'value="/circles"' in other
    assert _token(one) != _token(other)
    assert not any(gap in one + other for gap in frame._GAPS.values())


def _token(html: str) -> str:
    return html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]


def test_a_part_knows_what_it_is_given_and_nothing_else() -> None:
    told = {"gate": "ajar", "sentence": "Followers of Alice"}
    aside = '{% kept "web/reading/aside.html" told=told %}'
    request = {"face": {"name": "Frank", "handle": "frank", "url": "/@frank", "colour": 1}}
    assert "Frank" not in _page(aside, told=told, requests=[request])
    whole = '{% kept "web/reading/aside.html" told=told requests=requests %}'
    assert "Frank" in _page(whole, told=told, requests=[request])
    assert "Frank" not in _page(whole, told=told, requests=[])


def test_whoever_is_given_something_else_sees_something_else() -> None:
    aside = '{% kept "web/reading/aside.html" told=told %}'
    for name in ("Alice", "Bob", "Alice"):
        told = {"gate": "ajar", "sentence": f"Followers of {name}"}
        assert f"Followers of {name}" in _page(aside, told=told)
    assert len(frame._kept) == 2


def test_what_is_equal_but_not_alike_is_drawn_apart() -> None:
    assert frame._frozen({"new": 1}) != frame._frozen({"new": True})
