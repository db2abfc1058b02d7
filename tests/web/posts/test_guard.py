"""The second look before a post leaves, and the circles a text looks like, without scripts."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from hedgerow.kernel.av import letters
from hedgerow.kernel.jobs import run_due
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import reads as faces
from hedgerow.people.members import acts as members
from hedgerow.people.models import Member
from hedgerow.talk.drafts import reads as drafts
from hedgerow.talk.guarding import acts as guard
from hedgerow.talk.guarding import reads as guard_reads
from hedgerow.talk.guessing import reads as guessing
from hedgerow.talk.media import acts as media
from hedgerow.talk.models import GuardWish, ListedName, NotAgain
from hedgerow.talk.posts import acts as posts
from tests.delivery.world import join

from .test_compose import circle, drawing, field, texts, written

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]
SAYS = "Not sent yet: a second look"
SECRET = "My new number is +44 7700 900123"


def send(client: Client, text: str, **more: object) -> object:
    return client.post("/compose", {"token": "one", "text": text, **more})


def marks(html: str) -> list[str]:
    return re.findall(r'name="looked" value="(\w+)"', html)


def wish(face: int, level: str, **more: object) -> None:
    guard.wish(face, level, **{"without": [], "organisations": [], "own": {}, **more})  # type: ignore[arg-type]


def keeper() -> Member:
    return Member.objects.get(pk=faces.face(join("keeper", role="operator")).member)


def test_it_asks_once_keeps_the_draft_and_never_stops_anybody(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    asked = send(client, SECRET)
    assert asked.status_code == 422
    html = texts(asked)
    assert SAYS in html
    assert "A phone number" in html
    assert '<q dir="auto">+44 7700 900123</q>' in html
    assert not written(ana)
    assert [kept.draft.text for kept in drafts.drafts(ana)] == [SECRET]
    assert field(html, "token") == "one"
    again = send(client, SECRET + ", wlan password is Rose!1987", looked=marks(html))
    assert "A password or a key" in texts(again), "what is new is asked about"
    assert '<q dir="auto">+44' not in texts(again), "what was looked at is not"
    sent = send(client, SECRET, looked=marks(texts(again)))
    assert sent.status_code == 302
    assert written(ana)
    assert not drafts.drafts(ana)
    assert "Not sent yet" not in texts(send(client, "Nothing to see", token="two"))


def test_a_number_as_written_where_one_writes_is_found_and_a_key_beside_it(
    browser_of: Browser, settings: Any
) -> None:
    ana, ben = join("ana"), join("ben")
    said = "Ring me: 0171 2345678. The wlan password is Rose!1987"
    assert '<q dir="auto">0171' not in texts(send(browser_of(ana), said))
    posts.publish(ana, posts.Draft("Guten Morgen", language="de"))
    page = texts(send(browser_of(ana), said, token="two"))
    for words in ("0171 2345678", "Rose!1987"):
        assert f'<q dir="auto">{words}' in page
    assert '<q dir="auto">0171' not in texts(send(browser_of(ben), said)), "nobody else's languages"
    settings.HOST = "gate.example.de"
    assert '<q dir="auto">0171' in texts(send(browser_of(ben), said, token="two")), "the country's way"


def test_not_again_is_heard_and_can_be_undone_and_keeps_no_secret(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    mark = marks(texts(send(client, SECRET)))
    assert send(client, SECRET, looked=mark, not_again=mark).status_code == 302
    assert send(client, "Once more: " + SECRET, token="two").status_code == 302
    assert send(browser_of(ben), SECRET).status_code == 422, "of one face only"
    row = NotAgain.objects.get()
    assert row.words == ""
    page = texts(client.get("/me/guard"))
    assert "Not said again" in page
    assert "900123" not in page
    assert browser_of(ben).post(f"/me/guard/again/{row.pk}").status_code == 404
    client.post(f"/me/guard/again/{row.pk}")
    assert send(client, SECRET, token="three").status_code == 422


def test_the_sites_list_is_said_with_who_asks_and_why_and_read_by_operators_alone(
    browser_of: Browser,
) -> None:
    ana, operator = join("ana"), keeper()
    client, desk = browser_of(ana), browser_of(faces.own(operator.pk)[0].id)
    form = {"words": "Project Bluebird", "by": "Legal", "why": "Not before May"}
    assert desk.post("/operate/guard", form).status_code == 302
    assert "Project Bluebird" in texts(desk.get("/operate/guard"))
    assert client.get("/operate/guard").status_code == 404
    assert "Bluebird" not in texts(client.get("/me/guard"))
    html = texts(send(client, "So: P r o j e c t BLUEBÍRD!"))
    assert "A name this site wants kept quiet" in html
    assert "Legal: Not before May" in html
    bad = desk.post("/operate/guard", {"words": "(", "pattern": "on"})
    assert bad.status_code == 422
    assert "This pattern cannot be read." in texts(bad)
    number = ListedName.objects.get().pk
    assert client.post(f"/operate/guard/{number}/remove").status_code == 404
    assert desk.post(f"/operate/guard/{number}/remove").status_code == 302
    assert send(client, "So: Project Bluebird!").status_code == 302


def test_ones_own_list_words_and_level(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    assert client.post("/me/guard/names", {"words": "Zoë", "why": "Her news"}).status_code == 302
    assert client.post("/me/guard/names", {"words": "."}).status_code == 422
    kept = client.post("/me/guard/names", {"words": "Zoë", "why": "Her own news"}, follow=True)
    assert 'id="names" open' in " ".join(texts(kept).split()), "one sees what was changed"
    assert ListedName.objects.get(face=ana).why == "Her own news", "it stands there once"
    assert send(client, "zoe knows").status_code == 422
    assert send(browser_of(ben), "zoe knows").status_code == 302
    assert send(client, "my boss is a coward, damn it", token="two").status_code == 302, (
        "gentle says nothing of tone"
    )
    page = unescape(texts(client.get("/me/guard")))
    assert "damn it · " in page, "what is looked for can be read"
    assert '<dd class="soft" lang="ar" dir="auto">' in page
    form = {"level": "on", "kinds": ["tone"], "swearing": "radish*\n- damn it"}
    assert client.post("/me/guard", form).status_code == 302
    asked = texts(send(client, "my boss is a coward, damn it", token="three"))
    assert "Anger about work" in asked
    assert "Swearing" not in asked, "a minus takes a given word away"
    assert "Swearing" in texts(send(client, "what a radishy day", token="four"))
    assert "Swearing" in texts(send(client, "oh bullshit", token="six")), "the others are still looked for"
    assert send(client, "zoe again", token="five").status_code == 302, "that kind is left out"
    assert "radish*\n- damn it" in texts(client.get("/me/guard")), "and one's own changes too"
    many = {**form, "organisations": "\n".join(f"Norvik {n}" for n in range(21))}
    assert "At most 20 names" in texts(client.post("/me/guard", many))
    long = {**form, "swearing": "\n".join(f"radish{n}" for n in range(1_001))}
    assert "A list has at most 1000 lines" in texts(client.post("/me/guard", long))
    wish(ana, "off")
    assert send(client, SECRET, token="seven").status_code == 302


def test_words_of_one_life_to_the_others_circle(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    work, home = circle(ana, "Red", ben), circle(ana, "Blue", cleo)
    contacts.label(ana, ben, ["client"])
    contacts.label(ana, cleo, ["family"])
    wish(ana, "on", without=["hour"])
    client = browser_of(ana)
    text = "The baby has not slept, potty training again"
    html = texts(send(client, text, way="circles", circle=[work]))
    assert "Private life, to people from work alone" in html
    assert send(client, text, way="circles", circle=[home]).status_code == 302
    assert "Work, to friends" in texts(send(client, "The invoice", token="b", way="circles", circle=[home]))
    assert send(client, text, token="c", way="me").status_code == 302, "nobody else reads it"


def test_what_reads_like_posts_to_the_other_life_is_asked_about(browser_of: Browser) -> None:
    ana, ben, cleo, dora = (join(name) for name in ("ana", "ben", "cleo", "dora"))
    work, home = circle(ana, "Red", ben), circle(ana, "Blue", cleo)
    contacts.label(ana, ben, ["client"])
    contacts.label(ana, cleo, ["family"])
    wish(ana, "on", without=["hour"])
    client, text = browser_of(ana), "The violin lesson moves to Thursday, bring the blue score"
    says = "It reads like what you write to other people"
    assert send(client, text, token="first", way="circles", circle=[work]).status_code == 302
    for number in range(6):
        posts.publish(ana, posts.Draft(f"Violin lesson {number}, bring the blue score", posts_to(home)))
        posts.publish(ana, posts.Draft(f"Harbour drawings {number}, the crane is late", posts_to(work)))
    html = texts(send(client, text, token="a", way="circles", circle=[work]))
    assert says in html
    assert '<q dir="auto">Blue</q>' in html
    assert send(client, text, token="b", way="circles", circle=[home]).status_code == 302
    wish(dora, "on", without=["hour"])
    hers = circle(dora, "Red", ben)
    contacts.label(dora, ben, ["client"])
    assert send(browser_of(dora), text, way="circles", circle=[hers]).status_code == 302, "hers alone"


def test_waiting_until_morning_choosing_who_reads_and_editing(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    html = texts(send(client, SECRET))
    narrowing = client.post(
        "/compose", {"token": "one", "text": SECRET, "do": "narrow", "looked": marks(html)}
    )
    assert narrowing.status_code == 200
    assert marks(texts(narrowing)) == marks(html), "what was looked at is not asked again"
    waits = client.post("/compose", {"token": "one", "text": SECRET, "do": "morning", "looked": marks(html)})
    assert waits["Location"] == "/drafts/scheduled"
    assert drafts.scheduled(ana)
    assert client.post("/compose", {"token": "x", "text": SECRET, "do": "later"}).status_code == 422
    kept = drafts.scheduled(ana)[0].id
    asks = client.post(f"/drafts/{kept}/send")
    assert SAYS in texts(client.get(asks["Location"]))
    post = posts.publish(ana, posts.Draft("Hello"))
    edited = client.post(f"/p/{post}/edit", {"text": SECRET})
    assert edited.status_code == 422
    assert SAYS in texts(edited)
    assert client.post(f"/p/{post}/edit", {"text": SECRET, "looked": marks(texts(edited))}).status_code == 302


@pytest.mark.skipif(not letters.available(), reason="Tesseract is not installed")
def test_words_on_a_picture_are_for_its_owner_alone(browser_of: Browser) -> None:
    import pyvips

    ana, ben = join("ana"), join("ben")
    drawn = pyvips.Image.text("IBAN DE89 3704 0044 0532 0130 00", dpi=200).invert()
    page = drawn.embed(40, 40, drawn.width + 80, drawn.height + 80, extend="white").copy(interpretation="b-w")
    picture = media.bring_picture(ana, page.pngsave_buffer())
    run_due()
    assert "The number of a bank account" in texts(send(browser_of(ana), "look", picture=[picture]))
    assert guard_reads.second_look(ana, posts.Draft("look", media=[picture]))
    assert not guard_reads.second_look(ben, posts.Draft("look", media=[picture]))


def test_what_is_said_of_a_picture_is_looked_at_for_its_owner_alone() -> None:
    ana, ben = join("ana"), join("ben")
    picture = media.bring_picture(ana, drawing().read(), SECRET)
    assert guard_reads.second_look(ana, posts.Draft("look", media=[picture]))
    assert not guard_reads.second_look(ben, posts.Draft("look", media=[picture]))


def test_what_a_gone_face_told_its_guard_goes_with_it() -> None:
    ana = join("ana")
    wish(ana, "on")
    guard.keep_name(ana, "Zoë")
    guard.not_again(ana, guard_reads.second_look(ana, posts.Draft("Zoë")))
    member = faces.face(ana).member
    assert member is not None
    due = members.close(member)
    members.purge_due(due + timedelta(seconds=1))
    run_due()
    assert not GuardWish.objects.exists()
    assert not NotAgain.objects.exists()
    assert not ListedName.objects.exists()


# --- the circles a text looks like --------------------------------------------------------------------

WALKS = [
    "the summit trail was muddy",
    "a hut above the summit",
    "boots for the trail",
    "summit at noon, hut at six",
]
MEALS = [
    "grandma bakes plum cake",
    "cake for grandma on sunday",
    "plum jam, says grandma",
    "sunday cake again",
]


def teach(face: int) -> tuple[str, str]:
    """Two circles, and posts to each; their keys."""
    hiking, family = circle(face, "Hiking", join("ben")), circle(face, "Family", join("cleo"))
    for key, said in ((hiking, WALKS), (family, MEALS)):
        for text in said:
            posts.publish(face, posts.Draft(text, posts_to(key)))
    return hiking, family


def posts_to(key: str) -> object:
    from hedgerow.people.audiences.reads import Choice

    return Choice("chosen", circles=[int(key)])


def test_the_composer_says_what_a_text_looks_like_and_one_tap_takes_it(browser_of: Browser) -> None:
    ana = join("ana")
    hiking, _family = teach(ana)
    client = browser_of(ana)
    html = texts(client.post("/compose/likely", {"text": "New boots, the hut trail on Saturday"}))
    assert "Looks like Hiking" in html
    assert "Looks like" not in texts(
        client.post("/compose/likely", {"text": "Completely different words today"})
    )
    taken = client.post("/compose", {"text": "New boots", "do": "take", "likely": field(html, "likely")})
    assert re.search(rf'value="{hiking}"\s+checked', texts(taken))
    scripted = client.post("/compose/choices", {"do": "take", "likely": hiking})
    assert re.search(rf'value="{hiking}"\s+checked', texts(scripted))
    chosen = {"text": "New boots, the hut trail", "way": "circles", "circle": hiking}
    assert "Looks like" not in texts(client.post("/compose/likely", chosen)), "it is chosen already"
    other = browser_of(join("dora"))
    assert "Looks like" not in texts(
        other.post("/compose/likely", {"text": "New boots, the hut trail on Saturday"})
    )
    assert other.post("/compose", {"text": "x", "do": "take", "likely": hiking}).status_code == 404


def test_edits_narrowing_and_deletions_are_unlearned() -> None:
    ana = join("ana")
    hiking, family = teach(ana)
    text = "boots, trail, summit, hut"
    assert [one.key for one in guessing.likely(ana, text)] == [hiking]
    walks = sorted(post.public_id for post in written(ana))[:4]
    posts.delete(ana, walks[0])
    posts.edit(ana, walks[1], posts.Draft("nothing of that kind"))
    posts.narrow(ana, walks[2], posts_to(family))
    assert guessing.likely(ana, text) == [], "one post is not enough"
    posts.undo_delete(ana, walks[0])
    posts.edit(ana, walks[1], posts.Draft(WALKS[1]))
    assert [one.key for one in guessing.likely(ana, text)] == [hiking]


def test_a_name_that_was_let_pass_is_let_pass_however_it_is_spelled() -> None:
    ana = join("ana")
    guard.keep_name(ana, "Blue Heron")
    guard.not_again(ana, guard_reads.second_look(ana, posts.Draft("B l u e Héron leaves")))
    for text in ("Blue Heron", "blue-heron", "The BLUE HERON"):
        assert guard_reads.second_look(ana, posts.Draft(text)) == [], text
