"""What happens behind the pages: every listener, job, recurring task, hot door and e-mail has a row here.

A row says what it shows, to whom, and which test proves it. What is new and has no row fails.
"""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail import EmailMessage
from django.template import engines
from django.test import RequestFactory
from django_tasks.base import Task

import hedgerow
from hedgerow.config import front
from hedgerow.doors.web.auth.adapter import Adapter
from hedgerow.kernel import outbox
from hedgerow.kernel.jobs import periodic, run_due
from hedgerow.people.members import acts as members
from hedgerow.people.members import letters
from tests.cast import Cast
from tests.standing import _nothing_remembered, cast, standing

__all__ = ["_nothing_remembered", "cast"]

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "src" / "hedgerow"


class Row(NamedTuple):
    """What it shows and to whom ("nothing" for what only tidies), and the test that proves it."""

    shows: str
    proof: str


TOLD = "tests/delivery/test_notifications.py::"
STREAMS = "tests/delivery/test_streams.py::"
NAMED = "tests/leaks/test_named.py::"
APPS_STREAMS = "tests/mastodon/test_streaming.py::"
MAILS_OF = "tests/delivery/telling/test_mails.py::"
LEAVING = "tests/delivery/test_leaving.py::"
PUSHES = "tests/delivery/telling/test_push.py::"
CALM = "tests/delivery/test_calmly.py::"
NOTIFICATIONS = "hedgerow.delivery.notifications.jobs."

WRITTEN = "tests/web/posts/test_drafts.py::"
POLLS = "tests/web/posts/test_polls.py::"
ENDS = "hedgerow.delivery.notifications.ends."

FINDING = "tests/talk/searching/test_finding.py::"

