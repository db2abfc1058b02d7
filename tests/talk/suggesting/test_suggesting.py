"""Suggested circles as somebody meets them: looking, taking, correcting, waving away; nothing hidden."""

import re
from typing import Any

import pytest
from django.test import Client

from hedgerow.boundary import epoch
from hedgerow.kernel.jobs import run_due
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as own
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.models import Face, Suggesting
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.publishing import Draft
from tests.mastodon.client import Api
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db

CHOIR = ["bela", "cara", "dora", "ella", "finn"]
CLIMBERS = ["gina", "hugo", "iris", "jona"]
PUBLIC = Choice("public")


class World:
    """Anna, a choir and some climbers. Each of both groups answers its first in public."""

    def __init__(self) -> None:
        anna = member("anna")
        self.anna, self.client = face_of(anna), signed_in(anna)
        self.face = {name: face_of(member(name)) for name in (*CHOIR, *CLIMBERS, "kurt")}
        self.said: dict[str, int] = {}
        Face.objects.filter(pk__in=[self.face[name] for name in CHOIR]).update(bio="I sing in the Kantorei")
        for group in (CHOIR, CLIMBERS):
            first = self.say(group[0], None)
            for name in group[1:]:
                self.said[name] = self.say(name, first)
        for name in (*CHOIR, *CLIMBERS):
            contacts.label(self.anna, self.face[name], ["friend"])

    def say(self, name: str, reply_to: int | None, audience: Choice = PUBLIC) -> int:
        return posts.publish(self.face[name], Draft("Hello", reply_to=reply_to, audience=audience))

    def look(self) -> str:
        self.client.post("/circles/suggested")
        run_due()
        return self.page()

    def page(self) -> str:
        return self.client.get("/circles/suggested").content.decode()

    def kept(self) -> list[tuple[list[int], str]]:
        """What was found, but for its random keys."""
        return [(one["people"], one["name"]) for one in Suggesting.objects.get(face=self.anna).groups]

    def proposed(self, page: str, holding: str) -> tuple[str, list[str]]:
        """The key of the proposal in which this person is ticked, and the outside ids of all ticked in it."""
        wanted = str(faces.card(self.face[holding]).public_id)
        for part in page.split('action="/circles/suggested/')[1:]:
            ticked = re.findall(r'name="person"\s+value="(\d+)"\s+checked', part)
            if wanted in ticked:
                return part.split("/")[0], ticked
        raise AssertionError(f"{holding} is proposed nowhere")

    def ids(self, *names: str) -> list[str]:
        return [str(faces.card(self.face[name]).public_id) for name in names]

    def inside(self, name: str) -> set[str]:
        circle = next(one for one in own.on_trays(self.anna) if one.name == name)
        return {card.handle for card in own.people_in(self.anna, circle.id)}


@pytest.fixture
def world(db: Any) -> World:
    epoch.forget()
    return World()


def test_a_circle_is_named_by_what_its_people_share_and_taken_with_corrections(world: World) -> None:
    assert "Look at my contacts" in world.page()
    world.client.post("/circles/suggested")
    assert "Your contacts are being looked at" in world.page()
    run_due()
    page = world.page()
    key, ticked = world.proposed(page, "ella")
    assert set(ticked) == set(world.ids(*CHOIR))
    assert 'value="Kantorei"' in page
    sent = {"name": "Singing", "person": world.ids("bela", "cara", "dora", "ella", "gina", "kurt")}
    said = world.client.post(f"/circles/suggested/{key}/take", sent, follow=True).content.decode()
    # Gina may be proposed beside them; Kurt is no contact, and a made-up number puts nobody in.
    assert world.inside("Singing") - {"gina"} == {"bela", "cara", "dora", "ella"}
    assert "Undo" in said
    again = world.look()
    assert "Singing" not in again, "who was left out is not proposed for it again"


def test_what_is_waved_away_never_returns(world: World) -> None:
    key, _people = world.proposed(world.look(), "hugo")
    world.client.post(f"/circles/suggested/{key}/dismiss")
    for page in (world.page(), world.look()):
        with pytest.raises(AssertionError):
            world.proposed(page, "hugo")


