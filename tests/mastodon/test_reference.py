"""What the API says of itself: the document for programs and the page for people."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from hedgerow.doors.mastodon.urls import door
from tests.mastodon.client import Api

pytestmark = pytest.mark.django_db
Who = Callable[..., Api]


def references(node: Any) -> Iterator[str]:
    """Every place that something in the document points to."""
    if isinstance(node, dict):
        yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_the_document_has_every_method_and_points_nowhere_else(api: Who) -> None:
    said = api(None).get("/api/openapi.json").json()
    assert said["openapi"] == "3.1.0"
    here = {(method.verb, re.sub(r"<\w+:(\w+)>", r"{\1}", method.route)) for method in door.methods()}
    assert {(verb.upper(), path) for path, verbs in said["paths"].items() for verb in verbs} == here
    names = [each["operationId"] for verbs in said["paths"].values() for each in verbs.values()]
    assert len(names) == len(set(names))
    for reference in references(said):
        found = said
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_the_document_says_what_a_status_is(api: Who) -> None:
    said = api(None).get("/api/openapi.json").json()
    status = said["components"]["schemas"]["Status"]
    assert {"id", "content", "account"} <= set(status["required"])
    assert "favourited" not in status["required"], "only who asks with a face has marks"
    show = said["paths"]["/api/v1/statuses/{status}"]["get"]
    assert {"200", "404", "429"} <= set(show["responses"])
    assert show["security"] == [{}, {"token": ["read:statuses"]}]
    tagged = said["paths"]["/api/v1/timelines/tag/{hashtag}"]["get"]
    assert {"hashtag", "max_id", "any[]"} <= {part["name"] for part in tagged["parameters"]}
    assert "Link" in tagged["responses"]["200"]["headers"]


def test_people_read_it_and_search_it() -> None:
    whole = Client().get("/docs/api").content.decode()
    assert all(f'id="{verb}"' in whole for verb in ("get-statuses-show", "post-apps-register"))
    anchors = set(re.findall(r'id="([^"]+)"', whole))
    assert set(re.findall(r'href="#([^"]+)"', whole)) <= anchors
    some = Client().get("/docs/api", {"q": "register apps"}).content.decode()
    assert 'id="post-apps-register"' in some
    assert 'id="get-statuses-show"' not in some
    assert "Nothing here has these words" in Client().get("/docs/api", {"q": "<script>"}).content.decode()
