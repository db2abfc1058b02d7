"""Every page of the site, furnished: the cast, with something on each page, and who looks at which.

Whoever wants to walk all pages (in a browser, in another language) takes `addresses(furnish())`. A route that
is no page for anybody must be named in `NO_PAGE`, so that a new page cannot be overlooked.
"""

import io
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import pyvips
from allauth.account.models import EmailAddress, EmailConfirmationHMAC
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import NoReverseMatch, reverse

from hedgerow.delivery.telling import tokens
from hedgerow.kernel import clock, limits
from hedgerow.kernel.jobs import run_due
from hedgerow.people.announcements import acts as announcements
from hedgerow.people.announcements.acts import Said
from hedgerow.people.apps import acts as apps
from hedgerow.people.audiences.reads import Choice
from hedgerow.people.contacts import acts as contacts
from hedgerow.people.faces import acts as faces
from hedgerow.people.faces.acts import FaceDraft
from hedgerow.people.invitations import acts as invitations
from hedgerow.people.members import acts as members
from hedgerow.people.models import Face, Member
from hedgerow.people.moving import acts as moving
from hedgerow.people.site import acts as site
from hedgerow.people.site.acts import SiteDraft
from hedgerow.people.strategies import acts as strategies
from hedgerow.talk.collections import acts as boards
from hedgerow.talk.drafts import acts as drafts
from hedgerow.talk.guarding import acts as guard
from hedgerow.talk.guarding import reads as guard_reads
from hedgerow.talk.media import acts as media
from hedgerow.talk.models import Report
from hedgerow.talk.polls.rules import Asked
from hedgerow.talk.posts import acts as posts
from hedgerow.talk.reports import acts as reports
from tests.cast import PASSWORD, Cast, assemble
from tests.leaks.matrix import ROWS, routes
from tests.leaks.talks import converse

NOBODY = "nobody"
"""Who is signed out."""

LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
"""A word longer than any phone is wide."""

NO_PAGE: set[str] = {
    # They only do something, and answer elsewhere.
    "language", "switch", "halted/reopen", "halted/withdraw", "me/warnings/<int:number>/read",
    "account/confirm-email/again", "account/confirm-email/over", "me/devices/<int:number>/end",
    "me/apps/<int:token>/take-away", "me/faces/@<str:handle>/picture/remove", "me/faces/@<str:handle>/reopen",
    "contacts/move", "contacts/undo/<str:token>", "contacts/not-now", "contacts/@<str:handle>/follow",
    "contacts/@<str:handle>/withdraw", "contacts/@<str:handle>/boosts", "contacts/@<str:handle>/unblock",
    "contacts/@<str:handle>/bell", "contacts/@<str:handle>/note",
    "operate/norms/discuss", "contacts/@<str:handle>/fully", "contacts/@<str:handle>/close",
    "contacts/@<str:handle>/sees/narrow", "contacts/@<str:handle>/sees/exclude",
    "contacts/@<str:handle>/sees/leave", "contacts/@<str:handle>/sees/undo/<str:token>",
    "contacts/@<str:handle>/unmute", "contacts/@<str:handle>/mute", "contacts/@<str:handle>/labels",
    "contacts/@<str:handle>/circles", "circles/<int:public_id>/rename", "requests/@<str:handle>",
    "circles/suggested/<str:key>/take", "circles/suggested/<str:key>/dismiss",
    "compose/audience", "compose/pictures", "compose/pictures/<number:number>/discard",
    "p/<number:post>/bookmark", "p/<number:post>/pin", "p/<number:post>/unboost",
    "p/<number:post>/undo-delete", "p/<number:post>/hide", "me/review/done",
    "me/review/<number:key>/preview", "contacts/@<str:handle>/unfollow", "operate/site/picture/remove",
    "operate/requests/<int:member>/approve", "operate/invitations/<int:number>/revoke",
    "operate/members/<int:number>/restore", "operate/faces/@<str:handle>/restore",
    "operate/faces/@<str:handle>/limit", "operate/faces/@<str:handle>/cover",
    "announcements/<int:number>/put-away", "operate/announcements/<int:number>/end",
    "operate/announcements/<int:number>/remove",
    "catch-up/done", "me/presence", "collections/<number:number>/move", "collections/<number:number>/restore",
    "collections/<number:number>/take-off", "compose/pictures/<number:number>",
    "drafts/<number:number>/delete", "drafts/<number:number>/send", "drafts/<number:number>/take-back",
    "drafts/<number:number>/undo-delete", "drafts/<number:number>/unschedule", "drafts/save",
    "me/import/book/<number:number>/forget", "me/import/book/<number:number>/link",
    "me/import/book/<number:number>/take-up", "me/invite/<int:number>/end", "me/import/piece",
    "messages/<int:conversation>/<number:message>/react", "messages/<int:conversation>/answer",
    "me/import/<number:number>/undo", "messages/<int:conversation>/<number:message>/delete",
    "messages/<int:conversation>/mute", "messages/<int:conversation>/name",
    "messages/<int:conversation>/read", "messages/<int:conversation>/remove",
    "messages/<int:conversation>/writing", "messages/<int:conversation>/norms/discuss",
    "notifications/settings/preset", "notifications/settings/snooze",
    "notifications/settings/trial", "p/<int:post>/bell",
    "p/<number:post>/vote", "push/listen", "push/stop", "share", "operate/emoji/<int:number>/remove",
    "operate/emoji/<int:number>/switch", "operate/guard/<int:number>/remove",
    "operate/kept-out/<str:kind>/<int:number>/remove",
    "me/guard/circles", "me/guard/names", "me/guard/names/<int:number>/remove", "me/guard/again/<int:number>",
    "compose/likely", "me/strategy/answer", "me/strategy/undo",
    "me/strategy/forget",
    # It is there for who has a private face and one for work: tests/leaks/test_strategies.py.
    "requests/@<str:handle>/kindly",
    # They lead on, are files, or are pieces of a page.
    "robots.txt", ".well-known/change-password",
    "favicon.ico", "manifest.webmanifest", "sw.js",
    "search/near", "me/export/<str:grant>", "media/collection/<int:number>", "p/<number:post>/card",
    "media/emoji/<str:blob>", "media/file/<int:file>", "notifications/to/<int:notification>",
    "me/face", "p/<number:post>/reply", "p/<number:post>/quote", "join", "join/<str:code>",
    "media/avatar/<str:blob>", "media/card/<int:post>",
    "media/report/<int:report>/<int:post>/<int:place>", "media/<int:media_id>",
    "media/<int:media_id>.<slug:ending>", "compose/people", "compose/choices", "compose/versions",
}  # fmt: skip
"""Routes of ours that are no page for anybody."""

