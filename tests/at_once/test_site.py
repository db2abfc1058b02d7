"""Apps, announcements and news for devices, at the same moment, on a database with several writers."""

import base64
from contextlib import suppress
from typing import Any

import pytest
from django.core import mail

from hedgerow.delivery.models import PushSubscription
from hedgerow.delivery.telling import acts as telling
from hedgerow.delivery.telling import apps as push
from hedgerow.delivery.telling.rules import Ways
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.jobs import run_due, tasks
from hedgerow.people.announcements import acts as announcements
from hedgerow.people.announcements.acts import Said
from hedgerow.people.apps import acts as apps
from hedgerow.people.apps import asking, joining, tokens
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.barring import acts as barring
from hedgerow.people.barring.acts import Bar
from hedgerow.people.members import acts as members
from hedgerow.people.models import Announcement, AnnouncementReaction, Barred, Member
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.posts.acts import Draft
from tests.at_once.waiting import MARKS, meanwhile, wait_for_both
from tests.kernel.threads import in_threads
from tests.people.cast import join, member_of

pytestmark = MARKS

BACK = "https://tusk.example/back"


@pytest.fixture
def operator() -> Member:
    return members.register(
        "olga@example.org", "x", "olga", "Olga", freely=True, role=Member.Role.OPERATOR, confirmed=True
    )


def test_a_code_that_two_exchange_at_once_lets_one_in_at_most(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = join("ada")
    app = apps.register("Tusk", [BACK], "read")
    asked = asking.asked({"client_id": app.client_id, "redirect_uri": BACK, "response_type": "code"})
    code = apps.open_door(member_of(ada).pk, ada, asked).split("code=")[1].split("&")[0]
    given = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": app.client_id,
        "client_secret": app.secret,
    }
    answers: list[apps.Answered] = []
    with meanwhile(monkeypatch, tokens, "keep", lambda: answers.append(apps.exchange(given))):
        answers.append(apps.exchange(given))
    assert sorted(bool(answer.token) for answer in answers) == [False, True]


def test_whoever_sends_the_same_twice_at_once_to_join_has_one_login(monkeypatch: pytest.MonkeyPatch) -> None:
    site.change(None, SiteDraft(registration="open", confirm_email=True))
    app = apps.register("Tusk", [BACK], "read").app
    said = apps.Newcomer("ada", "ada@example.org", "three green herons", agreement=True)
    wait_for_both(monkeypatch, joining.member_reads, "signing_up")
    joined: set[int] = set()
    in_threads([lambda: joined.add(apps.join(app, "read", said).member)] * 2)
    assert joined == set(Member.objects.values_list("pk", flat=True))
    assert len(joined) == 1


def test_an_app_that_subscribes_twice_at_once_is_told(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.ALLOW_LOOPBACK = True
    ada = join("ada")
    secret = tokens.let_in(ada, apps.register("Tusk", [BACK], "push").app, "push")
    key, auth = (base64.urlsafe_b64encode(data).decode() for data in (b"\x04" * 65, b"a" * 16))

    def subscribe() -> None:
        push.subscribe(ada, secret, "http://127.0.0.1:9/ada", key, auth, True, push.Wanted())

    with meanwhile(monkeypatch, push.tokens, "seal", subscribe):
        subscribe()
    assert PushSubscription.objects.count() == 1


def test_two_who_are_the_first_with_the_same_reaction_both_react(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, ben = join("ada"), join("ben")
    made = announcements.make(operator, Said("Cake at four."))
    number = Announcement.objects.get(pk=made).public_id
    with meanwhile(monkeypatch, announcements, "emit", lambda: announcements.react(ben, number, "🎉")):
        announcements.react(ada, number, "🎉")
    assert AnnouncementReaction.objects.count() == 2


def test_what_two_operators_keep_out_at_once_is_kept_out_once(
    operator: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def keep_out() -> None:
        with suppress(Refused):
            barring.keep_out(operator, "mail", "spam.example", Bar())

    with meanwhile(monkeypatch, barring, "_note", keep_out):
        keep_out()
    assert Barred.objects.count() == 1


def test_news_that_comes_while_older_news_is_sent_is_sent_too(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = join("ada"), join("ben")
    telling.choose_ways(ada, {"mention": Ways(push=False, mail=True, note=False)})
    from hedgerow.kernel import outbox

    posts.publish(ben, Draft("One, @ada.", Choice("public")))
    while outbox.drain():
        pass
    posts.publish(ben, Draft("Two, @ada.", Choice("public")))
    with meanwhile(monkeypatch, tasks, "_waiting", run_due):
        while outbox.drain():
            pass
    run_due()
    text = " ".join(str(each.body) for each in mail.outbox)
    assert "One" in text
    assert "Two" in text
