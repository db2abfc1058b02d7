"""The reading pages as a browser gets them."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from hedgerow.people.audiences.reads import Choice
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.people.contacts import acts as contacts
from hedgerow.talk.posts import acts as posts
from tests.delivery.world import another_face, deliver, follow, join, say, suspend, to

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def words(client: Client, path: str, status: int = 200) -> str:
    """The page's HTML."""
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:600]
    return answer.content.decode()


def test_the_front_page_says_what_it_is_and_shows_public_posts_only() -> None:
    ana = join("ana")
    say(ana, "for everybody")
    say(ana, "for the site", audience=Choice("site"))
    say(ana, "for followers", audience=Choice("followers"))
    html = words(Client(), "/")
    assert "for everybody" in html
    assert "for the site" not in html
    assert "for followers" not in html
    assert "/account/login" in html


def test_home_shows_what_one_follows_and_its_end(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    say(ben, "a walk by the river")
    html = words(browser_of(ana), "/")
    assert "a walk by the river" in html
    assert "You are up to date" in html


def test_an_empty_home_says_what_to_do_next(browser_of: Browser) -> None:
    html = words(browser_of(join("ana")), "/")
    assert "Find people" in html


def test_older_posts_come_on_demand(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    for n in range(25):
        say(ben, f"thought number {n:02d} of mine")
    client = browser_of(ana)
    first = words(client, "/?order=newest")
    assert "number 24 of" in first
    assert "number 04 of" not in first
    assert "You are up to date" not in first
    link = first.split('class="older"')[1].split('href="')[1].split('"')[0].replace("&amp;", "&")
    second = words(client, link)
    assert "number 04 of" in second
    assert "number 24 of" not in second
    assert "You are up to date" in second


@pytest.mark.parametrize("order", ["newest", "people", "loud"])
def test_home_in_both_orders(browser_of: Browser, order: str) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    say(ben, "hello there")
    assert "hello there" in words(browser_of(ana), f"/?order={order}")


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "1.5", "٣"])
def test_a_page_that_cannot_be_is_not_found(browser_of: Browser, before: str) -> None:
    client = browser_of(join("ana"))
    for path in ("/", "/explore", "/site", "/tags/river", "/notifications"):
        words(client, f"{path}?before={before}", 404)


def test_limited_posts_on_tag_and_public_pages(browser_of: Browser) -> None:
    ana, ben, stranger = join("ana"), join("ben"), join("stranger")
    follow(ben, ana)
    say(ana, "open #river", audience=Choice("public"))
    say(ana, "of the site #river", audience=Choice("site"))
    say(ana, "of followers #river", audience=Choice("followers"))
    say(ana, "of ben #river", audience=to(ben))
    pages = ("/tags/river", "/tags/RIVER", "/explore", "/site")
    hidden = {"ben": (), "stranger": ("of followers", "of ben")}
    for name, face in (("ben", ben), ("stranger", stranger)):
        client = browser_of(face)
        for path in pages:
            html = words(client, path)
            assert "open " in html
            assert not [text for text in hidden[name] if text in html], path
        assert "of the site" in words(client, "/tags/river")
    for path in ("/tags/river", "/explore", "/"):
        html = words(Client(), path)
        assert "open " in html
        assert not [text for text in ("of the site", "of followers", "of ben") if text in html], path
    assert "of ben" in words(browser_of(ben), "/tags/river")