LISTENERS = {
    "people.face_gone>delivery.leaving": Row(
        "nothing: forgets", LEAVING + "test_what_left_is_forgotten_with_its_author_and_after_half_a_year"
    ),
    **{
        f"{event}>talk.searching": Row(
            "takes words in, which are asked for through the boundary",
            FINDING + "test_every_marked_post_is_found_by_those_alone_who_see_it",
        )
        for event in ("Posted", "Edited", "Deleted", "Restored")
    },
    "talk.narrowed>hedgerow.talk.searching.jobs.narrowed": Row(
        "nothing: says where to look",
        FINDING + "test_narrowing_hides_at_once_even_before_the_index_hears_of_it",
    ),
    f"talk.poll_ended>{ENDS}polls_ended": Row(
        "its author and who voted, if they see it still; not who else did",
        POLLS + "test_hidden_numbers_show_at_the_end_to_all_and_it_is_told_once",
    ),
    f"talk.draft_returned>{ENDS}drafts_returned": Row(
        "the face that wrote it",
        WRITTEN + "test_a_circle_closed_meanwhile_narrows_and_an_empty_audience_keeps_it",
    ),
    f"talk.vanished>{ENDS}vanished": Row(
        "nothing: takes away",
        WRITTEN + "test_a_post_vanishes_with_all_that_was_made_of_it_and_its_answers_stay",
    ),
    f"talk.posted>{NOTIFICATIONS}posted": Row(
        "whom a post answers, quotes, mentions or names, if they see it",
        TOLD + "test_who_may_not_see_it_when_the_news_is_heard_is_never_told",
    ),
    f"talk.edited>{NOTIFICATIONS}edited": Row(
        "who boosted or quoted it, and whom it names first, if they see it",
        TOLD + "test_an_edit_tells_who_boosted_or_quoted_and_whom_it_names_first",
    ),
    f"talk.reacted>{NOTIFICATIONS}reacted": Row(
        "the post's author, of faces it may know of",
        TOLD + "test_reactions_stand_together_and_count_only_whom_one_may_know_of",
    ),
    f"talk.boosted>{NOTIFICATIONS}boosted": Row(
        "the original's author, if among those it was boosted to",
        TOLD + "test_a_boost_to_others_does_not_tell_the_author",
    ),
    f"people.followed>{NOTIFICATIONS}followed": Row(
        "the followed face", TOLD + "test_follow_request_and_acceptance"
    ),
    f"people.requested>{NOTIFICATIONS}requested": Row(
        "the asked face", TOLD + "test_follow_request_and_acceptance"
    ),
    f"people.accepted>{NOTIFICATIONS}accepted": Row(
        "the face that asked", TOLD + "test_follow_request_and_acceptance"
    ),
    f"people.deflected>{NOTIFICATIONS}deflected": Row(
        "the face that asked: that there is an answer, no words",
        "tests/leaks/test_strategies.py::test_a_kind_answer_is_read_by_who_asked_alone",
    ),
    "people.brought>hedgerow.talk.suggesting.jobs.brought": Row(
        "nothing: calls a look at the face's own contacts",
        "tests/browser/test_moving_in.py::test_from_sign_up_to_a_first_post_for_two_circles_in_under_twelve",
    ),
    "people.brought>hedgerow.delivery.notifications.mirrors.brought": Row(
        "the face itself: that there is a mirror, no number",
        "tests/web/strategies/test_mirror.py::test_a_month_of_use_or_an_import_is_followed_by_one_gentle_notice",
    ),
    f"people.warned>{NOTIFICATIONS}warned": Row(
        "the warned face", TOLD + "test_a_word_of_the_moderators_always_arrives"
    ),
    f"talk.reported>{NOTIFICATIONS}reported": Row(
        "who moderates, unless it is about them",
        TOLD + "test_a_report_concerns_who_moderates_and_not_whom_it_is_about",
    ),
    f"people.member_waits>{NOTIFICATIONS}waits": Row(
        "who moderates: that somebody asks to join",
        "tests/delivery/test_moderators_are_told.py::test_somebody_who_asks_to_join_is_told_to_those_who_moderate_alone",
    ),
    f"people.face_gone>{NOTIFICATIONS}forgotten": Row(
        "nothing: takes away", TOLD + "test_a_face_that_is_gone_leaves_nothing"
    ),
    "delivery.notified>hedgerow.delivery.telling.jobs.notified": Row(
        "nothing: what waits is asked of the boundary when it is sent",
        MAILS_OF + "test_what_was_narrowed_meanwhile_is_not_sent",
    ),
    "people.face_gone>hedgerow.talk.posts.wiping.forget_faces": Row(
        "nothing: takes away", "tests/talk/posts/test_asking.py::test_what_a_gone_face_left_goes_with_it"
    ),
    "people.face_gone>hedgerow.talk.guarding.jobs.forget_faces": Row(
        "nothing: takes away",
        "tests/web/posts/test_guard.py::test_what_a_gone_face_told_its_guard_goes_with_it",
    ),
    f"talk.messaged>{NOTIFICATIONS}messaged": Row(
        "who is in the conversation, or asked to it and wants such kept apart, has not muted it and sees the "
        "message: that somebody wrote, no words",
        "tests/delivery/test_messages.py::test_an_unread_message_is_told_once_and_never_to_whom_it_does_not_concern",
    ),
    "people.face_gone>hedgerow.talk.conversations.wiping.forget_faces": Row(
        "nothing: takes away",
        "tests/talk/conversations/test_conversations.py::test_a_gone_face_leaves_its_seat",
    ),
    **{
        f"people.{news}>hedgerow.talk.conversations.jobs.{what}": Row(
            "nothing: who follows takes up what the followed one asked",
            "tests/talk/conversations/test_conversations.py::"
            "test_whom_one_follows_waits_among_the_requests_no_longer",
        )
        for news, what in (("followed", "followed"), ("accepted", "let_follow"))
    },
    "talk.posted>hedgerow.delivery.streams.jobs.heard": Row(
        "open streams look anew, each for its own face", STREAMS + "test_it_never_counts_what_one_may_not_see"
    ),
    "talk.boosted>hedgerow.delivery.streams.jobs.boosted": Row(
        "open streams look anew, each for its own face", STREAMS + "test_losing_access_is_heard_too"
    ),
    **{
        f"{event}>hedgerow.delivery.streams.jobs.{job}": Row(
            "apps that listen, each asked of the boundary as it goes out", APPS_STREAMS + proof
        )
        for event, job, proof in (
            ("talk.unboosted", "unboosted", "test_changes_deletions_and_boosts"),
            ("talk.edited", "edited", "test_changes_deletions_and_boosts"),
            ("talk.deleted", "gone", "test_narrowing_takes_it_from_who_loses_it_and_tells_nobody_else"),
            ("talk.narrowed", "narrowed", "test_narrowing_takes_it_from_who_loses_it_and_tells_nobody_else"),
            ("talk.restored", "heard", "test_home_hears_what_one_may_see_and_nothing_else"),
            ("talk.messaged", "messaged", "test_a_conversation_is_heard_by_those_in_it_alone"),
        )
    },
    "talk.filters_changed>hedgerow.delivery.streams.jobs.filters_changed": Row(
        "the face's own apps: that its filters changed",
        APPS_STREAMS + "test_filters_are_told_to_their_own_apps_and_mark_what_is_told",
    ),
    **{
        f"people.{event}>hedgerow.delivery.streams.jobs.{job}": Row(
            "everybody who listens: what operators say to all, and how many reacted",
            APPS_STREAMS + "test_announcements_are_heard_by_everybody",
        )
        for event, job in (
            ("announced", "announced"),
            ("announcement_withdrawn", "withdrawn"),
            ("announcement_reacted", "announcement_reacted"),
        )
    },
    "people.access_ended>hedgerow.delivery.streams.jobs.access_ended": Row(
        "nothing: ends what was opened with a token",
        APPS_STREAMS + "test_a_revoked_token_and_a_suspended_member_end_their_streams",
    ),
    "people.face_stopped>hedgerow.delivery.streams.jobs.halted": Row(
        "the stopped face's streams end",
        "tests/leaks/test_open_lines.py::test_a_suspended_member_hears_nothing_more_on_an_open_connection",
    ),
}

