"""Collections through their pages: made, filled from a post's menu, ordered by plain buttons, deleted."""

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> Client:
    return signed_in(member("ana"))


@pytest.fixture
def said() -> list[int]:
    bob = face_of(member("bob"))
    return [posts.publish(bob, Draft(f"leaf {n}", audience=Choice("public"))) for n in range(3)]


def make(client: Client, **fields: object) -> str:
    answer = client.post("/collections/new", {"name": "Leaves", "way": "public", **fields})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def test_from_an_empty_page_to_a_collection_that_others_read(ana: Client, said: list[int]) -> None:
    assert "Gather what belongs together" in ana.get("/collections").content.decode()
    url = make(ana, description="Of trees & hedges")
    number = url.rpartition("/")[2]
    assert f"/p/{said[0]}/collect" in ana.get(f"/p/{said[0]}/more").content.decode()
    for post in said:
        page = ana.get(f"/p/{post}/collect").content.decode()
        assert f'name="collection" value="{number}"' in page
        assert ana.post(f"/p/{post}/collect", {"collection": number}).status_code == 302
    page = Client().get(url).content.decode()
    assert "Of trees &amp; hedges" in page
    assert page.index("leaf 2") < page.index("leaf 1") < page.index("leaf 0")
    assert "To the top" not in page
    assert "Leaves" in Client().get("/@ana/collections").content.decode()
    move = {"post": said[0], "way": "first"}
    assert ana.post(f"/collections/{number}/move", move).status_code == 302
    page = Client().get(url).content.decode()
    assert page.index("leaf 0") < page.index("leaf 2")
    ana.post(f"/collections/{number}/take-off", {"post": said[1]})
    assert "leaf 1" not in Client().get(url).content.decode()


def test_a_new_one_is_made_while_gathering(ana: Client, said: list[int]) -> None:
    ana.post(f"/p/{said[0]}/collect", {"name": "Found today"})
    assert "Found today" in ana.get("/collections").content.decode()


def test_what_is_wrong_keeps_the_words(ana: Client) -> None:
    answer = ana.post("/collections/new", {"name": "", "description": "my words", "way": "public"})
    assert answer.status_code == 422
    assert "Give it a name." in answer.content.decode()
    assert "my words" in answer.content.decode()
    again = ana.post("/collections/new", {"name": "Kept", "way": "circles", "do": "look"})
    assert 'value="Kept"' in again.content.decode()


def test_editing_without_choosing_keeps_whom_it_is_for(ana: Client) -> None:
    url = make(ana, way="me")
    number = url.rpartition("/")[2]
    assert Client().get(url).status_code == 404
    page = ana.get(f"/collections/{number}/edit").content.decode()
    assert 'value="Leaves"' in page
    ana.post(f"/collections/{number}/edit", {"name": "Twigs"})
    assert "Twigs" in ana.get(url).content.decode()
    assert Client().get(url).status_code == 404


def test_deleting_asks_and_can_be_undone(ana: Client) -> None:
    url = make(ana)
    number = url.rpartition("/")[2]
    assert "Delete Leaves?" in ana.get(f"/collections/{number}/delete").content.decode()
    after = ana.post(f"/collections/{number}/delete", follow=True).content.decode()
    assert f"/collections/{number}/restore" in after
    assert Client().get(url).status_code == 404
    ana.post(f"/collections/{number}/restore")
    assert Client().get(url).status_code == 200


def test_a_page_of_a_collection_asks_few_questions(
    ana: Client, said: list[int], django_assert_max_num_queries: object
) -> None:
    url = make(ana)
    for post in said:
        ana.post(f"/p/{post}/collect", {"collection": url.rpartition("/")[2]})
    Client().get(url)
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        Client().get(url)


def test_one_collection_has_one_address(ana: Client) -> None:
    member("bob")
    number = make(ana).rpartition("/")[2]
    assert Client().get(f"/@bob/collections/{number}").status_code == 404


def test_public_collections_stand_on_the_page_of_all_places_and_no_others(ana: Client) -> None:
    make(ana)
    make(ana, name="Roots", way="followers")
    assert ana.post("/me/presence", {"on": "1"}).status_code == 302
    for client in (ana, Client()):
        page = client.get("/@ana/presence").content.decode()
        assert "Leaves" in page
        assert "Roots" not in page
