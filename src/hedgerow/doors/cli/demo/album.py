"""Which pages are photographed, as whom, and what is done on them first. One line a page."""

import re
from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlencode

Do = Callable[[Any], object]

NEW = "+"
"""Somebody who has just signed up and knows nobody."""
NOBODY = ""


class Shot(NamedTuple):
    """A page: the picture's name, who looks, where it is (or how one gets there), what is done on it."""

    name: str
    who: str
    where: str | Do
    do: Do | None = None
    main: bool = False
    """Photographed by night, too."""
    language: str = ""
    refused: bool = False
    """The page is a refusal, and says so in its status."""


_found: dict[str, str] = {}
"""Where posts are, by their words: one process photographs one site."""


def post(handle: str, words: str, more: str = "") -> Do:
    """Open a post of a face that begins with these words, or what belongs to it (`/who`)."""

    def go(page: Any) -> None:
        if words not in _found:
            _found[words] = _address(page, handle, words)
        number = re.sub(r".*/(\d+).*", r"\1", _found[words])
        page.goto(f"/p/{number}{more}" if more else _found[words])

    return go


def _address(page: Any, handle: str, words: str) -> str:
    """Look through a face's posts for one with these words."""
    page.goto(f"/@{handle}")
    card = page.locator("article.post", has_text=words).first
    while not card.count():
        page.goto(page.locator(".older a, a.older").first.get_attribute("href"))
    return str(card.locator("a.post-time").first.get_attribute("href"))


def first(path: str, link: str, more: str = "") -> Do:
    """Open a page and follow the first link of this kind on it, or go to what belongs to it (`/people`)."""

    def go(page: Any) -> None:
        page.goto(path)
        page.goto(page.locator(link).first.get_attribute("href") + more)

    return go


def write(text: str) -> Do:
    """Write a text into the composer."""
    return lambda page: page.locator("textarea").first.fill(text)


def click(*selectors: str) -> Do:
    """Press these, one after the other."""

    def press(page: Any) -> None:
        for selector in selectors:
            page.locator(selector).first.click()
            page.wait_for_load_state("load")

    return press


def then(*acts: Do) -> Do:
    """One after the other."""

    def all_of_them(page: Any) -> None:
        for act in acts:
            act(page)

    return all_of_them


HILL = "Fog until noon"
SUNDAY = "Sunday: the crest"
NUNO = "Nuno turns forty"
OPEN_DAY = "The yard in Bergen"
TALK = "main .talks a.talk-link"
CIRCLE = "main a[href^='/circles/']:not([href$='suggested'])"

