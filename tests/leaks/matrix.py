"""The leak matrix: every address, stream, event and job of the product, and what it may show to whom.

A new route or job without a row here fails `test_matrix.py`. The rows say with which arguments a route is
asked; what may stand in the answer is said by nobody here: the reference decides, for every viewer and post.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from hedgerow.talk.tags.rules import number_of
from tests.cast import Cast

from .talks import talk_files

Arguments = Callable[[Cast], list[dict[str, Any]]]

WATCHED = (
    "public", "site_minus", "followers", "circle", "circle_minus", "by_name", "nobody", "reply_in_circle",
    "limited_reply_in_public", "quote_of_circle", "narrowed", "deleted", "by_grace", "of_other_face",
    "variant_circle", "variant_public",
)  # fmt: skip
"""The posts that routes about one post are asked for."""


def once(cast: Cast) -> list[dict[str, Any]]:
    """A route without arguments."""
    return [{}]


def each_handle(cast: Cast) -> list[dict[str, Any]]:
    """A route about a face."""
    return [
        {"handle": handle} for handle in ("alice", "bob", "grace", "judy", "heidi", "quiet_garden", "no_one")
    ]


def each_circle(name: str) -> Arguments:
    """A route about a circle: Alice's two, and one that does not exist."""
    return lambda cast: [{name: cast.circle_id("Garden")}, {name: cast.circle_id("Out")}, {name: 2**61 + 5}]


def each_post(name: str) -> Arguments:
    """A route about a post."""
    return lambda cast: [{name: cast.posts[post]} for post in WATCHED]


def each_thread(cast: Cast) -> list[dict[str, Any]]:
    """A post's own page, under its author's handle and under another's."""
    pages = [{"handle": "alice", "post": number} for number in cast.posts.values()]
    return pages + [{"handle": "bob", "post": cast.posts[name]} for name in WATCHED[:4]]


def each_notification(cast: Cast) -> list[dict[str, Any]]:
    """Some notifications of everybody, each asked for by everybody."""
    from hedgerow.delivery.notifications import reads

    found = [group.public_id for face in cast.faces.values() for group in reads.page(face).groups[:3]]
    return [{"notification": number} for number in found]


def each_talk(cast: Cast) -> list[dict[str, Any]]:
    """A route about a conversation: of two, of a group, one asked for, one of others, and none."""
    return [{"conversation": number} for number in (*cast.talks.values(), 2**61 + 5)]


def each_message(cast: Cast) -> list[dict[str, Any]]:
    """A route about a message: in its own conversation, and in another."""
    named = [name for name in cast.posts if name.startswith("talk_")]
    return [
        {"conversation": number, "message": cast.posts[name]}
        for number in cast.talks.values()
        for name in named
    ]


def each_collection(name: str) -> Arguments:
    """A route about a collection: one of Alice's for her circle, and one that does not exist."""
    return lambda cast: [{name: number} for number in (*cast.collections.values(), 2**61 + 7)]


def these(**given: Any) -> Arguments:
    """A route asked once, with these arguments."""
    return lambda cast: [given]


OF_THE_API = "api "
"""How the names of the API's routes begin: apps ask for them, with tokens."""


def routes() -> dict[str, str]:
    """Every route of the site's pages, as written in the tables: where it leads by its name."""
    found = _walk(get_resolver().url_patterns, "")
    return {route: name for route, name in found if not name.startswith(OF_THE_API)}


ALSO_GIVEN = {
    "/api/v1/timelines/link": {"url": "https://example.org/"},
    "/api/oembed": {"url": "https://example.org/"},
    "/api/hedgerow/v1/seen-as": {"who": "@bob", "unseen": "1"},
}
"""What a route of the API cannot be asked without."""


def api_routes() -> dict[str, list[str]]:
    """Every route of the API as its registry has it, and the names of what varies in it."""
    from hedgerow.doors.mastodon.urls import door

    return {method.route: method.given for method in door.methods()}


def _walk(patterns: list[URLPattern | URLResolver], above: str) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = above + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern.url_patterns, route)
        else:
            yield route, pattern.name or ""


