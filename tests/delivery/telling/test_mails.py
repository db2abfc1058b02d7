"""Mails at once and notes: who gets which, when, and what stands in them."""

import re
from datetime import datetime, timedelta
from email.message import Message
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client

from hedgerow.delivery.models import Due, Telling
from hedgerow.delivery.telling import acts, due, jobs, reads
from hedgerow.delivery.telling.rules import Ways
from hedgerow.kernel import clock
from hedgerow.kernel.jobs import run_due
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as face_acts
from hedgerow.people.faces import reads as faces
from hedgerow.talk.posts import acts as posts
from tests.delivery.world import PUBLIC, another_face, follow, join, say, suspend, to

pytestmark = pytest.mark.django_db

AT_ONCE = {kind: Ways(False, True, True) for kind in ("reply", "mention", "named", "answer", "follow")}


def wants_mail(face: int) -> None:
    acts.choose_ways(face, AT_ONCE)


def letter() -> Message:
    assert len(mail.outbox) == 1, [each.subject for each in mail.outbox]
    return mail.outbox.pop()


def test_a_mail_at_once_says_who_and_leads_there() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    first = say(ana, "the tea is ready")
    say(ben, "**coming** at four", reply_to=first)
    run_due()
    sent = letter()
    assert sent.to == ["ana@example.org"]
    assert sent.subject == "Ben answered you"
    html = sent.alternatives[0][0]
    for text in (sent.body, html):
        assert "coming at four" in text
        address = re.search(r"http://localhost:8000(/notifications/to/\d+)", text)
        assert address is not None
    client = signed_in(ana)
    answer = client.get(address.group(1), follow=True)
    assert b"coming" in answer.content
    assert "<style" not in html or "@media" in html
    assert 'style="' in html


def signed_in(face: int) -> Client:
    from hedgerow.people.models import Member

    client = Client()
    client.force_login(Member.objects.get(pk=faces.face(face).member))
    return client


def test_several_things_come_in_one_mail() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    wants_mail(ana)
    first = say(ana, "tea")
    say(ben, "one", reply_to=first)
    say(eva, "two", reply_to=first)
    run_due()
    sent = letter()
    assert "and 1 thing more" in sent.subject
    assert "Ben answered you" in sent.body
    assert "Eva answered you" in sent.body


def test_words_that_are_not_public_stay_here_unless_allowed() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "a secret between us", audience=to(ana))
    run_due()
    sent = letter()
    assert "Ben wrote to you" in sent.subject
    assert "secret" not in sent.body + sent.alternatives[0][0]
    acts.choose(ana, excerpts=True)
    say(ben, "another secret", audience=to(ana))
    run_due()
    sent = letter()
    assert "another secret" in sent.body
    assert "secret" not in sent.subject


def test_what_was_narrowed_meanwhile_is_not_sent() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    said = say(ben, "hello @ana", audience=PUBLIC)
    due_now()
    posts.narrow(ben, said, to(ben))
    run_due()
    assert mail.outbox == []


def test_nor_what_was_deleted_blocked_or_suspended() -> None:
    ana, ben, keeper = join("ana"), join("ben"), join("keeper", role="operator")
    wants_mail(ana)
    said = say(ben, "hello @ana")
    due_now()
    posts.delete(ben, said)
    run_due()
    say(ben, "again @ana")
    due_now()
    contacts.block(ana, ben)
    run_due()
    eva = join("eva")
    wants_mail(eva)
    say(ben, "and @eva")
    due_now()
    suspend(eva, keeper)
    mail.outbox.clear()
    run_due()
    assert [each for each in mail.outbox if "answered" in each.subject or "mentioned" in each.subject] == []


def due_now() -> None:
    """The news is heard; nothing is sent yet."""
    from tests.delivery.world import deliver

    deliver()


def test_what_was_seen_on_the_page_needs_no_mail() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "hello @ana")
    due_now()
    signed_in(ana).get("/notifications")
    run_due()
    assert mail.outbox == []


def test_told_once_however_often_the_news_arrives() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    letter()
    from hedgerow.delivery.models import Notification

    number = Notification.objects.get(face=ana).public_id
    due.hear([number])
    jobs.mail.call(ana)
    run_due()
    assert mail.outbox == []


