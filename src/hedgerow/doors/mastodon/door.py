"""The one registry of the door's methods.

    @door.get("/api/v1/statuses/<id:status>", gives=Status, scopes="read:statuses", needs="nobody")
    def show(caller: Caller, status: int) -> Answer: ...

Addresses, the OpenAPI document, the table in `docs/mastodon-api.md` and the rows of the leak matrix come from
here. A view gets the caller, the parts of its address and, where it `takes` a struct, what was given.
"""

import re
from collections.abc import Callable
from typing import Any, Literal, TypeVar

import msgspec

from hedgerow.kernel.limits import Rate

Needs = Literal["user", "app", "nobody"]
View = TypeVar("View", bound=Callable[..., Any])

EACH_FACE = Rate(300, 300)
"""What one token may ask, and one address without a token: 300 requests in five minutes, as the original."""


class Method(msgspec.Struct, frozen=True):
    """One method of the API."""

    verb: str
    route: str
    """As an address, with the parts that vary in angle brackets: `<id:status>`, `<str:name>`."""
    view: Callable[..., Any]
    gives: Any
    """What a good answer is: an entity's struct, `list[…]` of one, or None for an empty object."""
    scopes: tuple[str, ...]
    """Any one of these is enough; none for methods that only need a token, or nothing."""
    needs: Needs
    """user: a token with a face. app: any token. nobody: none, and a token still says who asks."""
    takes: type[msgspec.Struct] | None
    errors: tuple[int, ...]
    rate: Rate | None
    """A limit of its own beside that of the token; None for most."""
    even: tuple[str, ...] = ()
    """For whom it is there even so: whose login is unconfirmed, unfinished, waiting or disabled. No scope is
    asked of them, and they have no face."""
    hot: bool = False
    """Answered in the front where all it needs is remembered (see `hot.py`)."""

    also: dict[int, Any] = {}
    """What it gives with another good status than 200, as `gives`."""
    wrong: Callable[[], Any] | None = None
    """What it answers to what cannot be read as what it takes, where a standard says it in other words."""

    @property
    def name(self) -> str:
        """How it is called, by the module and the function of its view: `statuses.show`."""
        return f"{self.view.__module__.rpartition('.')[2]}.{self.view.__name__}"

    @property
    def parts(self) -> list[tuple[str, str]]:
        """The kind and the name of each part of the address that varies."""
        return re.findall(r"<(\w+):(\w+)>", self.route)

    @property
    def given(self) -> list[str]:
        """The names of the parts of the address that vary."""
        return [name for _kind, name in self.parts]


class Door:
    """The methods of the door, by address and verb."""

    def __init__(self) -> None:
        self.table: dict[str, dict[str, Method]] = {}
        self._spelled: dict[str, str] = {}
        """How each address is spelled here, by its shape."""

    def methods(self) -> list[Method]:
        """All of them, in the order in which they were named."""
        return [method for verbs in self.table.values() for method in verbs.values()]

    def add(
        self,
        verb: str,
        route: str,
        *,
        gives: Any,
        scopes: str = "",
        needs: Needs = "user",
        takes: type[msgspec.Struct] | None = None,
        errors: tuple[int, ...] = (),
        rate: Rate | None = None,
        even: tuple[str, ...] = (),
        hot: bool = False,
        also: dict[int, Any] | None = None,
        wrong: Callable[[], Any] | None = None,
    ) -> Callable[[View], View]:
        """Names a method of the API; `scopes` are words apart by spaces, of which one is enough."""

        def named(view: View) -> View:
            method = Method(
                verb,
                route,
                view,
                gives,
                tuple(scopes.split()),
                needs,
                takes,
                errors,
                rate,
                even,
                hot,
                also or {},
                wrong,
            )
            if not self._fits(verb, route):
                raise ValueError(
                    f"{verb} {route}: numbers are <id:name>, one name a place, one method a verb"
                )
            self.table.setdefault(route, {})[verb] = method
            return view

        return named

    def _fits(self, verb: str, route: str) -> bool:
        """Two spellings of one address would hide each other's methods."""
        return (
            route.startswith("/")
            and "<int:" not in route
            and self._spelled.setdefault(_shape(route), route) == route
            and verb not in self.table.get(route, ())
        )

    def get(self, route: str, **said: Any) -> Callable[[View], View]:
        """A method that reads."""
        return self.add("GET", route, **said)

    def post(self, route: str, **said: Any) -> Callable[[View], View]:
        """A method that does something."""
        return self.add("POST", route, **said)

    def put(self, route: str, **said: Any) -> Callable[[View], View]:
        """A method that changes something."""
        return self.add("PUT", route, **said)

    def patch(self, route: str, **said: Any) -> Callable[[View], View]:
        """A method that changes some of something."""
        return self.add("PATCH", route, **said)

    def delete(self, route: str, **said: Any) -> Callable[[View], View]:
        """A method that takes something away."""
        return self.add("DELETE", route, **said)


def _shape(route: str) -> str:
    return re.sub(r"<(\w+):\w+>", r"<\1>", route)


door = Door()