ROWS: dict[str, Arguments] = {
    # Joining, and one's own pages: they speak of nobody else.
    ".well-known/change-password": once,
    "account/confirm-email/": once,
    "join": once,
    "join/<str:code>": these(code="abcdefgh"),
    "welcome/face": once,
    "welcome/circle": once,
    "halted/reopen": once,
    "halted/withdraw": once,
    "halted/handle": once,
    "language": once,
    "switch": once,
    "me": once,
    "me/settings": once,
    "me/calm": once,
    "me/guard": once,
    "me/guard/circles": once,
    "me/guard/names": once,
    "me/guard/names/<int:number>/remove": these(number=1),
    "me/guard/again/<int:number>": these(number=1),
    # How a member lives here is its own secret: on these pages it stands for itself alone.
    "me/strategy": once,
    "me/strategy/choose": once,
    "me/strategy/choose/<str:strategy>": lambda cast: [
        {"strategy": key} for key in ("open", "audience", "content", "custom", "no")
    ],
    "me/strategy/mirror": once,
    "me/strategy/readers": once,
    "me/strategy/answer": once,
    "me/strategy/undo": once,
    "me/strategy/forget": once,
    "me/warnings/<int:number>/read": these(number=1),
    "me/close": once,
    "me/face": once,
    "me/bookmarks": once,
    "me/faces": once,
    "me/faces/new": once,
    "me/faces/@<str:handle>": each_handle,
    "me/faces/@<str:handle>/picture/remove": each_handle,
    "me/faces/@<str:handle>/close": each_handle,
    "me/faces/@<str:handle>/reopen": each_handle,
    # Moving in and out: each file and each line of an address book is its own face's alone.
    "account/confirm-email/again": once,
    "account/confirm-email/over": once,
    "me/devices/<int:number>/end": these(number=1),
    "me/apps": once,
    "me/apps/<int:token>/take-away": these(token=1),
    "oauth/authorize": once,
    "oauth/authorize/native": once,
    "me/import": once,
    "me/import/piece": once,
    "me/import/book": once,
    "me/invite": once,
    "me/invite/<int:number>/end": these(number=1),
    "me/import/book/<number:number>/link": these(number=2**61 + 9),
    "me/import/book/<number:number>/take-up": these(number=2**61 + 9),
    "me/import/book/<number:number>/forget": these(number=2**61 + 9),
    "me/import/invited": once,
    "me/export": once,
    "me/export/<str:grant>": these(grant="A" * 54),
    "me/import/<number:number>": these(number=2**61 + 9),
    "me/import/<number:number>/undo": these(number=2**61 + 9),
    # Files.
    "media/avatar/<str:blob>": these(blob="nosuchblob"),
    "media/emoji/<str:blob>": these(blob="nosuchblob"),
    "media/card/<int:post>": each_post("post"),
    "media/report/<int:report>/<int:post>/<int:place>": these(report=1, post=1, place=0),
    "media/file/<int:file>": lambda cast: [{"file": number} for number in (*talk_files(), 2**61 + 9)],
    "media/<int:media_id>": these(media_id=2**61 + 9),
    "media/<int:media_id>.<slug:ending>": these(media_id=2**61 + 9, ending="webp"),
    # Conversations.
    "messages": once,
    "messages/requests": once,
    "messages/settings": once,
    "messages/new": once,
    "messages/<int:conversation>": each_talk,
    "messages/<int:conversation>/read": each_talk,
    "messages/<int:conversation>/writing": each_talk,
    "messages/<int:conversation>/answer": each_talk,
    "messages/<int:conversation>/refuse": each_talk,
    "messages/<int:conversation>/search": each_talk,
    "messages/<int:conversation>/people": each_talk,
    "messages/<int:conversation>/remove": each_talk,
    "messages/<int:conversation>/leave": each_talk,
    "messages/<int:conversation>/mute": each_talk,
    "messages/<int:conversation>/name": each_talk,
    "messages/<int:conversation>/norms": each_talk,
    "messages/<int:conversation>/norms/write": each_talk,
    "messages/<int:conversation>/norms/before": each_talk,
    "messages/<int:conversation>/norms/discuss": each_talk,
    "messages/<int:conversation>/<number:message>/react": each_message,
    "messages/<int:conversation>/<number:message>/edit": each_message,
    "messages/<int:conversation>/<number:message>/delete": each_message,
    # Contacts and circles.
    "contacts": once,
    "contacts/find": once,
    "contacts/move": once,
    "contacts/undo/<str:token>": these(token="none"),
    "contacts/not-now": once,
    "contacts/shut": once,
    "contacts/@<str:handle>": each_handle,
    "contacts/@<str:handle>/follow": each_handle,
    "contacts/@<str:handle>/unfollow": each_handle,
    "contacts/@<str:handle>/withdraw": each_handle,
    "contacts/@<str:handle>/remove": each_handle,
    "contacts/@<str:handle>/quiet": each_handle,
    "contacts/@<str:handle>/fully": each_handle,
    "contacts/@<str:handle>/close": each_handle,
    "contacts/@<str:handle>/boosts": each_handle,
    "contacts/@<str:handle>/bell": each_handle,
    "contacts/@<str:handle>/note": each_handle,
    "contacts/@<str:handle>/block": each_handle,
    "contacts/@<str:handle>/unblock": each_handle,
    "contacts/@<str:handle>/mute": each_handle,
    "contacts/@<str:handle>/unmute": each_handle,
    "contacts/@<str:handle>/labels": each_handle,
    "contacts/@<str:handle>/circles": each_handle,
    "contacts/@<str:handle>/report": each_handle,
    "contacts/@<str:handle>/sees": each_handle,
    "contacts/@<str:handle>/sees/narrow": each_handle,
    "contacts/@<str:handle>/sees/exclude": each_handle,
    "contacts/@<str:handle>/sees/undo/<str:token>": lambda cast: [
        {**each, "token": "none"} for each in each_handle(cast)
    ],
    "contacts/@<str:handle>/sees/leave": each_handle,
    "circles": once,
    "circles/suggested": once,
    "circles/suggested/<str:key>/take": these(key="none"),
    "circles/suggested/<str:key>/dismiss": these(key="none"),
    "circles/<int:public_id>": each_circle("public_id"),
    "circles/<int:public_id>/rename": each_circle("public_id"),
    "circles/<int:public_id>/close": each_circle("public_id"),
    "requests": once,
    "requests/@<str:handle>": each_handle,
    "requests/@<str:handle>/kindly": each_handle,
    # Reading.
    "": once,
    "announcements/<int:number>/put-away": these(number=2**61 + 9),
    "catch-up": once,
    "catch-up/done": once,
    "people-first": once,
    "explore": once,
    "site": once,
    "tags/<str:tag>": these(tag="secretgarden"),
    "search": once,
    "search/near": once,
    "in/<int:circle>": each_circle("circle"),
    "notifications": once,
    "notifications/settings": once,
    "notifications/settings/preset": once,
    "notifications/settings/snooze": once,
    "notifications/settings/trial": once,
    "notifications/to/<int:notification>": each_notification,
    # The installed app: the same for everybody.
    "favicon.ico": once,
    "manifest.webmanifest": once,
    "robots.txt": once,
    "sw.js": once,
    "offline": once,
    "share": once,
    "push/listen": once,
    "push/stop": once,
    "unsubscribe/<str:token>": these(token="nosuchtoken"),
    "docs/api": once,
    "docs/api/<slug:name>": lambda cast: [{"name": name} for name in ("statuses", "entities", "no-such")],
    "about": once,
    "about/norms": once,
    "rules": once,
    "privacy": once,
    "imprint": once,
    # Writing, threads, pages of faces.
    "compose": once,
    "compose/story": once,
    "compose/audience": once,
    "compose/choices": once,
    "compose/likely": once,
    "compose/people": once,
    "compose/versions": once,
    "compose/pictures": once,
    "compose/pictures/<number:number>": these(number=2**61 + 9),
    "compose/pictures/<number:number>/discard": these(number=2**61 + 9),
    # Drafts: whose number is asked for is Alice's; nobody else finds one.
    "drafts": once,
    "drafts/scheduled": once,
    "drafts/save": once,
    "drafts/<number:number>/delete": these(number=2**61 + 9),
    "drafts/<number:number>/undo-delete": these(number=2**61 + 9),
    "drafts/<number:number>/take-back": these(number=2**61 + 9),
    "drafts/<number:number>/unschedule": these(number=2**61 + 9),
    "drafts/<number:number>/send": these(number=2**61 + 9),
    "p/<number:post>/vote": each_post("post"),
    "p/<number:post>/reply": each_post("post"),
    "p/<number:post>/quote": each_post("post"),
    "p/<number:post>/react": each_post("post"),
    "p/<int:post>/bell": each_post("post"),
    "p/<number:post>/bookmark": each_post("post"),
    "p/<number:post>/pin": each_post("post"),
    "p/<number:post>/boost": each_post("post"),
    "p/<number:post>/unboost": each_post("post"),
    "p/<number:post>/more": each_post("post"),
    "p/<number:post>/card": each_post("post"),
    "p/<number:post>/edit": each_post("post"),
    "p/<number:post>/history": each_post("post"),
    "p/<number:post>/delete": each_post("post"),
    "p/<number:post>/undo-delete": each_post("post"),
    "p/<number:post>/narrow": each_post("post"),
    "p/<number:post>/went": each_post("post"),
    "p/<number:post>/thread": each_post("post"),
    "p/<number:post>/hide": each_post("post"),
    "p/<number:post>/remove": each_post("post"),
    "p/<number:post>/report": each_post("post"),
    "p/<number:post>/who": each_post("post"),
    "p/<number:post>/why": each_post("post"),
    "@<str:handle>": each_handle,
    "@<str:handle>/replies": each_handle,
    "@<str:handle>/media": each_handle,
    "@<str:handle>/presence": each_handle,
    "me/presence": once,
    "@<str:handle>/<number:post>": each_thread,
    # Collections: each holds a post of every kind of audience.
    "collections": once,
    "collections/new": once,
    "collections/<number:number>/edit": each_collection("number"),
    "collections/<number:number>/move": each_collection("number"),
    "collections/<number:number>/take-off": each_collection("number"),
    "collections/<number:number>/delete": each_collection("number"),
    "collections/<number:number>/restore": each_collection("number"),
    "collections/<number:number>/who": each_collection("number"),
    "collections/<number:number>/why": each_collection("number"),
    "p/<number:post>/collect": each_post("post"),
    "@<str:handle>/collections": each_handle,
    "@<str:handle>/collections/<number:number>": lambda cast: [
        {"handle": "alice", "number": number} for number in (*cast.collections.values(), 2**61 + 7)
    ],
    "media/collection/<int:number>": each_collection("number"),
    # Asking the boundary.
    "@<str:handle>/as": each_handle,
    "me/yearly": once,
    "me/review": once,
    "me/review/done": once,
    "me/review/<number:key>": each_post("key"),
    "me/review/<number:key>/preview": each_post("key"),
    "me/review/<number:key>/narrow": each_post("key"),
    # Running the site: operators see no more posts than others.
    "operate": once,
    "operate/site": once,
    "operate/site/picture/remove": once,
    "operate/announcements": once,
    "operate/announcements/<int:number>": these(number=1),
    "operate/announcements/<int:number>/end": these(number=1),
    "operate/announcements/<int:number>/remove": these(number=1),
    "operate/emoji": once,
    "operate/emoji/<int:number>/switch": these(number=1),
    "operate/emoji/<int:number>/remove": these(number=1),
    "operate/guard": once,
    "operate/guard/<int:number>/remove": these(number=1),
    "operate/kept-out": once,
    "operate/kept-out/<str:kind>/<int:number>/remove": these(kind="mail", number=1),
    "operate/texts": once,
    "operate/norms": once,
    "operate/norms/discuss": once,
    "operate/audit": once,
    "operate/requests": once,
    "operate/requests/<int:member>/approve": these(member=1),
    "operate/requests/<int:member>/decline": these(member=1),
    "operate/invitations": once,
    "operate/invitations/<int:number>/revoke": these(number=1),
    "operate/members": once,
    "operate/members/<int:number>": these(number=1),
    "operate/members/<int:number>/suspend": these(number=1),
    "operate/members/<int:number>/restore": these(number=1),
    "operate/reports": once,
    "operate/reports/<int:report>": these(report=1),
    "operate/faces": once,
    "operate/faces/@<str:handle>": each_handle,
    "operate/faces/@<str:handle>/warn": each_handle,
    "operate/faces/@<str:handle>/suspend": each_handle,
    "operate/faces/@<str:handle>/limit": each_handle,
    "operate/faces/@<str:handle>/cover": each_handle,
    "operate/faces/@<str:handle>/restore": each_handle,
}