SHOTS = [
    # Signed out.
    Shot("front", NOBODY, "/", main=True),
    Shot("sign-in", NOBODY, "/account/login/"),
    Shot("sign-up", NOBODY, "/account/signup/"),
    Shot("password-reset", NOBODY, "/account/password/reset/"),
    Shot("about", NOBODY, "/about"),
    Shot("norms", NOBODY, "/about/norms"),
    Shot("rules", NOBODY, "/rules"),
    Shot("privacy", NOBODY, "/privacy"),
    Shot("imprint", NOBODY, "/imprint"),
    Shot("profile-signed-out", NOBODY, "/@riverbank"),
    Shot("thread-signed-out", NOBODY, post("norvik", OPEN_DAY)),
    Shot("not-found", NOBODY, "/@nobody_at_all", refused=True),
    Shot("no-network", NOBODY, "/offline"),
    Shot("api", NOBODY, "/docs/api"),
    Shot("api-group", NOBODY, "/docs/api/statuses"),
    # Somebody new: what stands where there is nothing yet.
    Shot("welcome-face", NEW, "/welcome/face"),
    Shot("welcome-circle", NEW, "/welcome/circle"),
    Shot("empty-home", NEW, "/"),
    Shot("empty-circles", NEW, "/circles"),
    Shot("empty-contacts", NEW, "/contacts"),
    Shot("empty-notifications", NEW, "/notifications"),
    Shot("empty-requests", NEW, "/requests"),
    Shot("empty-bookmarks", NEW, "/me/bookmarks"),
    Shot("empty-review", NEW, "/me/review"),
    # Reading.
    Shot("home", "ana", "/", main=True),
    Shot("home-people-first", "ana", "/?order=people"),
    Shot("home-clan", "kei", "/"),
    Shot("home-arabic", "noor", "/"),
    Shot("circle-timeline", "ana", first("/", ".tabs a[href^='/in/']")),
    Shot("this-site", "ana", "/site"),
    Shot("explore", "ana", "/explore"),
    Shot("tag", "ana", "/tags/lyon"),
    Shot("notifications", "ana", "/notifications", main=True),
    Shot("notification-settings", "ana", "/notifications/settings"),
    Shot("bookmarks", "ana", "/me/bookmarks"),
    Shot("people-here", "ana", "/demo"),
    # Writing.
    Shot("compose", "ana", "/compose", write("Inês drew the hedge. There is a door in it."), main=True),
    Shot("compose-audience", "ana", "/compose", lambda page: _audience(page, "Hiking"), main=True),
    Shot("compose-surprise", "ana_at_norvik", "/compose", lambda page: _audience(page, "Newsroom")),
    Shot("compose-preview", "ana", "/compose", write("A **bold** hill, and a [link](https://example.org/).")),
    Shot("second-look", "ana", "/compose", lambda page: _second_look(page), main=True, refused=True),
    Shot("reply", "ana", post("claire", "Every newcomer", "/reply")),
    Shot("quote", "ana", post("claire", "Every newcomer", "/quote")),
    Shot("edit", "ana", post("ana", HILL, "/edit")),
    Shot("boost", "ana", post("claire", "Every newcomer", "/boost")),
    Shot("react", "ana", post("claire", "Every newcomer", "/react")),
    # Threads and what belongs to a post.
    Shot("thread", "ana", post("ana", SUNDAY), main=True),
    Shot("thread-farewell", "kei", post("kei", "Moth died"), click("details.fold > summary")),
    Shot("thread-decision", "miriam", post("miriam", "A decision, please")),
    Shot("thread-public", "oskar", post("norvik", OPEN_DAY)),
    Shot("pictures", "ana", post("ana", HILL)),
    Shot("picture-viewer", "ana", post("ana", HILL), click("[data-pictures] a")),
    Shot("post-menu", "ana", post("ana", SUNDAY, "/more")),
    Shot("who-sees-this", "ana", post("ana", SUNDAY, "/who"), main=True),
    Shot("who-sees-this-public", "ana", post("ana", HILL, "/who")),
    Shot("why-do-i-see-this", "claire", post("ana", SUNDAY, "/why")),
    Shot("narrow", "ana", post("ana", SUNDAY, "/narrow")),
    Shot("where-it-went", "ana", post("ana", SUNDAY, "/went")),
    Shot("thread-settings", "ana", post("ana", SUNDAY, "/thread")),
    Shot("delete", "ana", post("ana", SUNDAY, "/delete")),
    Shot("report-post", "salma", post("bootsbyben", "BOOTS", "/report")),
    Shot("history", "ana", lambda page: _history(page)),
    Shot("collect", "ana", post("claire", "Every newcomer", "/collect")),
    Shot("remove-reply", "ana", lambda page: _reply(page, "/remove")),
    # Pages of faces.
    Shot("profile", "ana", "/@claire", main=True),
    Shot("profile-own", "ana", "/@ana"),
    Shot("profile-replies", "ana", "/@claire/replies"),
    Shot("profile-media", "ana", "/@ana/media"),
    Shot("profile-locked", "oskar", "/@rosa"),
    Shot("see-it-as", "ana", "/@ana/as?who=@claire", main=True),
    Shot("see-it-as-choose", "ana", "/@ana/as"),
    Shot("review", "ana", "/me/review", main=True),
    Shot("yearly", "ana", "/me/yearly"),
    Shot("calm", "ana", "/me/calm"),
    Shot("review-group", "ana", first("/me/review", "main a[href^='/me/review/']")),
    # Conversations.
    Shot("messages", "ana", "/messages", main=True),
    Shot("conversation", "ana", first("/messages", TALK), main=True),
    Shot("message-requests", "ana", "/messages/requests"),
    Shot("message-new", "ana", "/messages/new"),
    Shot("message-settings", "ana", "/messages/settings"),
    Shot("conversation-people", "ana", first("/messages", TALK, "/people")),
    Shot("conversation-norms", "ana", lambda page: _norms(page), main=True),
    Shot("conversation-norms-write", "ana", lambda page: _norms(page, "/write")),
    Shot("conversation-search", "ana", first("/messages", TALK, "/search?q=bread")),
    Shot("conversation-leave", "ana", first("/messages", TALK, "/leave")),
    # Everyday.
    Shot("search", "ana", "/search?q=bread", main=True),
    Shot("drafts", "ana", "/drafts"),
    Shot("scheduled", "ana", "/drafts/scheduled"),
    Shot("compose-story", "ana", "/compose/story"),
    Shot("collections", "ana", "/collections"),
    Shot("new-collection", "ana", "/collections/new"),
    Shot("collection", "ana", first("/collections", "main a[href*='/collections/']:not([href$='new'])")),
    Shot("places", NOBODY, "/@riverbank/presence", main=True),
    Shot("catch-up", "ana", "/catch-up"),
    Shot("people-first", "ana", "/people-first"),
    Shot("share", "ana", "/share"),
    Shot("moving-in", "ana", "/me/import"),
    Shot("moving-out", "ana", "/me/export"),
    Shot("address-book", "ana", "/me/import/book"),
    Shot("invite", "ana", "/me/invite"),
    # Contacts and circles.
    Shot("circles", "ana", "/circles", main=True),
    Shot("circle", "ana", first("/circles", CIRCLE)),
    Shot("contacts", "ana", "/contacts", main=True),
    Shot("contacts-find", "ana", "/contacts/find?q=ma"),
    Shot("contact", "ana", "/contacts/@marta"),
    Shot("contact-report", "salma", "/contacts/@bootsbyben/report"),
    Shot("contacts-shut", "ana", "/contacts/shut"),
    Shot("contact-block", "ana", "/contacts/@marta/block"),
    Shot("contact-remove", "ana", "/contacts/@marta/remove"),
    Shot("contact-sees", "ana", "/contacts/@marta/sees"),
    Shot("contact-quiet", "ana", "/contacts/@marta/quiet"),
    Shot("circles-suggested", "ana", "/circles/suggested", lambda page: _suggested(page), main=True),
    Shot("circle-close", "ana", first("/circles", CIRCLE, "/close")),
    Shot("requests", "ana", "/requests"),
    Shot("requests-rosa", "rosa", "/requests"),
    # Me.
    Shot("me", "ana", "/me"),
    Shot("faces", "ana", "/me/faces", main=True),
    Shot("new-face", "ana", "/me/faces/new"),
    Shot("edit-face", "ana", "/me/faces/@ana"),
    Shot("guard", "ana", "/me/guard"),
    Shot("strategy", "ana", "/me/strategy"),
    Shot("strategy-choose", "ana", "/me/strategy/choose"),
    Shot("strategy-audience", "ana", "/me/strategy/choose/audience"),
    Shot("strategy-custom", "ana", "/me/strategy/choose/custom"),
    Shot("mirror", "ana", "/me/strategy/mirror"),
    Shot("readers", "ana", "/me/strategy/readers"),
    Shot("apps", "ana", "/me/apps"),
    Shot("let-an-app-in", "ana", lambda page: _an_app_asks(page), main=True),
    Shot("close-face", "ana", "/me/faces/@ana_at_norvik/close"),
    Shot("settings", "ana", "/me/settings"),
    Shot("account-email", "ana", "/account/email/"),
    Shot("account-password", "ana", "/account/password/set/"),
    Shot("account-two-factor", "ana", "/account/2fa/"),
    Shot("account-two-factor-new", "ana", "/account/2fa/totp/activate/"),
    Shot("account-passkeys", "ana", "/account/2fa/webauthn/"),
    Shot("account-sessions", "ana", "/account/sessions/"),
    Shot("sign-out", "ana", "/account/logout/"),
    Shot("close-account", "ana", "/me/close"),
    # Who runs the site.
    Shot("operate", "wren", "/operate", main=True),
    Shot("operate-reports", "wren", "/operate/reports"),
    Shot("operate-report", "wren", first("/operate/reports", "main a[href^='/operate/reports/']")),
    Shot("operate-site", "wren", "/operate/site"),
    Shot("operate-announcements", "wren", "/operate/announcements"),
    Shot("operate-emoji", "wren", "/operate/emoji"),
    Shot("operate-guard", "wren", "/operate/guard"),
    Shot("operate-kept-out", "wren", "/operate/kept-out"),
    Shot("operate-norms", "wren", "/operate/norms"),
    Shot("operate-texts", "wren", "/operate/texts"),
    Shot("operate-requests", "wren", "/operate/requests"),
    Shot("operate-invitations", "wren", "/operate/invitations"),
    Shot("operate-members", "wren", "/operate/members"),
    Shot("operate-faces", "wren", "/operate/faces?q=ben"),
    Shot("operate-face", "wren", "/operate/faces/@bootsbyben"),
    Shot("operate-warn", "wren", "/operate/faces/@bootsbyben/warn"),
    Shot("operate-log", "wren", "/operate/audit"),
    # Other languages: German, and one from right to left that is made up to prove the layout.
    Shot("german-home", "jonas", "/"),
    Shot("german-compose", "jonas", "/compose", lambda page: _audience(page, "Saturday people")),
    Shot("german-circles", "jonas", "/circles"),
    Shot("german-me", "jonas", "/me"),
    Shot("spanish-home", "ana", "/", language="es"),
    Shot("french-compose", "claire", "/compose", language="fr"),
    Shot("arabic-home", "noor", "/", language="ar", main=True),
    Shot("arabic-messages", "noor", "/messages", language="ar"),
    Shot("arabic-settings", "noor", "/notifications/settings", language="ar"),
    Shot("rtl-home", "marta", "/", language="ar-xb"),
    Shot("rtl-compose", "marta", "/compose", lambda page: _audience(page, "Weekend"), language="ar-xb"),
    Shot("rtl-thread", "marta", post("ana", SUNDAY), language="ar-xb"),
    Shot("rtl-circles", "marta", "/circles", language="ar-xb"),
    Shot("rtl-profile", "marta", "/@claire", language="ar-xb"),
]