TELLING = "hedgerow.delivery.telling.jobs."

TASKS = {
    "hedgerow.talk.searching.jobs.fill": Row(
        "takes words in, which are asked for through the boundary",
        FINDING + "test_filling_anew_finds_the_same",
    ),
    "hedgerow.people.faces.jobs.fill_found": Row(
        "takes words in; who asks is shown whom it may find",
        "tests/people/faces/test_finding.py::test_filling_anew_finds_the_same",
    ),
    TELLING + "mail": Row(
        "nothing: calls a letter", MAILS_OF + "test_a_mail_at_once_says_who_and_leads_there"
    ),
    TELLING + "letter": Row(
        "what concerns one face, as far as it may see it when the mail is made",
        "tests/leaks/test_telling.py::test_no_mail_and_no_push_holds_what_its_face_may_not_see",
    ),
    TELLING + "note": Row(
        "what concerns one face and a few posts, as far as it may see them when the mail is made",
        "tests/leaks/test_telling.py::test_no_mail_and_no_push_holds_what_its_face_may_not_see",
    ),
    TELLING + "push": Row(
        "nothing: calls each device", PUSHES + "test_a_device_is_told_encrypted_and_signed"
    ),
    TELLING + "deliver": Row(
        "what concerns one face, as far as it may see it when it is sent",
        "tests/leaks/test_telling.py::test_no_mail_and_no_push_holds_what_its_face_may_not_see",
    ),
    TELLING + "take_back": Row(
        "that something was taken back, on a device that was told of it; neither what nor whose",
        LEAVING + "test_calling_back_leaves_it_to_its_author_and_closes_what_browsers_show",
    ),
    TELLING + "try_mail": Row("words of the site alone", MAILS_OF + "test_a_trial_mail_arrives"),
    TELLING + "try_push": Row("words of the site alone", PUSHES + "test_a_trial_message_arrives"),
    "hedgerow.talk.media.jobs.read_letters": Row(
        "nothing but to its owner, in the second look",
        "tests/web/posts/test_guard.py::test_words_on_a_picture_are_for_its_owner_alone",
    ),
    "hedgerow.talk.posts.jobs.vanish": Row(
        "nothing: takes away",
        WRITTEN + "test_a_post_vanishes_with_all_that_was_made_of_it_and_its_answers_stay",
    ),
    "hedgerow.talk.drafts.jobs.leave": Row(
        "publishes as the face that wrote it, to whoever of its audience is left",
        WRITTEN + "test_a_circle_closed_meanwhile_narrows_and_an_empty_audience_keeps_it",
    ),
    "hedgerow.talk.polls.jobs.close": Row(
        "numbers that were hidden, to whoever sees the post",
        POLLS + "test_hidden_numbers_show_at_the_end_to_all_and_it_is_told_once",
    ),
    "hedgerow.talk.posts.jobs.wipe": Row(
        "nothing: takes away",
        "tests/talk/posts/test_narrowing.py::test_after_a_minute_a_deletion_stands_and_everything_is_wiped",
    ),
    "hedgerow.talk.media.jobs.prepare": Row(
        "the video or sound with its post alone, through the boundary at each fetch",
        NAMED + "test_a_video_is_asked_of_the_boundary_at_each_piece",
    ),
    "hedgerow.talk.collections.jobs.wipe": Row(
        "nothing: takes away",
        "tests/talk/collections/test_collections.py::test_a_deletion_can_be_taken_back_for_a_minute",
    ),
    "hedgerow.talk.cards.jobs.look": Row(
        "the linked site learns that this site looks, not who wrote; the card is shown with its post alone",
        NAMED + "test_a_preview_card_does_not_survive_lost_access",
    ),
    "hedgerow.people.announcements.jobs.look": Row(
        "everybody: that an announcement begins or ends",
        "tests/web/operate/test_announcements.py::test_it_begins_and_ends_by_itself",
    ),
    "hedgerow.people.links.jobs.look": Row(
        "the linked site learns that this site looks; whether it links back stands on the face's page",
        "tests/people/links/test_links.py::test_the_asked_page_learns_nothing_of_anybody",
    ),
    "hedgerow.talk.moving.jobs.look": Row(
        "the face that brought the archive: how many posts are in it",
        "tests/talk/moving/test_bringing.py::test_an_archive_is_seen_by_who_brought_it_alone",
    ),
    "hedgerow.talk.moving.jobs.carry_out": Row(
        "whom its face chose, as posts do; nobody is notified",
        "tests/talk/moving/test_bringing.py::test_brought_posts_reach_no_home_and_notify_nobody",
    ),
    "hedgerow.talk.moving.jobs.take_back": Row(
        "nothing: takes away",
        "tests/talk/moving/test_bringing.py::test_the_whole_import_is_taken_back",
    ),
    "hedgerow.talk.moving.jobs.make": Row(
        "its own face: what it said and was shown by name, as the boundary has it then",
        "tests/talk/moving/test_export.py::test_an_archive_holds_nothing_its_face_may_not_see",
    ),
    "hedgerow.talk.suggesting.jobs.look": Row(
        "the face whose contacts are looked at: groups of them, from what it sees of them itself",
        "tests/talk/suggesting/test_suggesting.py::test_a_hidden_tie_changes_nothing",
    ),
    "hedgerow.people.moving.jobs.look": Row(
        "the face that brought the file: what is in it, and who of it is here by a public handle",
        "tests/people/moving/test_moving.py::test_an_import_and_its_people_are_seen_by_their_face_alone",
    ),
    "hedgerow.people.moving.jobs.carry_out": Row(
        "whom it asks to follow or follows, like the act itself; nothing of the past to anybody",
        "tests/people/moving/test_moving.py::test_who_is_brought_in_sees_nothing_of_the_past",
    ),
    "hedgerow.people.apps.jobs.used": Row(
        "the member whose app it is: the day",
        "tests/people/apps/test_tokens.py::test_the_day_of_use_is_kept_once_a_day",
    ),
    "hedgerow.people.members.letters.send": Row(
        "one address, words made before",
        "tests/leaks/test_jobs.py::test_a_letter_goes_to_one_address_and_names_nobody_else",
    ),
}