LIBRARY_NO_PAGE = {
    "account_inactive", "account_reset_password_from_key", "account_confirm_email",
    "account_email_verification_sent", "mfa_login_webauthn", "mfa_reauthenticate_webauthn",
    "mfa_signup_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn", "mfa_download_recovery_codes",
    "mfa_deactivate_totp", "mfa_trust", "account_set_password",
}  # fmt: skip
"""Routes of the sign-in library that lead on, are data, or are walked by other addresses below."""


@dataclass
class World:
    """The cast and what was put up around it."""

    cast: Cast
    browsers: dict[str, Client] = field(default_factory=dict)
    report: str = ""
    member: int = 0
    """Somebody who waits to be let in."""
    board: int = 0
    """A collection of Alice's."""
    written: list[int] = field(default_factory=list)
    """A story of hers, a poll, and a post that vanishes."""
    announcement: int = 0
    brought: int = 0
    """A file with contacts that Alice brought, and has not said yes to."""
    app: str = ""
    """What an app asks for when it wants to be let in."""
    told: str = ""
    """What a mail's one-click unsubscribing names."""


def picture(width: int = 1200, height: int = 800) -> bytes:
    """A JPEG."""
    made = (pyvips.Image.xyz(width, height) * [0.15, 0.2]).bandjoin(90).cast("uchar")
    return bytes(made.copy(interpretation="srgb").write_to_buffer(".jpg"))


def furnish() -> World:
    """Assemble the cast, and leave no page empty that can be full."""
    cast = assemble()
    world = World(cast)
    keeper = cast.members["keeper"]
    site.change(keeper, SiteDraft(rules="Be kind.", privacy="", imprint="A street", registration="approval"))
    _write(cast)
    _know_each_other(cast)
    _write_more(world)
    _live_here(world)
    invitations.make(keeper, note="for the choir", uses=3)
    site.warn(keeper, cast.alice, "Please keep it short.")
    world.announcement = announcements.make(keeper, Said(f"The pond is open again. {LONG}", clock.now()))
    reports.report(cast.bob, cast.alice, [cast.posts["circle"]], "hate", "Look at this")
    world.report = str(Report.objects.get().public_id)
    waiting = members.register(
        "waiting@example.org", PASSWORD, "waiting", "Waiting", freely=False, confirmed=True, why="to sing"
    )
    world.member = waiting.pk
    cast.members["waiting"] = waiting
    cast.members["closing"] = members.register(
        "closing@example.org", PASSWORD, "closing", "Closing", freely=True, confirmed=True
    )
    members.close(cast.members["closing"].pk)
    cast.members["newcomer"] = _newcomer()
    TOTP.activate(cast.members["heidi"], generate_totp_secret())
    RecoveryCodes.activate(cast.members["heidi"])
    run_due()
    return world