def _audience(page: Any, circle: str) -> None:
    """Open the line that says who will read this, and choose a circle."""
    page.locator("textarea").first.fill("Sunday again, if the weather holds. Bring soup.")
    page.locator("details.audience > summary, button.audience").first.click()
    chosen = page.locator(".audience-choices input[name=circle]:checked")
    for number in range(chosen.count() - 1, -1, -1):
        chosen.nth(number).uncheck(force=True)
    page.locator(".audience-choices label", has_text=circle).first.click()
    page.locator(".htmx-request").first.wait_for(state="detached")


def _history(page: Any) -> None:
    """Change a post, so that it has a history, and look at it."""
    post("ana", "Who knows a dentist", "/edit")(page)
    address = page.url
    page.locator("textarea").first.fill("Who knows a dentist who takes new people, and is patient?")
    page.locator("main form:has(textarea) button[type=submit].button-primary").first.click()
    page.wait_for_load_state("load")
    page.goto(address.replace("/edit", "/history"))


def _reply(page: Any, more: str) -> None:
    """Open what belongs to the first reply in a thread."""
    post("ana", SUNDAY)(page)
    address = str(page.locator("article.post a.post-time").nth(1).get_attribute("href"))
    page.goto(re.sub(r".*/(\d+).*", r"/p/\1", address) + more)


