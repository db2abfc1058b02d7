"""Reports: what a face saw, handed to the moderators as copies."""

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.report import Report
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import accounts, reports
from hedgerow.talk.reports import acts, reads

LONGEST = 1_000


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what somebody reports, and why."""

    account_id: int = 0
    status_ids: list[int] = []
    comment: str = ""
    forward: bool = False
    category: str = "other"
    """spam, legal, violation or other; where rules are named, violation."""
    rule_ids: list[str] = []
    """Rules of the site, which what is reported is said to break."""


@door.post("/api/v1/reports", gives=Report, scopes="write:reports", takes=NewReport, errors=(404, 422))
def create(caller: Caller, given: NewReport) -> Report:
    """Copies of these posts go to the moderators, as the caller sees them."""
    face = accounts.reachable(caller.me, given.account_id)
    if len(given.comment) > LONGEST:
        raise Invalid("comment", f"is too long (maximum is {LONGEST} characters)", "ERR_TOO_LONG")
    word = reports.category(given.category, given.rule_ids)
    broken = reports.broken(word, given.rule_ids)
    filed = reports.CATEGORIES[word]
    made = acts.report(caller.me, face, given.status_ids, filed, given.comment, broken)
    return reports.made(reads.own(caller.me, made))
