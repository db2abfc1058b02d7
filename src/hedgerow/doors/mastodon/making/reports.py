"""Reports as the API says them to who makes them and to moderators who are told of them."""

from collections.abc import Iterable, Sequence

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.common import moment
from hedgerow.doors.mastodon.entities.report import Report
from hedgerow.doors.mastodon.errors import Invalid, Wrong
from hedgerow.kernel.errors import NotFound
from hedgerow.people.members import reads as members
from hedgerow.talk.reports import reads
from hedgerow.talk.reports.reads import Broken, ReportShown

from . import accounts, instances

CATEGORIES = {"spam": "spam", "legal": "illegal", "violation": "other", "other": "other"}
"""The original's words, in ours."""
VIOLATION = "violation"
NO_RULES = "Validation failed: Rule ids does not reference valid rules"


def category(said: str, rule_ids: Sequence[str]) -> str:
    """The original's word for what is wrong: who names rules says that some are broken. Raises Invalid."""
    word = VIOLATION if rule_ids else said
    if word not in CATEGORIES:
        raise Invalid("category", "is not included in the list", "ERR_INCLUSION")
    return word


def broken(word: str, rule_ids: Sequence[str]) -> list[Broken]:
    """The rules that are meant. Raises Wrong (422) where none are, or one is none."""
    if word != VIOLATION:
        return []
    known = {rule.id: rule.text for rule in instances.rules()}
    named = list(dict.fromkeys(rule_ids))
    if not named or any(number not in known for number in named):
        raise Wrong(422, NO_RULES)
    return [Broken(number, known[number]) for number in named]


def word_of(shown: ReportShown) -> str:
    """What is wrong, in the original's word."""
    if shown.rules:
        return VIOLATION
    words = (word for word, ours in CATEGORIES.items() if ours == shown.category and word != VIOLATION)
    return next(words, "other")


def made(shown: ReportShown) -> Report:
    """A report without its copies."""
    return Report(
        id=str(shown.public_id),
        action_taken=shown.done,
        action_taken_at=moment(shown.done_at) if shown.done_at is not None else None,
        category=word_of(shown),
        comment=shown.words,
        created_at=moment(shown.at),
        status_ids=[copy.post for copy in shown.copies],
        rule_ids=[rule.number for rule in shown.rules] or None,
        target_account=msgspec.Raw(accounts.one(shown.about.id)),  # type: ignore[arg-type]
    )


def told(caller: Caller, ids: Iterable[int]) -> dict[int, Report]:
    """Reports that notifications speak of (dense ids), as long as the caller moderates."""
    try:
        moderator = members.moderating(caller.member)
    except NotFound:
        return {}
    return {number: made(shown) for number, shown in reads.told_of(moderator, ids).items()}
