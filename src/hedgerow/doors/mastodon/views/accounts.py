"""Faces: the caller's own, and others."""

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.account import Account, CredentialAccount
from hedgerow.doors.mastodon.making import accounts


@door.get("/api/v1/accounts/verify_credentials", gives=CredentialAccount, scopes="profile read:accounts")
def verify_credentials(caller: Caller) -> CredentialAccount:
    """The face this token speaks for."""
    return accounts.own(caller.me, caller.member)


@door.get(
    "/api/v1/accounts/<id:account>", gives=Account, scopes="read:accounts", needs="nobody", errors=(404,)
)
def show(caller: Caller, account: int) -> Answer:
    """A face, as whoever may open its page sees it."""
    return Answer(accounts.one(accounts.meet(caller.face, account)))