def test_no_mail_to_an_address_that_is_not_confirmed() -> None:
    from allauth.account.models import EmailAddress

    ana, ben = join("ana"), join("ben")
    EmailAddress.objects.filter(email="ana@example.org").update(verified=False)
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    assert mail.outbox == []
    assert not acts.try_mail(ana)


def test_a_trial_mail_arrives() -> None:
    ana = join("ana")
    assert acts.try_mail(ana)
    run_due()
    sent = letter()
    assert "try it out" in sent.subject
    html = str(sent.alternatives[0][0])
    assert "because you asked for it just now" in sent.body
    assert "because you asked for it just now" in html
    assert "at once" not in sent.body + html, "whatever rhythm was chosen"


def test_at_night_mails_wait_and_come_as_one() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    acts.snooze(ana, "hour")
    say(ben, "one @ana")
    run_due()
    say(ben, "two @ana")
    run_due()
    assert mail.outbox == []
    later = clock.now() + timedelta(hours=1, minutes=1)
    Telling.objects.filter(face=ana).update(snoozed_until=clock.now() - timedelta(seconds=1))
    run_due(later)
    sent = letter()
    assert "and 1 thing more" in sent.subject


def test_two_faces_of_one_member_get_mails_that_share_nothing() -> None:
    ana, ben = join("ana"), join("ben")
    quiet = another_face(ana, "quiet")
    for face in (ana, quiet):
        wants_mail(face)
    say(ben, "hello @ana and @quiet")
    run_due()
    assert len(mail.outbox) == 2
    one, two = mail.outbox
    assert one.from_email == two.from_email
    for sent, own, other in ((one, "ana", "quiet"), (two, "quiet", "ana")):
        sent = sent if f"@{own}" in sent.body.split("-- ")[1] else (two if sent is one else one)
        text = sent.body.split("-- ")[1] + str(sent.extra_headers) + sent.subject
        assert f"@{other}" not in text
    for header in ("Message-ID", "List-Unsubscribe"):
        assert one.extra_headers[header] != two.extra_headers[header]
        pieces = [re.findall(r"[\w-]{12,}", sent.extra_headers[header]) for sent in (one, two)]
        assert not set(pieces[0]) & set(pieces[1]) - {"unsubscribe", "localhost"}


# --- notes --------------------------------------------------------------------------------------------


def call_notes(at: datetime) -> None:
    from hedgerow.delivery.telling import notes

    notes.call_due(at)
    run_due()


def test_a_note_comes_once_at_its_hour() -> None:
    ana, ben = join("ana"), join("ben")
    acts.choose(ana, rhythm="daily", hour=8)
    follow(ana, ben)
    say(ben, "hello @ana")
    say(ben, "the swallows are back")
    run_due()
    row = Telling.objects.get(face=ana)
    assert row.note_at is not None
    zone = ZoneInfo(faces.manners(ana).time_zone)
    assert row.note_at.astimezone(zone).hour == 8
    call_notes(row.note_at - timedelta(minutes=1))
    assert mail.outbox == []
    moment = row.note_at
    call_notes(moment)
    sent = letter()
    assert "1 thing for you" in sent.subject
    assert "Ben mentioned you" in sent.body
    assert "the swallows are back" in sent.body
    assert sent.body.count("hello @ana") == 1
    assert "You are up to date." in sent.body
    call_notes(moment)
    assert mail.outbox == []
    assert Telling.objects.get(face=ana).note_at > moment


def test_when_nothing_is_new_nothing_comes() -> None:
    ana = join("ana")
    acts.choose(ana, rhythm="daily")
    call_notes(Telling.objects.get(face=ana).note_at)
    assert mail.outbox == []


def test_a_note_holds_no_words_that_are_not_public_and_nothing_not_seen() -> None:
    ana, ben = join("ana"), join("ben")
    follow(ana, ben)
    acts.choose(ana, rhythm="daily")
    say(ben, "for her alone", audience=to(ana))
    hidden = say(ben, "for nobody soon")
    posts.narrow(ben, hidden, to(ben))
    run_due()
    call_notes(Telling.objects.get(face=ana).note_at)
    sent = letter()
    assert "for her alone" not in sent.body + sent.alternatives[0][0]
    assert "for nobody" not in sent.body + sent.alternatives[0][0]