def test_newcomers_are_proposed_for_a_circle_that_is_there(world: World) -> None:
    circle = circles.make(world.anna, "My choir")
    circles.move(world.anna, [(circle, world.face[name]) for name in CHOIR[:4]], [])
    page = world.look()
    key, ticked = world.proposed(page, "finn")
    assert ticked == world.ids("finn")
    assert "My choir" in page
    world.client.post(f"/circles/suggested/{key}/take", {"person": ticked})
    assert world.inside("My choir") == set(CHOIR)


def test_a_hidden_tie_changes_nothing(world: World) -> None:
    world.look()
    before = world.kept()
    hugo, finn = world.face["hugo"], world.face["finn"]
    for one, other in ((hugo, finn), (finn, hugo)):
        contacts.follow(one, other)
        contacts.accept(other, one)
        contacts.label(one, other, ["family"])
    secret = world.say("hugo", None, Choice("followers"))
    world.say("finn", secret)
    circles.move(hugo, [(circles.make(hugo, "Kantorei"), finn)], [])
    world.look()
    assert world.kept() == before


def test_what_rests_on_a_post_that_was_narrowed_is_gone_at_once(world: World) -> None:
    assert "Kantorei" in world.look()
    posts.narrow(world.face["cara"], world.said["cara"], Choice("nobody"))
    page = world.page()
    assert "Kantorei" not in page
    assert "Look at my contacts" in page


def test_somebody_else_has_no_part_in_it(world: World) -> None:
    key, people = world.proposed(world.look(), "ella")
    stranger: Client = signed_in(member("lena"))
    assert "Kantorei" not in stranger.get("/circles/suggested").content.decode()
    for act in ("take", "dismiss"):
        found = stranger.post(f"/circles/suggested/{key}/{act}", {"name": "x", "person": people})
        none = stranger.post(f"/circles/suggested/none/{act}", {"name": "x", "person": people})
        assert (found.status_code, none.status_code) == (404, 404)


def test_nobody_ticked_or_no_name_is_said_at_the_suggestion(world: World) -> None:
    key, people = world.proposed(world.look(), "ella")
    nobody = world.client.post(f"/circles/suggested/{key}/take", {"name": "Singing"})
    nameless = world.client.post(f"/circles/suggested/{key}/take", {"name": " ", "person": people})
    assert (nobody.status_code, nameless.status_code) == (422, 422)
    assert "Choose somebody." in nobody.content.decode()
    assert "Give the circle a name." in nameless.content.decode()
    assert own.on_trays(world.anna) == []


def test_an_app_looks_takes_and_refuses_and_nobody_else_hears_of_it(world: World) -> None:
    anna, at = Api(world.anna), "/api/hedgerow/v1/suggested-circles"
    assert anna.get(at).json() == {"state": "none", "suggestions": []}
    assert anna.post(at).json() == {"state": "looking", "suggestions": []}
    run_due()
    found = anna.get(at).json()
    with_whom = lambda name: next(  # noqa: E731
        one for one in found["suggestions"] if name in [each["username"] for each in one["people"]]
    )
    choir, climbers = with_whom("bela"), with_whom("gina")
    assert (found["state"], choir["circle"]) == ("ready", None)
    other = Api(world.face["bela"])
    assert other.get(at).json()["suggestions"] == []
    assert {other.post(f"{at}/{key}/take").content for key in (choir["id"], "none")} == {
        other.delete(f"{at}/{climbers['id']}").content
    }
    assert anna.post(f"{at}/{choir['id']}/take", account_ids=["5"]).status_code == 422
    some = [each["id"] for each in choir["people"]][:4]
    made = anna.post(f"{at}/{choir['id']}/take", account_ids=some, name="Choir").json()
    assert (made["name"], made["count"]) == ("Choir", 4)
    assert anna.delete(f"{at}/{climbers['id']}").json() == {}
    assert anna.delete(f"{at}/{climbers['id']}").status_code == 404
    left = anna.get(at).json()["suggestions"]
    assert climbers["id"] not in [each["id"] for each in left]


def test_an_initial_is_nothing_that_people_share(world: World) -> None:
    rows = Face.objects.filter(pk__in=[world.face[name] for name in ("bela", "gina", "hugo", "dora")])
    for row in rows:
        row.name = f"{row.name} K."
        row.save()
    assert 'value="K."' not in world.look()
