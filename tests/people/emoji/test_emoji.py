"""The site's own emoji, from the operator's page to what people read."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.emoji import reads, rules
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.models import CustomEmoji, Member
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads as post_reads
from hedgerow.talk.posts.acts import Draft
from tests.delivery.world import follow
from tests.talk.media.test_media import png
from tests.web.someone import face_of, member, signed_in

pytestmark = pytest.mark.django_db
PUBLIC = Choice("public")


@pytest.fixture
def keeper() -> Client:
    return signed_in(member("keeper", role=Member.Role.OPERATOR))


def bring(keeper: Client, code: str = "hedge", data: bytes | None = None, **more: str) -> Any:
    file = SimpleUploadedFile("any.png", png(200, 120) if data is None else data)
    return keeper.post("/operate/emoji", {"code": code, "picture": file, **more})


def test_an_emoji_stands_in_posts_and_as_a_reaction(keeper: Client) -> None:
    assert bring(keeper, ":Hedge:").status_code == 302
    ana = face_of(member("ana"))
    post = posts.publish(ana, Draft("A :hedge: and `:hedge:` at 10:hedge:", audience=PUBLIC))
    posts.react(ana, post, ":hedge:")
    page = Client().get(f"/@ana/{post}").content.decode()
    assert page.count('alt=":hedge:"') == 1
    assert "<code>:hedge:</code>" in page
    assert "10:hedge:" in page
    body = post_reads.post(None, post).body
    assert [(each.emoji, each.count, bool(each.url)) for each in body.reactions] == [(":hedge:", 1, True)]
    answer = Client().get(body.emoji[0].url)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_an_emoji_stands_in_a_name_and_in_what_a_face_says_of_itself(keeper: Client) -> None:
    bring(keeper)
    someone = member("ana")
    ana = face_of(someone)
    own = signed_in(someone)
    form = own.get("/me/faces/@ana").context["form"]
    fields = {name: "" if value is None or value is False else value for name, value in form.initial.items()}
    own.post("/me/faces/@ana", {**fields, "name": "Ana :hedge: <b>", "bio": "From :hedge:"})
    post = posts.publish(ana, Draft("words", audience=PUBLIC))
    page, card = (Client().get(address).content.decode() for address in ("/@ana", f"/@ana/{post}"))
    assert 'Ana <img class="emoji"' in page
    assert 'From <img class="emoji"' in page
    assert 'Ana <img class="emoji"' in card
    assert "&lt;b&gt;" in card
    assert "<b>" not in card
    keeper.post(f"/operate/emoji/{CustomEmoji.objects.get().pk}/switch", {"on": "0"})
    assert 'Ana <img class="emoji"' not in Client().get(f"/@ana/{post}").content.decode()


def test_an_emoji_of_a_name_stands_in_the_sentence_of_an_audience(keeper: Client) -> None:
    bring(keeper)
    ana, ben = member("ana"), member("ben")
    faces.edit(face_of(ana), FaceDraft(name="Ana :hedge:"))
    follow(face_of(ben), face_of(ana))
    post = posts.publish(face_of(ana), Draft("words", audience=Choice("followers")))
    reader = signed_in(ben)
    for address in ("/", f"/@ana/{post}"):
        assert 'Followers of Ana <img class="emoji"' in reader.get(address).content.decode(), address
    keeper.post(f"/operate/emoji/{CustomEmoji.objects.get().pk}/switch", {"on": "0"})
    assert "Followers of Ana :hedge:" in reader.get("/").content.decode()


def test_switched_off_its_words_stand_there_at_once(keeper: Client) -> None:
    bring(keeper)
    post = posts.publish(face_of(member("ana")), Draft("A :hedge:", audience=PUBLIC))
    url = post_reads.post(None, post).body.emoji[0].url
    assert 'img class="emoji"' in Client().get(f"/@ana/{post}").content.decode()
    number = CustomEmoji.objects.get().pk
    keeper.post(f"/operate/emoji/{number}/switch", {"on": "0"})
    page = Client().get(f"/@ana/{post}").content.decode()
    assert 'img class="emoji"' not in page
    assert "A :hedge:" in page
    assert Client().get(url).status_code == 404
    keeper.post(f"/operate/emoji/{number}/switch", {"on": "1"})
    assert 'img class="emoji"' in Client().get(f"/@ana/{post}").content.decode()
    keeper.post(f"/operate/emoji/{number}/remove")
    assert "A :hedge:" in Client().get(f"/@ana/{post}").content.decode()


@pytest.mark.parametrize(
    ("code", "data", "field"),
    [("x", None, "code"), ("has space", None, "code"), ("ünï", None, "code"), ("hedge", b"<svg/>", "picture"),
     ("hedge", b"", "picture")],
)  # fmt: skip
def test_what_cannot_be_is_refused_next_to_its_field(
    keeper: Client, code: str, data: bytes | None, field: str
) -> None:
    answer = bring(keeper, code, data)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.content.decode()
    assert not CustomEmoji.objects.exists()


def test_a_name_is_given_once(keeper: Client) -> None:
    bring(keeper)
    assert bring(keeper).status_code == 422
    assert CustomEmoji.objects.count() == 1


def test_only_operators_bring_emoji() -> None:
    for who in (Client(), signed_in(member("ana")), signed_in(member("mod", role=Member.Role.MODERATOR))):
        assert bring(who).status_code in (302, 404)
        assert not CustomEmoji.objects.exists()


def test_nobody_reacts_with_what_there_is_not() -> None:
    ana = face_of(member("ana"))
    post = posts.publish(ana, Draft("Hello", audience=PUBLIC))
    answer = signed_in(Member.objects.get()).post(f"/p/{post}/react", {"emoji": ":nothing:"})
    assert answer.status_code >= 400 or not post_reads.post(ana, post).reacted


@given(st.text(alphabet="<>/:ab \"'codepr=&;", max_size=60))
def test_drawing_touches_nothing_inside_tags(html: str) -> None:
    drawn = rules.drawn(html, {"ab": "PICTURE"})
    kept = list(rules._PARTS.split(html)[1::2])
    assert list(rules._PARTS.split(drawn)[1::2]) == kept


def test_the_picker_offers_them(keeper: Client) -> None:
    bring(keeper)
    who = member("ana")
    post = posts.publish(face_of(who), Draft("Hello", audience=PUBLIC))
    page = signed_in(who).get(f"/p/{post}/react").content.decode()
    assert 'value=":hedge:"' in page
    assert reads.known()["hedge"].url in page


def test_who_writes_is_offered_them_and_nothing_where_there_are_none(keeper: Client) -> None:
    ana = signed_in(member("ana"))
    assert "data-emoji" not in ana.get("/compose").content.decode()
    bring(keeper)
    for page in ("/compose", "/"):
        written = ana.get(page).content.decode()
        assert 'data-code=":hedge:"' in written, page
        assert '<span dir="ltr">:hedge:</span>' in written
    number = CustomEmoji.objects.get().pk
    keeper.post(f"/operate/emoji/{number}/switch", {"on": "0"})
    assert "data-emoji" not in ana.get("/").content.decode()