def test_what_was_told_long_ago_goes() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    assert due.tidy(clock.now()) == 0
    assert due.tidy(clock.now() + timedelta(days=8)) == 1
    assert not Due.objects.exists()


# --- stopping -----------------------------------------------------------------------------------------


def stop_address(sent: Message) -> str:
    return re.search(
        r"<http://localhost:8000(/unsubscribe/[\w-]+)>", sent.extra_headers["List-Unsubscribe"]
    ).group(1)  # type: ignore[union-attr]


def test_one_click_stops_without_signing_in() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    sent = letter()
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client = Client(enforce_csrf_checks=True)
    answer = client.post(stop_address(sent), {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    say(ben, "again @ana")
    run_due()
    assert mail.outbox == []
    assert b"Undo" in answer.content
    client.post(stop_address(sent), {"again": "1"})
    say(ben, "once more @ana")
    run_due()
    assert letter().subject == "Ben mentioned you"


def test_the_page_that_stops_speaks_the_language_of_the_mails() -> None:
    ana, ben = join("ana"), join("ben")
    facts = faces.face(ana)
    face_acts.edit(ana, face_acts.draft_of(facts, language="de"))
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    sent = letter()
    french = Client(headers={"accept-language": "fr"})
    for answer in (french.get(stop_address(sent)), french.post(stop_address(sent))):
        assert b'<html lang="de"' in answer.content
        assert "ana" in answer.content.decode()
    assert b'<html lang="fr"' in french.get("/about").content


def test_looking_at_the_address_stops_nothing() -> None:
    ana, ben = join("ana"), join("ben")
    wants_mail(ana)
    say(ben, "hello @ana")
    run_due()
    answer = Client().get(stop_address(letter()))
    assert b"<button" in answer.content
    say(ben, "again @ana")
    run_due()
    assert len(mail.outbox) == 1


def test_a_note_is_stopped_by_its_own_click_alone() -> None:
    ana, ben = join("ana"), join("ben")
    acts.choose(ana, rhythm="daily")
    wants_mail(ana)
    say(ben, "hello @ana")
    due_now()
    call_notes(Telling.objects.get(face=ana).note_at)
    note = next(each for each in mail.outbox if "Your day" in each.subject)
    Client().post(stop_address(note), {"List-Unsubscribe": "One-Click"})
    assert reads.wishes(ana).rhythm == "off"
    assert reads.ways([ana])[ana, "mention"].mail


@pytest.mark.parametrize("token", ["x", "nosuchtoken", "A" * 34, "é"])
def test_a_made_up_token_is_no_page(token: str) -> None:
    assert Client().post(f"/unsubscribe/{token}").status_code == 404


# --- answers in threads -------------------------------------------------------------------------------


def test_a_commenter_hears_of_answers_if_they_wish() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    first = say(ana, "tea?")
    own = say(ben, "yes", reply_to=first)
    say(eva, "me too", reply_to=first)
    assert kinds_of(ben) == []
    acts.ring(ben, own, True)
    say(eva, "and cake", reply_to=first)
    assert kinds_of(ben) == ["answer"]
    acts.ring(ben, first, False)
    say(eva, "and milk", reply_to=first)
    assert kinds_of(ben) == ["answer"]


def kinds_of(face: int) -> list[str]:
    from tests.delivery.world import kinds

    return kinds(face)


def test_or_in_every_thread_they_answered() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    acts.choose(ben, answers="joined")
    acts.choose(ana, answers="joined")
    first = say(ana, "tea?")
    mid = say(ben, "yes", reply_to=first)
    deep = say(eva, "me too", reply_to=mid)
    say(eva, "with milk", reply_to=deep)
    assert kinds_of(ben) == ["answer", "reply"]
    assert kinds_of(ana) == ["reply"]
    acts.choose(ana, answers="all")
    say(eva, "and sugar", reply_to=deep)
    assert kinds_of(ana) == ["answer", "reply"]


def test_but_never_of_an_answer_they_may_not_see() -> None:
    ana, ben, eva = join("ana"), join("ben"), join("eva")
    acts.choose(ben, answers="joined")
    first = say(ana, "tea?")
    say(ben, "yes", reply_to=first)
    say(eva, "only for you", reply_to=first, audience=to(ana))
    assert kinds_of(ben) == []