def each_account(cast: Cast) -> list[int]:
    """Faces of every kind (public ids), and none."""
    return [cast.public(name) for name in ("alice", "bob", "grace", "judy", "alice_too")] + [2**61 + 5]


OF_THE_API_ASKED: dict[str, Callable[[Cast], list[Any]]] = {
    # What varies in the API's routes, by its name in them: a route with another name needs a line here.
    "status": lambda cast: [*cast.posts.values(), 2**61 + 5],
    "poll": lambda cast: [cast.posts["circle"], 2**61 + 5],
    "scheduled": lambda cast: [2**61 + 5],
    "media": lambda cast: [2**61 + 5],
    "quoting": lambda cast: [cast.posts["quote_of_circle"]],
    "account": each_account,
    "notification": lambda cast: [each["notification"] for each in each_notification(cast)],
    "group_key": lambda cast: [
        *(f"ungrouped-{each['notification']}" for each in each_notification(cast)[:6]),
        *(f"{kind}-{cast.posts['public']}" for kind in ("reaction", "boost")),
        "nothing",
    ],
    "pending": lambda cast: [each["notification"] for each in each_notification(cast)[:3]],
    "hashtag": lambda cast: ["secretgarden", "nothing"],
    "tag": lambda cast: [number_of("secretgarden"), 2**61 + 5],
    "list": lambda cast: [cast.circle_id("Garden"), cast.circle_id("Out"), 2**61 + 5],
    "date": lambda cast: ["2026-01-01"],
    "year": lambda cast: ["2026"],
    **{
        name: (lambda cast, name=name: [cast.filters[name], 2**61 + 5])
        for name in ("filter", "keyword", "kept")
    },
    "featured": lambda cast: [2**61 + 5],
    "kept_name": lambda cast: [2**61 + 5],
    "unsaid": lambda cast: [2**61 + 5],
    "announcement": lambda cast: [2**61 + 5],
    "name": lambda cast: ["❤️"],
    "report": lambda cast: [2**61 + 5],
    "barred": lambda cast: [2**61 + 5],
    "conversation": lambda cast: [*cast.talks.values(), 2**61 + 5],
    "circle": lambda cast: [cast.circle_id("Garden"), cast.circle_id("Out"), 2**61 + 5],
    "label": lambda cast: [cast.circle_id("Garden"), 2**61 + 5],
    "suggestion": lambda cast: ["none"],
    "group": lambda cast: [cast.posts[name] for name in WATCHED],
}


def api_arguments(cast: Cast, names: list[str]) -> list[dict[str, Any]]:
    """With which arguments a route of the API is asked: every one of each, the first of the others."""
    if not names:
        return [{}]
    asked = {name: OF_THE_API_ASKED[name](cast) for name in names}
    first = {name: values[0] for name, values in asked.items()}
    return [{**first, name: value} for name in names for value in asked[name]]


def api_address(route: str, arguments: dict[str, Any]) -> str:
    """The address of a route with these arguments."""
    return re.sub(r"<\w+:(\w+)>", lambda part: str(arguments[part[1]]), route)


OF_THE_ACCOUNT = "account/"
"""The library's own pages of signing in, keys and sessions: each is asked once, without arguments."""