def _newcomer() -> Member:
    """Somebody whose address is confirmed, and whose handle somebody else has got meanwhile."""
    late = members.register("late@example.org", PASSWORD, "latecomer", "Latecomer", why="to sing")
    members.register("soon@example.org", PASSWORD, "latecomer", "Latecomer", freely=True, confirmed=True)
    EmailAddress.objects.create(user=late, email=late.email, verified=True, primary=True)
    members.come_in(late.pk)
    return late


def _write(cast: Cast) -> None:
    shown = media.bring_picture(cast.alice, picture(), "A hedge in May")
    more = media.bring_picture(cast.alice, picture(600, 900), "")
    cast.say("pictures", "alice", media=[shown, more], audience=Choice("public"))
    cast.say("noted", "bob", content_note="Moving house", audience=Choice("public"), text="It was **long**.")
    cast.say("wide", "bob", text=f"{LONG} https://example.org/{LONG} `{LONG}`", audience=Choice("public"))
    cast.say("quoting", "bob", text="Look", quote_of=cast.posts["pictures"], audience=Choice("public"))
    cast.say("to_alice", "bob", text="Hello @alice", audience=Choice("public"))
    cast.say("answer", "bob", text="Nice", reply_to=cast.posts["pictures"])
    posts.react(cast.bob, cast.posts["pictures"], "🌿")
    posts.bookmark(cast.alice, cast.posts["quoting"])
    posts.boost(cast.bob, cast.posts["pictures"], Choice("public"))
    posts.edit(cast.alice, cast.posts["pictures"], posts.Draft(text="A hedge, later"))


APP = "https://tusk.example/back"
CARDS = "BEGIN:VCARD\nVERSION:3.0\nFN:Marta Nowak\nCATEGORIES:Choir\nEND:VCARD\nBEGIN:VCARD\nEND:VCARD\n"


def _live_here(world: World) -> None:
    """Conversations, somebody brought along, what a mail leads to."""
    cast = world.cast
    converse(cast)
    world.brought = moving.begin(cast.alice, io.BytesIO(CARDS.encode()), len(CARDS), "people.vcf")
    world.told = tokens.sign(cast.alice, tokens.NOTE)
    app = apps.register("Tusk", [APP], "read write:statuses push", "https://tusk.example")
    apps.let_in(cast.alice, app.app, "read push")
    asked = {"client_id": app.client_id, "redirect_uri": APP, "response_type": "code"}
    world.app = "/oauth/authorize?" + urlencode({**asked, "scope": "read write:statuses"})


def _know_each_other(cast: Cast) -> None:
    kept = {"face": cast.alice, "work": cast.alice_too, "deflection": "Kindly", "before": {}}
    strategies.choose(cast.members["alice"].pk, "audience", **kept)
    contacts.label(cast.alice, cast.bob, ["friend", "manager", "neighbour"])
    contacts.label(cast.alice, cast.carol, ["friend"])
    # Two who are neighbours and in no circle: a circle is suggested.
    for name in ("heidi", "keeper"):
        contacts.label(cast.alice, cast.faces[name], ["neighbour"])
    contacts.mute(cast.alice, cast.dan)
    contacts.follow(cast.heidi, cast.alice)
    faces.edit(
        cast.bob,
        FaceDraft(
            handle="bob", name="Bob", bio="Walks. **Sings.**", colour=4, locked=False, no_index=False,
            links=[{"name": "Choir", "url": "https://example.org/choir"}],
        ),
    )  # fmt: skip


def words_of_people(world: World) -> set[str]:
    """Names and words that people gave, which no catalogue has; and names of keys and languages."""
    names = {face.name for face in Face.objects.all()} | {face.handle for face in Face.objects.all()}
    return names | {
        "Garden", "Out", "Hedgerow", "secretgarden", "A hedge in May", "Moving house", "for the choir",
        "Please keep it short.", "Look at this", "Choir", "neighbour", "to sing", "a test of manners",
        "Deutsch", "English", "Español", "Français", "UTC", "The talkers", "What grows", "people.vcf",
        "Marta Nowak", ".txt", "What grew", "Not yet", "Tomorrow", "River", "A story of", "A garden",
        LONG[:100], LONG[:48], "Where to?", "For today", "Blue Heron", "A surprise", "Heron-", "Legal",
        "Until May", "Tusk", "https://tusk.example", "nowhere", "where", "hedge", "says",
        "garden", "after:", "from:", "has:picture",
        "Ctrl+Enter", "Bob Bob", "A hedge, later", "Nice", "Be kind.", "A street", LONG,
    }  # fmt: skip


