"""Apps register, and look at themselves."""

import msgspec

from hedgerow.delivery.telling import reads as telling
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.apps import Application, CredentialApplication
from hedgerow.doors.mastodon.errors import INVALID_TOKEN, Wrong
from hedgerow.kernel.errors import Refused
from hedgerow.kernel.limits import Rate
from hedgerow.people.apps import acts, reads

NAMES = {"name": "Application name", "website": "Website", "redirect_uri": "Redirect URI", "scopes": "Scopes"}


REGISTRATIONS = Rate(30, 600)
"""Of one address. The original allows five, but scripts register at each start, and a house has one."""


class NewApp(msgspec.Struct):
    """What an app says of itself. Addresses come as a list, or in one text with one a line."""

    client_name: str = ""
    redirect_uris: list[str] = []
    scopes: str = ""
    website: str = ""


@door.post(
    "/api/v1/apps",
    gives=CredentialApplication,
    needs="nobody",
    takes=NewApp,
    errors=(422,),
    rate=REGISTRATIONS,
)
def register(caller: Caller, given: NewApp) -> CredentialApplication:
    """Any program registers itself before it asks anybody to let it in."""
    addresses = [address for text in given.redirect_uris for address in text.split()]
    try:
        made = acts.register(given.client_name, addresses, given.scopes, given.website)
    except Refused as error:
        raise Wrong(422, f"Validation failed: {NAMES[error.field]} {error.message}") from None
    facts = reads.app(made.app)
    return CredentialApplication(
        id=str(facts.public_id),
        name=facts.name,
        website=facts.website or None,
        scopes=facts.scopes,
        redirect_uris=facts.redirect_uris,
        redirect_uri="\n".join(facts.redirect_uris),
        client_id=made.client_id,
        client_secret=made.secret,
        vapid_key=telling.public_key(),
    )


@door.get("/api/v1/apps/verify_credentials", gives=Application, needs="app", errors=(401,))
def verify(caller: Caller) -> Application:
    """The app whose token this is."""
    if caller.app is None:
        raise Wrong(401, INVALID_TOKEN)
    facts = reads.app(caller.app)
    return Application(
        id=str(facts.public_id),
        name=facts.name,
        website=facts.website or None,
        scopes=facts.scopes,
        redirect_uris=facts.redirect_uris,
        redirect_uri="\n".join(facts.redirect_uris),
        vapid_key=telling.public_key(),
    )
