"""Drafts, scheduled posts and posts that vanish, through the pages people use."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from hedgerow.boundary import epoch
from hedgerow.doors.web.posts import further
from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.circles import acts as circles
from hedgerow.people.circles import reads as circle_reads
from hedgerow.talk.drafts import reads as drafts
from hedgerow.talk.drafts import rules
from hedgerow.talk.media import jobs as sweeping
from hedgerow.talk.models import Media, Post, Reaction
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts import reads
from tests.delivery.world import follow, join, kinds, say, suspend
from tests.kernel.av.films import film, needs_ffmpeg, tone

from .test_compose import circle, drawing, field, texts, written

pytestmark = pytest.mark.django_db
Browser = Callable[[int], Client]


def later(moves: timedelta) -> time_machine.travel:
    """The clock, moved on."""
    return time_machine.travel(clock.now() + moves)


def save(client: Client, key: str, text: str, **more: object) -> dict[str, object]:
    """What the composer's script sends while one types."""
    found: dict[str, object] = client.post("/drafts/save", {"token": key, "text": text, **more}).json()
    return found


def schedule(client: Client, text: str, **more: object) -> None:
    sent = client.post(
        "/compose", {"token": f"k{text}", "text": text, "do": "later", "later": "morning", **more}
    )
    assert sent.status_code == 302, texts(sent)
    assert sent["Location"] == "/drafts/scheduled"