# --- Who looks ----------------------------------------------------------------------------------------


def signed_in(world: World, who: str) -> Client:
    """A browser in which somebody is signed in by password, as a page may ask for how."""
    if who not in world.browsers:
        cache.clear()
        limits.forget_all()
        browser = world.browsers[who] = Client(raise_request_exception=False)
        if who != NOBODY:
            login = {"login": world.cast.members[_login(who)].email, "password": PASSWORD}
            browser.post("/account/login/", login)
        if who == "heidi":
            _past_second_step(world, browser)
        if who in ("alice", "heidi"):
            browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return world.browsers[who]


def _login(who: str) -> str:
    return {"heidi at the door": "heidi"}.get(who, who)


def _past_second_step(world: World, browser: Client) -> None:
    code = RecoveryCodes(world.cast.members["heidi"].authenticator_set.get(type="recovery_codes"))
    browser.post("/account/2fa/authenticate/", {"code": code.get_unused_codes()[0]})


def speak(world: World, who: str, browser: Client, language: str) -> None:
    """From now on this person's pages are in this language."""
    browser.cookies["hedgerow-language"] = language
    if who != NOBODY:
        member = world.cast.members[_login(who)]
        Member.objects.filter(pk=member.pk).update(language=language)
        Face.objects.filter(member=member.pk).update(language=language)


SEARCHES = (
    "/search?q=hedge", "/search?q=bob", "/search?q=bob&tab=people", "/search?q=secretgarden&tab=tags",
    "/search?q=says&tab=messages", f"/search?q={LONG}", "/search?q=nowhere",
    "/search?q=garden&from=@alice&has=picture&after=2020-01-01",
)  # fmt: skip
"""What somebody looks for: found in each way, a word that is very long, nothing, and with filters."""


# --- At which pages -----------------------------------------------------------------------------------


def addresses(world: World) -> dict[str, list[str]]:
    """For each onlooker the pages that are there for them, each once."""
    found: dict[str, list[str]] = {}
    for who, candidates in _candidates(world).items():
        browser = signed_in(world, who)
        found[who] = [address for address in dict.fromkeys(candidates) if _is_page(browser, address)]
    return found


def _write_more(world: World) -> None:
    """What posts are besides words, a collection, a draft, and one that leaves later."""
    alice, public = world.cast.alice, Choice("public")
    story = f"First words.\n\n## {LONG}\n\n- one\n- two\n\n> said"
    cover = media.bring_picture(alice, picture(), "A garden")
    drafts_of = [
        posts.Draft(story, public, title=f"A story of {LONG[:100]}", media=[cover], cover=cover),
        posts.Draft("Where to?", public, poll=Asked(["River", LONG[:100]])),
        posts.Draft("For today", public, vanish_after=86_400),
    ]
    world.written = [posts.publish(alice, draft) for draft in drafts_of]
    world.board = boards.make(alice, boards.Draft(LONG[:100], "What grew", public))
    boards.cover(alice, world.board, picture(), "A garden")
    for post in world.written:
        boards.gather(alice, post, [world.board])
    drafts.save(alice, "kept", posts.Draft("Not yet"))
    guard.keep_name(alice, "Blue Heron", why="A surprise")
    guard.not_again(alice, guard_reads.second_look(alice, posts.Draft(f"Call +44 7700 900123, {LONG[:100]}")))
    guard.keep_name_for_site(world.cast.members["keeper"], f"Heron-{LONG[:100]}", by="Legal", why="Until May")
    later = clock.now_us() + 86_400_000_000
    drafts.schedule(alice, "later", posts.Draft("Tomorrow", public), later)


def overlooked(world: World, found: dict[str, list[str]]) -> tuple[list[str], list[str]]:
    """(routes that nobody gets a page of and that `NO_PAGE` does not name, routes it names wrongly)."""
    seen = {address for addresses in found.values() for address in addresses}
    shown = {route for route in ROWS if seen & set(addresses_of(world, route))}
    return sorted(set(ROWS) - shown - NO_PAGE), sorted(NO_PAGE & (shown | (NO_PAGE - set(ROWS))))


