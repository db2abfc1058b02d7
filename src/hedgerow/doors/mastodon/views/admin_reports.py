"""What was reported, for moderators."""

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.admin import AdminReport
from hedgerow.doors.mastodon.making import moderation
from hedgerow.doors.mastodon.making import reports as making
from hedgerow.doors.mastodon.paging import Paged, listed
from hedgerow.talk.reports import acts, reads

AT = "/api/v1/admin/reports"
READ, WRITE = "admin:read admin:read:reports", "admin:write admin:write:reports"
OUTCOME = "Resolved"


class Which(Paged, frozen=True, kw_only=True):
    """Which reports."""

    resolved: bool = False
    account_id: int | None = None
    """Made by this face."""
    target_account_id: int | None = None
    """About this face."""


@door.get(AT, gives=list[AdminReport], scopes=READ, takes=Which, errors=(403,))
def index(caller: Caller, given: Which) -> Answer:
    """Open ones, oldest first; or those that are done, newest first. Only `max_id` and `limit` count."""
    window = given.window(100, 200)
    found = reads.reports(moderation.moderator(caller), done=given.resolved, before=given.max_id)
    about, by = given.target_account_id, given.account_id
    fit = [
        each
        for each in found
        if about in (None, each.about.public_id)
        and (by is None or (each.reporter is not None and each.reporter.public_id == by))
    ][: window.limit]
    more = len(found) == reads.PAGE or len(fit) == window.limit
    last = fit[-1] if len(fit) == window.limit else found[-1] if found else None
    places = [each.public_id for each in fit]
    after = None if last is None else last.public_id
    body = [moderation.report(each) for each in fit]
    return listed(caller, body, places, window, next_place=after, more=more)


@door.get(f"{AT}/<id:report>", gives=AdminReport, scopes=READ, errors=(403, 404))
def show(caller: Caller, report: int) -> AdminReport:
    """One of them."""
    return moderation.report(reads.one(moderation.moderator(caller), report))


class Change(msgspec.Struct, frozen=True):
    """What is wrong, in another word."""

    category: str | None = None
    rule_ids: list[str] = []
    """The rules that are broken; then the word is violation."""


@door.put(f"{AT}/<id:report>", gives=AdminReport, scopes=WRITE, takes=Change, errors=(403, 404, 422))
def change(caller: Caller, report: int, given: Change) -> AdminReport:
    """File it under another word."""
    moderator = moderation.moderator(caller)
    if given.category is None and not given.rule_ids:
        return moderation.report(reads.one(moderator, report))
    word = making.category(given.category or "", given.rule_ids)
    acts.refile(moderator, report, making.CATEGORIES[word], making.broken(word, given.rule_ids))
    return moderation.report(reads.one(moderator, report))


@door.post(f"{AT}/<id:report>/resolve", gives=AdminReport, scopes=WRITE, errors=(403, 404))
def resolve(caller: Caller, report: int) -> AdminReport:
    """Be done with it: other moderators are shown by which face."""
    moderator = moderation.moderator(caller)
    acts.resolve(moderator, report, OUTCOME, caller.me)
    return moderation.report(reads.one(moderator, report))


@door.post(f"{AT}/<id:report>/reopen", gives=AdminReport, scopes=WRITE, errors=(403, 404))
def reopen(caller: Caller, report: int) -> AdminReport:
    """Take it up again."""
    moderator = moderation.moderator(caller)
    acts.reopen(moderator, report)
    return moderation.report(reads.one(moderator, report))


@door.post(f"{AT}/<id:report>/assign_to_self", gives=AdminReport, scopes=WRITE, errors=(403, 404))
def assign_to_self(caller: Caller, report: int) -> AdminReport:
    """Look into it: other moderators are shown by which face."""
    moderator = moderation.moderator(caller)
    acts.take_on(moderator, report, caller.me)
    return moderation.report(reads.one(moderator, report))


@door.post(f"{AT}/<id:report>/unassign", gives=AdminReport, scopes=WRITE, errors=(403, 404))
def unassign(caller: Caller, report: int) -> AdminReport:
    """Nobody looks into it any more."""
    moderator = moderation.moderator(caller)
    acts.leave(moderator, report)
    return moderation.report(reads.one(moderator, report))
