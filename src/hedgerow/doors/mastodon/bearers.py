"""What a token allows, until `people.apps` answers it."""

import msgspec


class Bearer(msgspec.Struct, frozen=True):
    """A token that is good now. `face` None: the app speaks for itself alone."""

    token: int
    app: int
    member: int | None
    face: int | None
    scopes: frozenset[str]

    def may(self, scope: str) -> bool:
        """Does it allow this? `read` allows all that begins with it."""
        return scope in self.scopes or scope.split(":")[0] in self.scopes


KNOWN: dict[str, Bearer] = {}


def bearer(token: str) -> Bearer | None:
    """What this token allows; None for one that is not good."""
    return KNOWN.get(token)