RECURRING = {
    "talk.sweep_found": Row("nothing: takes away", FINDING + "test_what_is_no_more_is_swept_out"),
    "talk.tidy_found": Row(
        "nothing: brings the index together",
        FINDING + "test_the_index_is_brought_together_and_finds_the_same",
    ),
    "talk.gone_drafts": Row(
        "nothing: takes away",
        WRITTEN + "test_without_scripts_a_button_keeps_it_and_delete_can_be_undone",
    ),
    "delivery.readers_due": Row(
        "the face itself: that it may look, no number",
        "tests/web/strategies/test_mirror.py::test_who_wishes_it_is_told_once_a_month_who_reads_along",
    ),
    "delivery.mirrors_due": Row(
        "the face itself: that there is a mirror, no number",
        "tests/web/strategies/test_mirror.py::test_a_month_of_use_or_an_import_is_followed_by_one_gentle_notice",
    ),
    "people.purge_due": Row(
        "nothing: takes away",
        "tests/people/members/test_members.py::test_closing_ends_in_nothing_left_in_any_room",
    ),
    "people.unused_apps": Row(
        "nothing: takes away",
        "tests/people/apps/test_tokens.py::test_apps_nobody_let_in_are_forgotten",
    ),
    "people.look_at_links": Row(
        "the linked sites, as by the job it leaves",
        "tests/people/links/test_links.py::test_a_proof_is_looked_at_again_after_a_week",
    ),
    "people.forget_moves": Row(
        "nothing: takes away", "tests/people/circles/test_circles.py::test_old_moves_are_forgotten"
    ),
    "moving.forget_archives": Row(
        "nothing: takes away",
        "tests/talk/moving/test_export.py::test_an_archive_is_gone_after_seven_days",
    ),
    "moving.forget_undecided": Row(
        "nothing: takes away",
        "tests/people/moving/test_moving.py::test_a_file_nobody_said_yes_to_is_gone_after_a_day",
    ),
    "talk.unused_pictures": Row(
        "nothing: takes away",
        "tests/talk/media/test_media.py::test_unused_pictures_go_after_a_day_with_their_files",
    ),
    "talk.unused_cards": Row(
        "nothing: takes away",
        "tests/talk/cards/test_cards.py::test_a_card_shows_what_the_page_says_of_itself",
    ),
    "talk.done_reports": Row(
        "nothing: takes away",
        "tests/talk/reports/test_reports.py::test_pictures_are_copied_and_reached_by_moderators_alone",
    ),
    "files.sweep": Row("nothing: takes away", "tests/kernel/test_blobs.py::*"),
    "delivery.tidy": Row("nothing: takes away", TOLD + "*"),
    "delivery.silences": Row(
        "to a face alone, whom it marked close itself and when they last spoke, by what it can see",
        CALM + "test_a_silence_with_somebody_close_is_told_once_a_week_at_most_and_each_once",
    ),
    "delivery.years": Row(
        "to a face alone, that a year has gone by",
        CALM + "test_a_year_is_told_once_and_can_be_switched_off",
    ),
    "telling.notes": Row("nothing: calls the notes", MAILS_OF + "test_a_note_comes_once_at_its_hour"),
    "telling.tidy": Row("nothing: takes away", MAILS_OF + "test_what_was_told_long_ago_goes"),
    "leaving.tidy": Row(
        "nothing: takes away", LEAVING + "test_what_left_is_forgotten_with_its_author_and_after_half_a_year"
    ),
    "kernel.outbox": Row("nothing: takes away", "tests/kernel/test_outbox.py::*"),
    "kernel.jobs": Row("nothing: takes away", "tests/kernel/test_jobs.py::*"),
    "kernel.once": Row("nothing: takes away", "tests/kernel/test_small.py::*"),
    "kernel.changes": Row("nothing: takes away", "tests/kernel/test_epochs.py::*"),
}

