"""A furnished world to walk through in a browser; whatever is refused or missing on the way is kept."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from django.conf import settings

from tests import conftest as shared
from tests import pages


@dataclass
class Walk:
    """A world that is served, each onlooker's pages, and what went wrong on the way."""

    url: str
    browser: Any
    world: pages.World
    addresses: dict[str, list[str]]
    wrong: list[str] = field(default_factory=list)

    def context(self, who: str, **options: Any) -> Any:
        """A browser context in which this person is signed in, and no other host is there."""
        context = self.browser.new_context(
            **{"base_url": self.url, "locale": "en", "reduced_motion": "reduce", **options}
        )
        context.set_default_timeout(15_000)
        context.route("**/*", lambda route: shared._only_own(route, self.url, self.wrong))
        context.on("weberror", lambda error: self.wrong.append(f"error in a page: {error.error}"))
        context.on("console", self._hear)
        cookies = pages.signed_in(self.world, who).cookies
        name = settings.SESSION_COOKIE_NAME
        if name in cookies:
            context.add_cookies(
                [{"name": name, "value": cookies[name].value, "domain": "localhost", "path": "/"}]
            )
        return context

    def _hear(self, line: Any) -> None:
        # The page itself may be an error that is asked for; nothing on it may be.
        address = line.location.get("url", "")
        asked = "responded with a status of 40" in line.text and not address.endswith((".js", ".css"))
        if line.type == "error" and not asked:
            self.wrong.append(f"{address}: {line.text}")


@pytest.fixture
def walk(live_server_url: str, browser: Any) -> Walk:
    """A furnished world; it is emptied afterwards. Making it takes seconds: one walk does for many looks."""
    world = pages.furnish()
    return Walk(live_server_url, browser, world, pages.addresses(world))