def test_a_draft_is_kept_while_one_types_and_goes_on_elsewhere(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    here = browser_of(ana)
    assert save(here, "one", "to Hik", way="circles", circle=hiking)["version"] == 1
    assert save(here, "one", "to Hikers", way="circles", circle=hiking, version=1)["version"] == 2
    assert save(here, "one", "to Hikers", way="circles", circle=hiking, version=2)["version"] == 2
    kept = drafts.drafts(ana)[0]
    page = texts(browser_of(ana).get(f"/compose?draft={kept.id}"))
    assert "to Hikers" in page
    assert field(page, "token") == "one"
    assert re.search(rf'value="{hiking}"\s+checked', page)
    assert browser_of(ben).get(f"/compose?draft={kept.id}").status_code == 404
    sent = here.post("/compose", {"token": "one", "text": "to Hikers", "way": "circles", "circle": hiking})
    assert sent.status_code == 302
    assert not drafts.drafts(ana)
    assert save(here, "one", "too late")["version"] == 0, "what was sent does not come back"
    assert not drafts.drafts(ana)


def test_the_newest_wins_and_the_other_device_may_take_it_back(browser_of: Browser) -> None:
    ana = join("ana")
    here, there = browser_of(ana), browser_of(ana)
    save(here, "one", "first")
    save(here, "one", "written here", version=1)
    answer = save(there, "one", "written there", version=1)
    assert answer["said"]
    assert drafts.drafts(ana)[0].draft.text == "written there"
    there.post(str(answer["undo"]))
    assert drafts.drafts(ana)[0].draft.text == "written here"
    there.post(str(answer["undo"]))
    assert drafts.drafts(ana)[0].draft.text == "written there"


def test_what_another_device_had_written_stays_when_this_one_sends(browser_of: Browser) -> None:
    ana = join("ana")
    here, there = browser_of(ana), browser_of(ana)
    save(here, "one", "first")
    save(here, "one", "written here", version=1)
    save(there, "one", "written there", version=1)
    assert there.post("/compose", {"token": "one", "text": "written there"}).status_code == 302
    assert [kept.draft.text for kept in drafts.drafts(ana)] == ["written here"]
    assert save(there, "one", "too late")["version"] == 0


def test_what_was_taken_back_leaves_no_draft_and_may_begin_again(browser_of: Browser) -> None:
    ana = join("ana")
    here, there = browser_of(ana), browser_of(ana)
    save(here, "one", "a thought")
    save(here, "one", "", version=1)
    assert not drafts.drafts(ana)
    assert save(here, "one", "another thought", version=1)["version"] == 1
    save(here, "one", "another thought, longer", version=1)
    save(there, "one", "", version=1)
    assert drafts.drafts(ana)[0].draft.text == "another thought, longer", "not emptied by who has not seen it"
    save(there, "one", "words of there", version=1)
    save(there, "one", "", version=3)
    assert [kept.draft.text for kept in drafts.drafts(ana)] == ["another thought, longer"]


def test_a_picture_taken_out_again_leaves_no_draft(browser_of: Browser) -> None:
    ana = join("ana")
    here = browser_of(ana)
    brought = texts(here.post("/compose/pictures", {"pictures": drawing()}))
    picture = re.findall(r'data-attachment="(\d+)"', brought)[0]
    assert save(here, "one", "", picture=picture)["version"] == 1
    here.post(f"/compose/pictures/{picture}/discard")
    assert save(here, "one", "", version=1)["version"] == 0
    assert "/compose?draft=" not in texts(here.get("/drafts"))


def bring(client: Client, file: SimpleUploadedFile) -> str:
    brought = texts(client.post("/compose/pictures", {"pictures": file}))
    return re.findall(r'data-attachment="(\d+)"', brought)[0]


def test_a_draft_without_words_is_named_for_what_it_holds(browser_of: Browser) -> None:
    ana = join("ana")
    here = browser_of(ana)
    save(here, "poll", "", option=["coffee", "", "tea"])
    save(here, "picture", "", picture=bring(here, drawing()))
    shown = texts(here.get("/drafts"))
    assert re.findall(r'class="draft-words"[^>]*>([^<]+)', shown) == [
        "Pictures alone",
        "A poll: coffee, tea",
    ]


@needs_ffmpeg
def test_a_draft_of_a_film_or_a_sound_is_not_called_pictures(browser_of: Browser) -> None:
    ana = join("ana")
    here = browser_of(ana)
    save(here, "film", "", picture=bring(here, SimpleUploadedFile("a.mp4", film(), "video/mp4")))
    save(here, "tone", "", picture=bring(here, SimpleUploadedFile("a.mp3", tone(), "audio/mpeg")))
    run_due()
    shown = texts(here.get("/drafts"))
    assert re.findall(r'class="draft-words"[^>]*>([^<]+)', shown) == ["A sound alone", "A video alone"]


def test_the_same_words_begun_twice_are_one_draft(browser_of: Browser) -> None:
    ana = join("ana")
    here, there = browser_of(ana), browser_of(ana)
    save(here, "one", "the same words")
    save(there, "two", "the same words")
    assert len(drafts.drafts(ana)) == 1
    assert there.post("/compose", {"token": "two", "text": "the same words"}).status_code == 302
    assert not drafts.drafts(ana)


def test_without_scripts_a_button_keeps_it_and_delete_can_be_undone(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    assert "No drafts" in texts(client.get("/drafts"))
    client.post("/compose", {"token": "k", "text": "by hand", "do": "draft", "pictures": [drawing()]})
    page = texts(client.get("/drafts"))
    assert "by hand" in page
    with later(timedelta(days=2)):
        sweeping.sweep_unused()
    assert Media.objects.count() == 1, "a picture stays as long as its draft"
    number = drafts.drafts(ana)[0].id
    client.post(f"/drafts/{number}/delete")
    assert "by hand" not in texts(client.get("/drafts"))
    client.post(f"/drafts/{number}/undo-delete")
    assert "by hand" in texts(client.get("/drafts"))
    client.post(f"/drafts/{number}/delete")
    with later(timedelta(minutes=2)):
        assert client.post(f"/drafts/{number}/undo-delete").status_code == 404


def test_a_scheduled_post_is_its_authors_alone_until_it_leaves(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    hiking = circle(ana, "Hiking", ben)
    client = browser_of(ana)
    schedule(client, "zqqlaterqqz", way="circles", circle=hiking)
    waiting = drafts.scheduled(ana)[0]
    assert "zqqlaterqqz" in texts(client.get("/drafts/scheduled"))
    run_due()
    for address in ("/", "/drafts", "/drafts/scheduled", "/@ana", f"/compose?draft={waiting.id}"):
        assert "zqqlaterqqz" not in texts(browser_of(ben).get(address)), address
    assert waiting.send_at is not None
    with time_machine.travel(waiting.send_at + timedelta(seconds=5)):
        run_due()
        run_due()
        post = written(ana)[0]
        assert len(written(ana)) == 1
        assert post.told.sentence == "Hiking"
        assert reads.shown(ben, [post.id])
        assert post.body.at >= waiting.send_at
        assert not drafts.scheduled(ana)


def test_what_left_by_itself_is_not_sent_again_by_a_page_that_stood_open(browser_of: Browser) -> None:
    ana = join("ana")
    schedule(browser_of(ana), "zqqlaterqqz")
    moment = drafts.scheduled(ana)[0].send_at
    assert moment is not None
    with time_machine.travel(moment + timedelta(seconds=5)):
        run_due()
        client = browser_of(ana)
        again = client.post("/compose", {"token": "kzqqlaterqqz", "text": "zqqlaterqqz"})
        assert again.status_code == 422
        assert "left by itself meanwhile" in texts(again)
        assert len(written(ana)) == 1
        token = re.search(r'name="token" value="([^"]+)"', again.content.decode())
        assert token
        meant = client.post("/compose", {"token": token[1], "text": "zqqlaterqqz"})
        assert meant.status_code == 302
        assert len(written(ana)) == 2


def test_what_was_moved_or_taken_back_does_not_leave_at_its_first_moment(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    schedule(client, "one")
    first = drafts.scheduled(ana)[0]
    client.post(f"/drafts/{first.id}/unschedule")
    assert first.send_at is not None
    with time_machine.travel(first.send_at + timedelta(seconds=5)):
        run_due()
        assert not written(ana)
        client = browser_of(ana)
        client.post(f"/drafts/{first.id}/send")
        assert [post.body.html for post in written(ana)] == ['<p dir="auto">one</p>']


def test_a_circle_closed_meanwhile_narrows_and_an_empty_audience_keeps_it(browser_of: Browser) -> None:
    ana, ben, cleo = join("ana"), join("ben"), join("cleo")
    hiking, music = circle(ana, "Hiking", ben), circle(ana, "Music", cleo)
    client = browser_of(ana)
    schedule(client, "both", way="circles", circle=[hiking, music])
    schedule(client, "music", way="circles", circle=music)
    schedule(client, "without", way="site", without=f"circle-{music}")
    at = drafts.scheduled(ana)[-1].send_at
    circles.close(ana, circle_reads.by_public_id(ana, int(music)).id)
    epoch.forget()
    assert at is not None
    with time_machine.travel(at + timedelta(seconds=5)):
        run_due()
        post = written(ana)[0]
        assert [each.told.sentence for each in written(ana)] == ["Hiking"]
        assert reads.shown(ben, [post.id])
        assert not reads.shown(cleo, [post.id])
        kept = {draft.draft.text: draft.returned for draft in drafts.drafts(ana)}
        assert kept == {"music": rules.AUDIENCE, "without": rules.AUDIENCE}
        assert kinds(ana) == ["returned", "returned"]


def test_what_it_answered_is_gone_and_a_suspended_face_sends_nothing(browser_of: Browser) -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    post = say(ben, "question")
    schedule(browser_of(ana), "answer", reply=post)
    schedule(browser_of(ben), "from ben")
    at = drafts.scheduled(ana)[0].send_at
    posts.delete(ben, post)
    suspend(ben, keeper)
    assert at is not None
    with time_machine.travel(at + timedelta(seconds=5)):
        run_due()
        assert not written(ana)
        assert drafts.drafts(ana)[0].returned == rules.ANSWERED
        assert not Post.objects.unguarded(reason="a test looks").filter(text="from ben").exists()


@pytest.mark.parametrize(
    "fields", [{"later_day": "2001-01-01", "later_time": "08:00"}, {"later_day": "soon"}]
)
def test_a_moment_that_cannot_be_meant_is_said_and_the_draft_stays(
    browser_of: Browser, fields: dict[str, str]
) -> None:
    ana = join("ana")
    given = {"token": "k", "text": "kept words", "do": "later", "later": "chosen", **fields}
    page = browser_of(ana).post("/compose", given)
    assert page.status_code == 422
    assert "kept words" in texts(page)
    assert not drafts.scheduled(ana)


def test_the_clock_leaves_a_time_out_and_shows_one_twice() -> None:
    zone = ZoneInfo("Europe/Berlin")
    gap = rules.moment(date(2026, 3, 29), time(2, 30), zone)
    assert gap.skipped
    assert gap.at.astimezone(zone).time() == time(3, 30)
    fold = rules.moment(date(2026, 10, 25), time(2, 30), zone)
    assert fold.twice
    assert fold.at.astimezone(UTC).time() == time(0, 30), "the first of the two"


def test_a_moment_in_words_ends_with_one_full_stop() -> None:
    zone = ZoneInfo("Europe/Berlin")
    with timezone.override(zone):
        gap = further.said(rules.moment(date(2026, 3, 29), time(2, 30), zone))
        fold = further.said(rules.moment(date(2026, 10, 25), time(2, 30), zone))
    assert "3:30 a.m. The clock" in gap
    assert "2:30 a.m. The clock" in fold


@given(
    st.dates(date(2020, 1, 1), date(2035, 1, 1)),
    st.times(),
    st.sampled_from(["Europe/Berlin", "Asia/Kathmandu", "America/St_Johns", "UTC"]),
)
def test_a_moment_shows_on_the_clock_as_it_was_named_unless_that_is_left_out(
    day: date, at: time, name: str
) -> None:
    at = at.replace(second=0, microsecond=0)
    zone = ZoneInfo(name)
    found = rules.moment(day, at, zone)
    shown = found.at.astimezone(zone)
    assert found.skipped or (shown.date(), shown.time()) == (day, at)
    if found.skipped:
        assert shown.replace(tzinfo=None) > datetime.combine(day, at)


# --- posts that vanish ----------------------------------------------------------------------------------


def test_a_post_vanishes_with_all_that_was_made_of_it_and_its_answers_stay(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    client = browser_of(ana)
    client.post("/compose", {"text": "soon gone", "way": "public", "vanish": "3600", "pictures": [drawing()]})
    post = written(ana)[0]
    posts.react(ben, post.public_id, "🌱")
    answer = say(ben, "an answer", reply_to=post.public_id)
    quote = say(ben, "quoting", quote_of=post.public_id)
    assert "vanishes on" in texts(browser_of(ben).get(post.url))
    run_due()
    with later(timedelta(hours=1, seconds=2)):
        here = browser_of(ben)
        assert here.get(post.url).status_code == 404
        run_due()
        thread = texts(here.get(f"/@ben/{answer}"))
        assert "an answer" in thread
        assert "soon gone" not in thread
        assert reads.post(ben, quote).quote == reads.UNAVAILABLE
        row = Post.objects.unguarded(reason="a test looks").get(pk=post.id)
        assert (row.text, row.html) == ("", "")
        assert not Media.objects.exists()
        assert not Reaction.objects.exists()
        assert "reaction" not in kinds(ana)
        assert client.post(f"/p/{post.public_id}/undo-delete").status_code == 404


def test_an_edit_may_shorten_its_end_and_never_put_it_off(browser_of: Browser) -> None:
    ana = join("ana")
    client = browser_of(ana)
    client.post("/compose", {"text": "a day", "vanish": "86400"})
    post = written(ana)[0]
    address = f"/p/{post.public_id}/edit"
    longer = client.post(address, {"text": "a day", "vanish": "604800"})
    assert longer.status_code == 422
    assert client.post(address, {"text": "an hour", "vanish": "3600"}).status_code == 302
    shorter = written(ana)[0].body.ends_at
    assert shorter is not None
    assert post.body.ends_at is not None
    assert shorter < post.body.ends_at
    page = texts(client.get(address))
    fields = {name: field(page, name) for name in ("vanish_day", "vanish_time")}
    client.post(address, {"text": "the same end", "vanish": "chosen", **fields})
    assert written(ana)[0].body.ends_at == shorter


def test_a_face_may_want_it_of_every_new_post(browser_of: Browser) -> None:
    ana, ben = join("ana"), join("ben")
    follow(ben, ana)
    client = browser_of(ana)
    client.post("/compose", {"text": "one", "vanish": "86400", "vanish_always": "on"})
    client.post("/compose", {"text": "two, from Home"})
    assert all(post.body.ends_at for post in written(ana))
    client.post("/compose", {"text": "three", "vanish": ""})
    assert written(ana)[0].body.ends_at is None