QUICK = {
    "/api/": Row(
        "byte for byte what Django answers to the same token, asked of the boundary at each read",
        "tests/mastodon/test_hot.py::test_memory_says_what_the_database_says",
    ),
}

HOT = {
    "/api/v1/streaming/": Row(
        "what an app's face may see and is told, each event asked anew",
        APPS_STREAMS + "test_who_is_blocked_hears_nothing_from_that_moment",
    ),
    "/live/": Row(
        "what is said in a conversation, to those in it, each asked anew",
        "tests/web/talking/test_live.py::test_who_was_taken_out_hears_nothing_more_on_an_open_connection",
    ),
    "/stream/": Row(
        "numbers of what the session's own face may see; of what its page showed, the ids that it may not",
        STREAMS + "test_what_happens_to_what_one_never_saw_sends_not_a_byte",
    ),
}

ONE_ADDRESS = "tests/leaks/test_jobs.py::test_a_letter_goes_to_one_address_and_names_nobody_else"
LETTERS = {
    name: Row("its member alone", ONE_ADDRESS)
    for name in (
        "approved",
        "declined",
        "suspended",
        "face_suspended",
        "restored",
        "archive_ready",
        "exposed",
    )
}

OWN_WORDS = "tests/leaks/test_jobs.py::test_a_mail_of_the_account_names_no_face"
MAILS = {
    f"account/email/{name}": Row("who has the address", OWN_WORDS)
    for name in (
        "account_already_exists", "email_changed", "email_confirm", "email_confirmation",
        "email_confirmation_signup", "email_deleted", "login_code", "password_changed",
        "password_reset", "password_reset_code", "password_reset_key", "password_set", "unknown_account",
    )
} | {
    f"mfa/email/{name}": Row("who has the address", OWN_WORDS)
    for name in (
        "recovery_codes_generated", "totp_activated", "totp_deactivated",
        "webauthn_added", "webauthn_removed",
    )
}  # fmt: skip

