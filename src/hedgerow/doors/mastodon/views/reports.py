"""Reports: what a face saw, handed to the moderators as copies."""

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.admin import Report
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.errors import Invalid
from hedgerow.doors.mastodon.making import accounts
from hedgerow.doors.mastodon.making.moderation import CATEGORIES
from hedgerow.kernel import clock
from hedgerow.talk.reports import acts

LONGEST = 1_000


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """Whom and what somebody reports, and why."""

    account_id: int = 0
    status_ids: list[int] = []
    comment: str = ""
    forward: bool = False
    category: str = "other"
    """spam, legal, violation or other."""
    rule_ids: list[str] = []


@door.post("/api/v1/reports", gives=Report, scopes="write:reports", takes=NewReport, errors=(404, 422))
def create(caller: Caller, given: NewReport) -> Answer:
    """Copies of these posts go to the moderators, as the caller sees them."""
    face = accounts.reachable(caller.me, given.account_id)
    if len(given.comment) > LONGEST:
        raise Invalid("comment", f"is too long (maximum is {LONGEST} characters)", "ERR_TOO_LONG")
    category = "violation" if given.rule_ids else given.category
    if category not in CATEGORIES:
        raise Invalid("category", "is not included in the list", "ERR_INCLUSION")
    made = acts.report(caller.me, face, given.status_ids, CATEGORIES[category], given.comment)
    return Answer(
        Report(
            id=str(made),
            category=category,
            comment=given.comment,
            created_at=moment(clock.now()),
            status_ids=[str(number) for number in given.status_ids],
            rule_ids=given.rule_ids or None,
            target_account=msgspec.Raw(accounts.one(face)),  # type: ignore[arg-type]
        )
    )
