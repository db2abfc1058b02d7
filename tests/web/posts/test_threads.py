"""A thread's page for each who may come by."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.talk.posts import acts
from hedgerow.talk.posts.acts import Draft
from tests.delivery.world import join, say, to

from .test_compose import circle, drawing, plain, texts

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def answer(author: int, post: int, text: str, **more: object) -> int:
    """An answer for whoever sees what it answers."""
    return say(author, text, Choice(), reply_to=post, **more)


def order(html: str, *words: str) -> bool:
    """Do these stand on the page in this order?"""
    middle = html[html.index("<main") :]
    places = [middle.index(word) for word in words]
    return places == sorted(places)


def test_a_public_thread_is_read_by_anybody(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    root = say(ana, "the question")
    first = answer(ben, root, "the answer")
    answer(ana, first, "the thanks")
    html = texts(Client().get(f"/@ana/{root}"))
    assert order(html, "the question", "the answer", "the thanks")
    assert "Sign in to reply" in html
    assert "data-composer" not in html
    middle = texts(browser_of(ben).get(f"/@ben/{first}"))
    assert order(middle, "the question", "the answer", 'data-composer="reply', "the thanks")


def test_the_address_is_put_right_for_those_who_see_it_only(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    post, hidden = say(ana), say(ana, "secret", Choice("nobody"))
    for handle in ("ben", "Ana", "nobody", "ana@example.org", "%00"):
        found = Client().get(f"/@{handle}/{post}")
        assert (found.status_code, found.get("Location")) == (302, f"/@ana/{post}")
        assert browser_of(ben).get(f"/@{handle}/{hidden}").status_code == 404


def test_missing_and_forbidden_are_one_answer(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hidden = say(ana, "for cleo", to(cleo))
    gone = say(ana, "gone")
    acts.delete(ana, gone)
    for client in (browser_of(ben), Client()):
        pages = {
            plain(texts(client.get(f"/@ana/{number}"))).replace(str(number), "N")
            for number in (hidden, gone, hidden + 1, 77777777, 2**63 - 1, 2**63, 10**30)
        }
        assert len(pages) == 1
    assert Client().get(f"/@ana/{hidden}").status_code == 404


def test_a_public_thread_page_shows_no_hidden_parent(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    root = say(ana, "the secret question", to(ben))
    inside = answer(ben, root, "the secret answer")
    mine = say(cleo, "a public word")
    html = texts(browser_of(cleo).get(f"/@cleo/{mine}"))
    assert "secret" not in html
    assert browser_of(cleo).get(f"/@ben/{inside}").status_code == 404
    limited = say(ben, "between two", to(ana), reply_to=mine)
    assert "between two" not in texts(browser_of(cleo).get(f"/@cleo/{mine}"))
    assert "between two" in texts(browser_of(ana).get(f"/@cleo/{mine}"))
    assert browser_of(cleo).get(f"/@ben/{limited}").status_code == 404


def test_a_deleted_post_leaves_its_place_to_what_answers_it(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    root = say(ana, "the question")
    first = answer(ben, root, "never mind")
    answer(ana, first, "still here")
    acts.delete(ben, first)
    html = texts(Client().get(f"/@ana/{root}"))
    assert order(html, "the question", "This post is deleted.", "still here")
    assert "never mind" not in html
    assert "@ben" not in html


def test_people_who_block_each_other_lose_each_others_branches(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    root = say(ana, "the question")
    first = answer(ben, root, "what ben says")
    answer(ana, first, "to ben")
    answer(cleo, root, "what cleo says")
    contacts.block(cleo, ben)
    hers, his = (texts(browser_of(face).get(f"/@ana/{root}")) for face in (cleo, ben))
    assert "what ben says" not in hers
    assert "to ben" not in hers
    assert "what cleo says" not in his
    assert "what cleo says" in texts(Client().get(f"/@ana/{root}"))


def test_long_branches_fold_and_go_on_elsewhere(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    posts = [say(ana, "number 00")]
    for place in range(1, 41):
        posts.append(answer(ben if place % 2 else ana, posts[-1], f"number {place:02d}"))
    html = texts(Client().get(f"/@ana/{posts[0]}"))
    assert "number 08" in html
    assert "number 09" not in html
    assert f'href="/@ana/{posts[8]}">' in html
    assert "1 reply further down" in html
    assert html.count('<details class="branch-fold">') == 5
    far = texts(Client().get(f"/@ana/{posts[30]}"))
    assert "22 posts between" in far
    for place in (0, 1, 29, 30, 38):
        assert f"number {place:02d}" in far


def test_a_thread_as_long_as_they_get_is_no_trouble() -> None:
    ana = join("ana")
    post = root = say(ana, "the first")
    for place in range(120):
        post = answer(ana, post, f"and then {place}")
    assert Client().get(f"/@ana/{root}").status_code == 200
    assert Client().get(f"/@ana/{post}").status_code == 200


def test_below_a_deleted_post_too_deep_for_the_page_the_branch_still_goes_on() -> None:
    ana = join("ana")
    posts = [say(ana, "the first")]
    for place in range(10):
        posts.append(answer(ana, posts[-1], f"number {place}"))
    acts.delete(ana, posts[8])
    html = texts(Client().get(f"/@ana/{posts[0]}"))
    assert f'href="/@ana/{posts[9]}">' in html


def test_search_engines_and_other_sites_learn_of_public_posts_only(browser_of: Browser) -> None:
    ana = join("ana")
    facts = {"handle": "ana", "name": "Ana", "locked": False}
    faces.edit(ana, FaceDraft(**facts, no_index=False))
    picture = acts.bring_picture(ana, drawing().read(), "a barge")
    post = acts.publish(ana, Draft(text="a *river*", audience=Choice("public"), media=[picture]))
    exact = say(ana, "Fish & *chips*, **now**.")
    noted = say(ana, "the ending", content_note="a film")
    limited = say(ana, "for the site", Choice("site"))
    html = texts(Client().get(f"/@ana/{post}"))
    assert 'property="og:description" content="a river"' in html
    assert f'property="og:image" content="http://localhost:8000/media/{picture}"' in html
    assert "noindex" not in html
    assert 'og:description" content="Fish &amp; chips, now."' in texts(Client().get(f"/@ana/{exact}"))
    behind = texts(Client().get(f"/@ana/{noted}"))
    assert 'property="og:description" content="a film"' in behind
    assert "the ending" not in behind[: behind.index("</head>")]
    inside = texts(browser_of(ana).get(f"/@ana/{limited}"))
    assert "og:" not in inside
    assert 'name="robots" content="noindex"' in inside
    # Who answers is shown there too, and wants to be in no search engine, as everybody does at first.
    say(join("ben"), "an answer", reply_to=post)
    assert 'name="robots" content="noindex"' in texts(Client().get(f"/@ana/{post}"))
    faces.edit(ana, FaceDraft(**facts, no_index=True))
    assert 'name="robots" content="noindex"' in texts(Client().get(f"/@ana/{post}"))


def test_pictures_come_with_grants_and_only_for_those_who_see_the_post(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circle(ana, "Hiking", ben)
    picture = acts.bring_picture(ana, drawing().read(), "a barge")
    audience = Choice("chosen", circles=[int(hiking)])
    post = acts.publish(ana, Draft(text="x", audience=audience, media=[picture]))
    html = texts(browser_of(ben).get(f"/@ana/{post}"))
    url = re.search(r'href="(/media/[^"]+)"', html)
    assert url
    address = url[1].replace("&amp;", "&")
    assert "grant=" in address
    assert browser_of(ben).get(address).status_code == 200
    assert browser_of(cleo).get(f"/media/{picture}").status_code == 404
    assert 'data-alt="a barge"' in html
    acts.narrow(ana, post, Choice("nobody"))
    assert Client().get(address).status_code == 404


def test_another_page_of_the_thread_costs_no_more_for_more_answers(
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    ana, ben = join("ana"), join("ben")
    root = say(ana, "the question")
    for place in range(30):
        answer(ben, root, f"answer {place}")
    client = Client()
    client.get("/about")
    with django_assert_max_num_queries(14):  # type: ignore[attr-defined]
        assert client.get(f"/@ana/{root}").status_code == 200