SENDERS = {"people/members/letters.py", "doors/web/auth/adapter.py", "delivery/telling/mailing.py"}
"""The only modules that make e-mails."""

TEXT_IN_EVENTS: set[tuple[str, str]] = set()
"""Fields of events that may hold text: none, so that no copy of what people wrote waits in the outbox."""


# --- nothing without a row, no row without its thing --------------------------------------------------


def test_every_listener_has_a_row() -> None:
    assert set(LISTENERS) == set(outbox._by_name)


def test_every_recurring_task_has_a_row() -> None:
    assert set(RECURRING) == set(periodic._tasks)


def test_every_hot_door_has_a_row() -> None:
    assert set(HOT) == set(front.HOT)


def test_every_door_that_answers_from_memory_has_a_row() -> None:
    assert set(QUICK) == set(front.QUICK)


def test_every_task_has_a_row() -> None:
    assert set(TASKS) == {task.module_path for task in _everything(Task)}


def test_every_letter_has_a_row() -> None:
    written = {
        name
        for name, value in vars(letters).items()
        if not name.startswith("_")
        and getattr(value, "__module__", "") == letters.__name__
        and callable(value)
    }
    assert {name for name in written if not isinstance(getattr(letters, name), Task)} == set(LETTERS)


def test_every_mail_of_the_account_has_a_row() -> None:
    assert set(MAILS) == set(_mail_templates())


def test_mails_are_made_in_three_places_only() -> None:
    makers = ("django.core.mail", "send_mail(", "smtplib")
    found = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*.py")
        if any(maker in file.read_text() for maker in makers) and file.name != "urls_of.py"
    }
    assert found == SENDERS


def test_every_row_names_a_test_that_exists() -> None:
    rows = [
        *LISTENERS.values(),
        *TASKS.values(),
        *RECURRING.values(),
        *HOT.values(),
        *QUICK.values(),
        *LETTERS.values(),
        *MAILS.values(),
    ]
    for row in rows:
        file, _, name = row.proof.partition("::")
        assert name == "*" or name in _tests_in(file), row.proof
        assert _tests_in(file), row.proof
        assert row.shows


