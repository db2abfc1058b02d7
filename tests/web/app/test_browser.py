"""The installed app in Chromium: its worker, no network, a message on the device."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache

from tests.delivery.world import join
from tests.web.reading.test_browser import signed_in

pytestmark = pytest.mark.browser

ASKED = """async () => {
  const worker = await navigator.serviceWorker.ready;
  const shown = await worker.getNotifications();
  return shown.map(n => ({title: n.title, body: n.body, tag: n.tag, url: n.data.url}));
}"""


def test_without_a_network_the_app_says_so_and_keeps_nothing_of_anybody(new_context: Any) -> None:
    cache.clear()
    page = signed_in(new_context, join("ana"))
    page.goto("/notifications/settings")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    kept = page.evaluate(
        "async () => (await Promise.all((await caches.keys()).map(async n => "
        "(await (await caches.open(n)).keys()).map(r => new URL(r.url).pathname)))).flat()"
    )
    assert all(path.startswith("/static/") or path == "/offline" for path in kept), kept
    assert "/offline" in kept
    page.context.set_offline(True)
    page.goto("/notifications")
    page.get_by_text("There is no network").wait_for()
    assert "ana" not in page.content().lower().replace("manage", "")
    page.context.set_offline(False)
    page.get_by_role("link", name="Try again").click()
    page.get_by_role("link", name="Notifications").first.wait_for()


def test_a_message_is_shown_and_a_newer_one_takes_its_place(new_context: Any, live_server_url: str) -> None:
    cache.clear()
    page = signed_in(new_context, join("ana"), permissions=["notifications"])
    push = pushing(page, live_server_url)
    for words in ("Ben answered you", "Eva answered you"):
        said = {"title": words, "body": "yes", "tag": "post-1", "url": "/notifications"}
        push(said)
        assert _shown(page, words) == [said]


def test_what_is_called_back_is_closed_and_only_that(new_context: Any, live_server_url: str) -> None:
    """The push that `delivery.telling.jobs.take_back` sends, in the hands of the worker."""
    cache.clear()
    page = signed_in(new_context, join("ana"), permissions=["notifications"])
    push = pushing(page, live_server_url)
    called, other = (
        {"title": f"Ben wrote {what}", "body": "words", "tag": f"post-{place}", "url": "/notifications"}
        for place, what in enumerate(("a secret", "a letter"))
    )
    push(called)
    assert _shown(page, "Ben wrote a secret") == [called]
    push(other)
    assert len(_shown(page, "Ben wrote a letter", "Ben wrote a secret")) == 2
    push({"title": "Something was taken back", "tag": "post-0", "url": "/notifications", "gone": True})
    assert _shown(page, "Ben wrote a letter") == [other]


def pushing(page: Any, site: str) -> Callable[[dict[str, Any]], None]:
    """Hands a push to the worker of this page, as the browser's push service does."""
    page.goto("/notifications/settings")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    tool = page.context.new_cdp_session(page)
    found: list[dict[str, Any]] = []
    tool.on("ServiceWorker.workerRegistrationUpdated", lambda said: found.extend(said["registrations"]))
    tool.send("ServiceWorker.enable")
    while not [each for each in found if each["scopeURL"].startswith(site)]:
        page.wait_for_timeout(20)
    number = next(each["registrationId"] for each in found if each["scopeURL"].startswith(site))
    return lambda said: tool.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": site, "registrationId": number, "data": json.dumps(said)},
    )


def _shown(page: Any, *titles: str) -> Any:
    """What the device shows, once it shows these and no others."""
    for _ in range(600):
        found = page.evaluate(ASKED)
        if sorted(each["title"] for each in found) == sorted(titles):
            return found
        page.wait_for_timeout(50)
    return page.evaluate(ASKED)


def test_the_browser_finds_nothing_wrong_with_the_manifest(new_context: Any) -> None:
    cache.clear()
    page = signed_in(new_context, join("ana"))
    page.goto("/")
    said = page.context.new_cdp_session(page).send("Page.getAppManifest")
    assert said["url"].endswith("/manifest.webmanifest")
    assert said["errors"] == []