def _norms(page: Any, more: str = "") -> None:
    """Open how the group of the Sunday hill uses its conversation."""
    page.goto("/messages")
    talk = page.locator(TALK, has_text="Sunday hill").first.get_attribute("href")
    page.goto(f"{talk}/norms{more}")


def _second_look(page: Any) -> None:
    """Send something the guard stops at."""
    page.locator("textarea").first.fill("Call me about the flat: +33 6 12 34 56 78, any evening.")
    page.locator("main form:has(textarea) button[type=submit].button-primary").first.click()
    page.wait_for_load_state("load")


def _an_app_asks(page: Any) -> None:
    """Make an app known, and come from it."""
    back = "https://tusk.example/back"
    named = {
        "client_name": "Tusk",
        "redirect_uris": back,
        "scopes": "read write",
        "website": "https://tusk.example",
    }
    app = page.request.post("/api/v1/apps", form=named).json()
    asked = {
        "client_id": app["client_id"],
        "redirect_uri": back,
        "response_type": "code",
        "scope": "read write",
    }
    page.goto("/oauth/authorize?" + urlencode(asked))


def _suggested(page: Any) -> None:
    """Ask for suggestions, and wait for them."""
    page.locator("#suggested form button").last.click()
    page.locator("#suggested [id^=head-], #suggested .empty").first.wait_for()