def test_events_carry_numbers_and_no_words() -> None:
    _import_all()
    kinds = list(_below(outbox.Event))
    assert len(kinds) >= 15
    for kind in kinds:
        for field in msgspec.structs.fields(kind):
            allowed = (kind.__name__, field.name) in TEXT_IN_EVENTS
            allowed = allowed or field.type in (int, bool, tuple[int, ...])
            assert allowed or kind.__module__.startswith("tests."), (
                f"{kind.__name__}.{field.name}: {field.type}"
            )


@cache
def _tests_in(file: str) -> frozenset[str]:
    tree = ast.parse((ROOT / file).read_text())
    return frozenset(
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    )


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


@cache
def _import_all() -> tuple[Any, ...]:
    passed_over = (".migrations", ".__main__", ".config.worker", ".config.asgi", ".commands.")
    names = [
        found.name
        for found in pkgutil.walk_packages(hedgerow.__path__, "hedgerow.")
        if not any(part in found.name for part in passed_over)
    ]
    return tuple(importlib.import_module(name) for name in names)


def _everything(kind: type[Any]) -> list[Any]:
    return [value for module in _import_all() for value in vars(module).values() if isinstance(value, kind)]


def _mail_templates() -> list[str]:
    """The names of all mails that the sign-in library or we could send, by their subjects."""
    found = set()
    for loader in engines["django"].engine.template_loaders[0].loaders:  # type: ignore[attr-defined]
        for folder in getattr(loader, "get_dirs", list)():
            for file in Path(folder).glob("*/email/*_subject.txt"):
                found.add(f"{file.parent.parent.name}/email/{file.name.removesuffix('_subject.txt')}")
    return sorted(name for name in found if name.partition("/")[0] in {"account", "mfa"})


# --- what letters say ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with standing(django_db_blocker) as made:
        run_due()
        yield made


def _names_of_others(cast: Cast, *own: str) -> list[str]:
    others = [name for name in cast.faces if name not in own]
    return [*others, "quiet_garden", "Garden", "qz", *(f"{name}@example.org" for name in others)]


def _assert_private(letter: EmailMessage, cast: Cast, *own: str) -> None:
    text = f"{letter.subject}\n{letter.body}\n{getattr(letter, 'alternatives', '')}\n{letter.extra_headers}"
    for word in _names_of_others(cast, *own):
        assert word not in text.replace("@example.org", "@example.org "), (word, text)


@pytest.mark.parametrize("name", sorted(LETTERS))
def test_a_letter_goes_to_one_address_and_names_nobody_else(cast: Cast, name: str) -> None:
    member = cast.members["alice"]
    said = {"face_suspended": ["alice", "rude"], "exposed": ["a word"]}
    more = {"declined": ["no room"], "suspended": ["rude"], **said}.get(name, [])
    getattr(letters, name)(member, *more)
    run_due()
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    assert not letter.cc
    assert not letter.bcc
    _assert_private(letter, cast, "alice")


@pytest.mark.parametrize("name", sorted(MAILS))
def test_a_mail_of_the_account_names_no_face(cast: Cast, name: str) -> None:
    """One login has several faces: its mails are about the login, and never say which faces it has."""
    member = cast.members["alice"]
    address = EmailAddress.objects.get(user=member)
    context = {
        "user": member, "emailaddress": address, "activate_url": "https://x/", "key": "k", "code": "123",
        "password_reset_url": "https://x/", "signup_url": "https://x/", "ip": "192.0.2.1",
        "user_agent": "a browser", "timestamp": None,
        "from_email": "alice@example.org", "to_email": "new@example.org",
        "deleted_email": "alice@example.org",
    }  # fmt: skip
    Adapter(RequestFactory().get("/")).send_mail(name, "alice@example.org", context)
    run_due()
    (letter,) = mail.outbox
    assert letter.to == ["alice@example.org"]
    _assert_private(letter, cast, "alice")
    assert "@alice" not in letter.body


def test_a_suspension_writes_to_whom_it_stops(cast: Cast) -> None:
    members.suspend_member(cast.members["keeper"], cast.members["bob"].pk, "rude")
    run_due()
    assert [letter.to for letter in mail.outbox] == [["bob@example.org"]]
    _assert_private(mail.outbox[0], cast, "bob")