def _is_page(browser: Client, address: str) -> bool:
    answer: Any = browser.get(address)
    html = answer.get("Content-Type", "").startswith("text/html") and not answer.streaming
    gone = answer.status_code == 404 and "no-such" not in address
    return html and not gone and answer.status_code not in (301, 302, 405) and b"<html" in answer.content


def _candidates(world: World) -> dict[str, list[str]]:
    ours = [address for route in ROWS for address in addresses_of(world, route)]
    account = [reverse(name) for name in _account_names()]
    return {
        "alice": [*ours, "/@alice/as?as=@bob", "/@alice/as?as=stranger", "/contacts/find?find=bo", "/no-such",
                  world.app, "/oauth/authorize/native?code=abc",
                  "/?order=people", "/contacts?circle=none", *_composers(world), *SEARCHES,
                  "/account/2fa/", "/account/2fa/totp/activate/", "/account/2fa/webauthn/add/"],
        "bob": ["/", "/@alice", "/notifications", f"/@alice/{world.cast.posts['pictures']}", "/me/review",
                "/circles", "/contacts", "/@grace"],
        "keeper": [address for address in ours if address.startswith("/operate")],
        "heidi": account,
        "heidi at the door": ["/account/2fa/authenticate/"],
        "judy": ["/"],
        "waiting": ["/"],
        "closing": ["/"],
        "newcomer": ["/halted/handle"],
        NOBODY: ["/", "/explore", "/about", "/rules", "/privacy", "/imprint", "/@alice", "/@bob",
                 f"/@alice/{world.cast.posts['pictures']}", "/tags/secretgarden", "/no-such", *account,
                 *_keyed(world)],
    }  # fmt: skip


def _composers(world: World) -> list[str]:
    """Where the links to answer and to quote lead."""
    browser = signed_in(world, "alice")
    ways = [reverse(f"{name}", args=[world.cast.posts["noted"]]) for name in ("post_reply", "post_quote")]
    return [browser.get(way)["Location"] for way in ways]


def addresses_of(world: World, route: str) -> list[str]:
    """The addresses of a route that are worth a look: few, where its rows have many."""
    cast = world.cast
    name = routes()[route]
    given = [
        {}, {"handle": "alice"}, {"handle": "bob"}, {"handle": "grace"}, {"tag": "secretgarden"},
        {"member": world.member},
        {"number": cast.members["bob"].pk}, {"number": world.board},
        {"handle": "alice", "number": world.board},
        *({"handle": "alice", "post": post} for post in world.written), {"report": world.report},
    ]  # fmt: skip
    given += [{"circle": cast.circle_id("Garden")}, {"public_id": cast.circle_id("Garden")}]
    for post in ("pictures", "noted", "answer"):
        given.append({"post": cast.posts[post]})
        given.append({"handle": "bob" if post in ("noted", "answer") else "alice", "post": cast.posts[post]})
    given += [{"key": number} for number in _review_keys(world)]
    given += [{"name": "statuses"}]
    given += [{"strategy": name} for name in ("open", "audience", "content", "custom")]
    given += [{"number": world.announcement}, {"number": world.brought}, {"token": world.told}]
    for talk in ("two", "group"):
        given.append({"conversation": cast.talks[talk]})
    given.append({"conversation": cast.talks["two"], "message": cast.posts["talk_two"]})
    found = []
    for kwargs in given:
        try:
            found.append(reverse(name, kwargs=kwargs))
        except NoReverseMatch:
            continue
    return found


def _review_keys(world: World) -> list[int]:
    page = signed_in(world, "alice").get("/me/review").content.decode()
    return [int(key) for key in dict.fromkeys(re.findall(r"/me/review/(\d+)", page))][:1]


def _account_names() -> list[str]:
    names = [name for route, name in routes().items() if route.startswith("account/") and "<" not in route]
    return [name for name in names if name and name not in LIBRARY_NO_PAGE | {"account_logout"}] + [
        "account_logout"
    ]


def _keyed(world: World) -> list[str]:
    """Pages that a letter leads to."""
    address = EmailAddress.objects.get(email="bob@example.org")
    confirm = reverse("account_confirm_email", args=[EmailConfirmationHMAC(address).key])
    cache.clear()
    Client().post("/account/password/reset/", {"email": "bob@example.org"})
    run_due()
    letter = next(letter.body for letter in reversed(mail.outbox) if "bob@example.org" in letter.to)
    link = next(word for word in letter.split() if "/password/reset/key/" in word)
    return [
        confirm,
        "/" + link.split("/", 3)[3],
        "/account/confirm-email/nonsense/",
        "/account/confirm-email/",
    ]
