"""Faces and reports, as moderators see them."""

from collections.abc import Iterable
from typing import Any

import msgspec

from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.entities.admin import AdminAccount, AdminReport, ReportedStatus
from hedgerow.doors.mastodon.entities.common import absolute, moment
from hedgerow.doors.mastodon.entities.instance import Rule
from hedgerow.doors.mastodon.errors import FORBIDDEN, Wrong
from hedgerow.kernel.errors import NotFound
from hedgerow.people.faces import reads as faces
from hedgerow.people.faces.reads import FaceCard
from hedgerow.people.members import reads as members
from hedgerow.talk.reports.reads import Copy, ReportShown

from . import accounts, reports


def moderator(caller: Caller) -> Any:
    """The login behind the caller, if it moderates or operates now. Raises Wrong (403)."""
    try:
        return members.moderating(caller.member)
    except NotFound:
        raise Wrong(403, FORBIDDEN) from None


def operator(caller: Caller) -> Any:
    """The login behind the caller, if it operates this site now. Raises Wrong (403)."""
    found = moderator(caller)
    if not members.is_operator(found):
        raise Wrong(403, FORBIDDEN)
    return found


def face_of(public_id: int) -> FaceCard:
    """A face in any state but gone. Raises NotFound."""
    found = accounts.known([str(public_id)])
    if not found:
        raise NotFound
    return faces.for_moderators(faces.card(found[0]).handle)


def account(card: FaceCard) -> AdminAccount:
    """A face."""
    return listed([card])[0]


def listed(cards: Iterable[FaceCard]) -> list[AdminAccount]:
    """Faces. `disabled`: its login waits, closes or was stopped as a whole, or it was stopped itself."""
    known = list(cards)
    made = accounts.encoded([card.id for card in known])
    return [
        AdminAccount(
            id=str(card.public_id),
            username=card.handle,
            created_at=accounts.BORN,
            approved=card.state != "waiting",
            disabled=card.state != "active",
            suspended=card.state == "suspended",
            silenced=card.limited,
            sensitized=card.covered,
            account=msgspec.Raw(made[card.id]),  # type: ignore[arg-type]
        )
        for card in known
    ]


def report(shown: ReportShown) -> AdminReport:
    """A report."""
    named = (shown.about, shown.reporter, shown.looked_into_by, shown.done_by)
    said = {card.id: account(card) for card in named if card is not None}
    taken_on = shown.looked_into_by
    return AdminReport(
        id=str(shown.public_id),
        action_taken=shown.done,
        action_taken_at=moment(shown.done_at) if shown.done_at is not None else None,
        category=reports.word_of(shown),
        comment=shown.words,
        created_at=moment(shown.at),
        updated_at=moment(shown.done_at or shown.at),
        account=said.get(shown.reporter.id) if shown.reporter is not None else None,
        target_account=said[shown.about.id],
        assigned_account=said[taken_on.id] if taken_on is not None else None,
        action_taken_by_account=said[shown.done_by.id] if shown.done_by is not None else None,
        rules=[Rule(rule.number, rule.words) for rule in shown.rules],
        statuses=[_copy(copy, said[shown.about.id]) for copy in shown.copies],
    )


def _copy(copy: Copy, author: AdminAccount) -> ReportedStatus:
    return ReportedStatus(
        id=copy.post,
        created_at=moment(copy.at),
        spoiler_text=copy.note,
        sensitive=bool(copy.note),
        visibility="public" if copy.public else "private",
        language=copy.language or None,
        content=copy.html,
        uri=absolute(f"/@{author.username}/{copy.post}"),
        url=absolute(f"/@{author.username}/{copy.post}"),
        account=author.account,
    )