def test_a_tag_used_only_where_one_may_not_see_looks_like_one_nobody_used(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    say(ana, "secret #hideaway", audience=Choice("nobody"))
    client = browser_of(ben)
    used, unused = words(client, "/tags/hideaway"), words(client, "/tags/neverused")
    assert _without_tokens(used.replace("hideaway", "x")) == _without_tokens(unused.replace("neverused", "x"))


@pytest.mark.parametrize("tag", ["%00", "%E2%80%8B%E2%80%8B", "%EF%B8%8F", "%20", "a%20b"])
def test_what_no_post_can_be_tagged_with_is_not_found(tag: str) -> None:
    assert Client().get(f"/tags/{tag}").status_code == 404


def test_every_way_a_tag_is_written_is_found(browser_of: Browser) -> None:
    say(join("ana"), "#col·lecció #می‌خواهم #2026_plan")
    for tag in ("col·lecció", "می‌خواهم", "2026_PLAN"):
        assert "2026_plan" in words(browser_of(join(f"b{len(tag)}")), f"/tags/{tag}"), tag


def test_robots_may_read_what_tells_them_to_keep_nothing() -> None:
    rules = Client().get("/robots.txt")
    assert (rules.status_code, rules["Content-Type"]) == (200, "text/plain; charset=utf-8")
    assert "Disallow:\n" in rules.content.decode()
    for path in ("/explore", "/tags/river"):
        assert 'name="robots" content="noindex"' in Client().get(path).content.decode(), path


def _without_tokens(html: str) -> str:
    return re.sub(r'(content|value)="[A-Za-z0-9]{64}"', "", html)


def test_site_and_circles_need_a_face() -> None:
    for path in ("/site", "/in/123", "/notifications", "/notifications/settings"):
        answer = Client().get(path)
        assert answer.status_code == 302
        assert "/account/login" in answer["Location"]


def test_reading_by_circle_and_nobody_elses(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking = circles.make(ana, "Hiking")
    circles.move(ana, [(hiking, ben)], [])
    say(ben, "from the hill")
    say(cleo, "from the town")
    key = next(row.public_id for row in circle_reads.on_trays(ana))
    html = words(browser_of(ana), f"/in/{key}")
    assert "from the hill" in html
    assert "from the town" not in html
    words(browser_of(ben), f"/in/{key}", 404)
    words(browser_of(ben), "/in/1234567", 404)


def test_a_cached_page_never_crosses_viewers(browser_of: Browser) -> None:
    """The same post drawn for its author, a reader who marked it, one who did not, and one with no access."""
    ana, ben, cleo, outsider = join("ana"), join("ben"), join("cleo"), join("outsider")
    for one in (ben, cleo, outsider):
        follow(one, ana)
    post = say(ana, "about the garden", audience=to(ben, cleo))
    posts.react(ben, post, "🌿")
    posts.bookmark(ben, post)
    browsers = {face: browser_of(face) for face in (ana, ben, cleo, outsider)}
    for _ in range(2):
        pages = {face: words(client, "/") for face, client in browsers.items()}
        assert "has-bookmarked" in pages[ben]
        assert "has-reacted mine-1" in pages[ben]
        assert "has-bookmarked" not in pages[cleo]
        assert "has-reacted" not in pages[cleo]
        assert "Ben and Cleo" in pages[ana]
        for reader in (ben, cleo):
            assert "Some people" in pages[reader]
            assert "Ben and Cleo" not in pages[reader]
        assert "about the garden" not in pages[outsider]


def test_a_narrowed_or_edited_post_never_shows_its_old_card(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    post = say(ana, "first words")
    client = browser_of(ben)
    assert "first words" in words(client, "/")
    posts.edit(ana, post, posts.Draft(text="second words", audience=Choice("public")))
    html = words(client, "/")
    assert "second words" in html
    assert "first words" not in html
    posts.narrow(ana, post, Choice("nobody"))
    assert "second words" not in words(client, "/")


def test_pictures_carry_each_readers_own_grant(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    for one in (ben, cleo):
        follow(one, ana)
    media = posts.bring_picture(ana, _picture(), "a gate")
    say(ana, "look", audience=to(ben, cleo), media=[media])
    grants = {}
    for face in (ben, cleo):
        html = words(browser_of(face), "/")
        found = re.findall(rf"/media/{media}\?grant=([\w-]+)", html)
        assert found
        grants[face] = set(found)
    assert not grants[ben] & grants[cleo]


def _picture() -> bytes:
    import pyvips

    return bytes(pyvips.Image.black(40, 30, bands=3).pngsave_buffer())


def test_hostile_words_stay_words(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    say(ben, "<script>alert(1)</script> {{ face }} {% now %} picture-0;", content_note="<b>note</b>")
    html = words(browser_of(ana), "/")
    assert "<script>alert" not in html
    assert "<b>note</b>" not in html
    assert "picture-0;" in html


def test_the_other_face_has_its_own_home(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    work = another_face(ana, "ana_at_work")
    follow(ana, ben)
    say(ben, "for my friends", audience=to(ana))
    assert "for my friends" in words(browser_of(ana), "/")
    assert "for my friends" not in words(browser_of(work), "/")


def test_notifications_are_shown_counted_and_then_seen(browser_of: Browser) -> None:
    ana = join("ana")
    post = say(ana, "my walk by the river")
    for n in range(4):
        posts.react(join(f"guest{n}"), post, "🌿")
    deliver()
    client = browser_of(ana)
    assert 'class="nav-count"' in words(client, "/explore")
    html = words(client, "/notifications")
    assert "Guest3 and 3 others reacted to your post" in html
    assert "my walk by the river" in html
    assert "notice-new" in html
    assert "What concerns you is collected here" in html
    assert 'class="nav-count"' not in words(client, "/explore")
    again = words(client, "/notifications")
    assert "notice-new" not in again
    assert "Here stands what concerns you" not in again


def test_a_notification_quotes_a_post_as_it_reads(browser_of: Browser) -> None:
    ana = join("ana")
    posts.react(join("ben"), say(ana, "Fish & *chips*, **now**."), "🌿")
    deliver()
    assert ">Fish &amp; chips, now.</p>" in words(browser_of(ana), "/notifications")


def test_what_somebody_wrote_is_told_with_one_time(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    say(ben, "hello @ana")
    deliver()
    html = words(browser_of(ana), "/notifications")
    assert "hello" in html
    assert html.count("post-time") == 1


def test_every_kind_of_notification_has_its_words(browser_of: Browser) -> None:
    ana, ben, locked = join("ana"), join("ben"), join("locked", locked=True)
    post = say(ana, "hello")
    contacts.follow(ben, ana)
    contacts.follow(ben, locked)
    contacts.accept(locked, ben)
    contacts.follow(ana, locked)
    posts.react(ben, post, "🌿")
    posts.boost(ben, post, Choice("public"))
    say(ben, "answer", reply_to=post, audience=Choice("parent"))
    say(ben, "quoting", quote_of=post)
    say(ben, "naming @ana")
    say(ben, "only you", audience=to(ana))
    posts.edit(ana, post, posts.Draft(text="hello again", audience=Choice("public")))
    deliver()
    html = words(browser_of(ana), "/notifications")
    for text in (
        "Ben follows you",
        "Ben reacted",
        "Ben boosted",
        "Ben answered",
        "Ben quoted",
        "Ben mentioned",
        "by name",
    ):
        assert text in html
    assert "asks to follow you" in words(browser_of(locked), "/notifications")
    html = words(browser_of(ben), "/notifications")
    assert "Locked lets you follow them" in html
    assert "Ana changed a post" in html


def test_settings_are_kept(browser_of: Browser) -> None:
    client = browser_of(join("ana"))
    page = words(client, "/notifications/settings")
    assert "From contacts" in page
    assert "by the clock of" in page, "whose hours they are"
    assert re.search(r'href="/me/faces/@\w+#id_time_zone"', page)
    answer = client.post("/notifications/settings", {"reaction": "none", "boost": "contacts", "unknown": "x"})
    assert answer.status_code == 302
    html = words(client, "/notifications/settings")
    kept = dict(
        re.findall(r'<select name="(\w+)" aria-label(?:(?!</select>).)*value="(\w+)" selected', html, re.S)
    )
    assert kept.pop("reaction") == "none"
    assert kept.pop("boost") == "contacts"
    assert set(kept.values()) == {"all"}
    assert client.post("/notifications/settings", {"reaction": "sometimes"}).status_code == 422


def test_a_suspended_member_reads_nothing(browser_of: Browser) -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    follow(ana, ben)
    say(ben, "hello there")
    client = browser_of(ana)
    assert "hello there" in words(client, "/")
    suspend(ana, keeper)
    for path in ("/", "/explore", "/site", "/tags/x", "/notifications"):
        assert "hello there" not in words(client, path, 403)


def test_an_answer_to_oneself_says_so_and_to_others_whom_it_answers(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    follow(cleo, ben)
    follow(ana, ben)
    follow(cleo, ana)
    root = say(ana, "a walk", audience=Choice("site"))
    say(ben, "me too", reply_to=root)
    mine, others = (words(browser_of(face), "/@ben/replies") for face in (ana, cleo))
    assert "In reply to you" in mine
    assert "Those who see your post" in mine
    assert "In reply to" in others
    assert "to you" not in others
    assert "your post" not in others
