"""What the API says of itself: the document for programs and the page for people."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client

from hedgerow.doors.mastodon.describing import document, groups
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


def page(name: str = "", **asked: str) -> str:
    answer = Client().get(f"/docs/api/{name}" if name else "/docs/api", asked)
    assert answer.status_code == 200
    return answer.content.decode()


def pages() -> dict[str, str]:
    """All that the overview leads to."""
    return {name: page(name) for name in set(re.findall(r'href="/docs/api/([\w-]+)"', page()))}


def test_people_find_everything_from_one_page() -> None:
    overview, told = page(), pages()
    assert {"statuses", "streaming", "circles", "entities"} <= set(told)
    sizes = {name: len(each.encode()) for name, each in {"": overview, **told}.items()}
    assert {name: size for name, size in sizes.items() if size >= 200_000} == {}
    named = set(re.findall(r'href="/docs/api/([\w-]+)#([\w-]+)"', "".join((overview, *told.values()))))
    assert len(named) > 300
    for name, anchor in named:
        assert f'<details class="reference-item" id="{anchor}"' in told[name], (name, anchor)
    # Whoever kept an address of the one page that this was comes to the line that leads on.
    assert {anchor for _name, anchor in named} <= set(re.findall(r'id="([^"]+)"', overview))
    assert Client().get("/docs/api/nothing").status_code == 404


def test_people_search_it() -> None:
    some = page(q="register apps")
    assert 'id="post-apps-register"' in some
    assert 'id="get-statuses-show"' not in some
    assert "Nothing here has these words" in page(q="<script>")
    for sought, found in (("upload", "post-media-bring"), ("streaming", "get-streaming-user")):
        assert f'id="{found}"' in page(q=sought)


def test_groups_are_called_in_plain_words_and_begin_with_an_example() -> None:
    names = {each["name"] for each in document.document()["tags"]}
    assert names <= set(groups.GROUPS), "a group needs a line in describing/groups.py"
    told = pages()
    assert "First steps" in page()
    for name in names:
        assert "`" not in re.sub(r"<[^>]+>", "", told[name])
    assert "curl -X POST" in told["posting"] + told["acting"]


def test_every_address_in_an_example_is_there() -> None:
    shapes = [re.sub(r"<\w+:\w+>", "[^/]+", route) for route in door.table]
    shapes += [*groups.STREAMS, "/oauth/token"]
    for name, about in groups.GROUPS.items():
        if about.example and name != "announcements":
            place = "api/oembed" if name == "embed" else about.example.rpartition("$SITE/")[2]
            path = re.split(r"[?\"]", place)[0]
            assert any(re.fullmatch(shape, "/" + path) for shape in shapes), (name, path)
