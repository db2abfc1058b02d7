"""Bad input at every address: no server error, nothing reflected as markup, a clear answer, the draft kept.

Addresses come from the table of addresses itself, so a new form is tried here without a word from anybody.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.jobs import run_due
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Post
from tests.cast import Cast, assemble
from tests.leaks.browsers import browser, photograph, sent, words
from tests.leaks.matrix import OF_THE_ACCOUNT, ROWS, routes
from tests.leaks.talks import converse

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"

SCRIPT = "<script>alert('zq')</script>"
HOSTILE = {
    "nothing": "",
    "nul": "a\0b",
    "script": f"{SCRIPT}\"'><img src=x onerror=alert(1)>",
    "markdown": f"[x](javascript:alert(1)) ![x](data:text/html,{SCRIPT}) <svg/onload=alert(1)> {SCRIPT}",
    "huge": "x" * 12_000,
    "negative": "-1",
    "gigantic": "9" * 60,
    "just too large": str(2**63),
    "exponent": "1e999",
    "surrogate": "\\ud800 \u202e\u2066 \ufffe \U0010ffff",
    "other digits": "١٢٣",
    "template": "{{ 7|add:7 }} %(name)s {0} %s",
    "path": "../../../../etc/passwd",
    "address": "//evil.example/\r\nSet-Cookie: a=b",
    "combining": "e" + "\u0301" * 3_000,
}
FIELDS = (
    "text", "note", "language", "may_reply", "way", "circle", "person", "without", "picture",
    "alt-1", "new_alt", "token", "face", "reply", "quote", "next", "find", "find-without", "emoji",
    "to", "from", "hidden", "closed", "category", "words", "name", "handle", "bio", "colour",
    "time_zone", "theme", "link_name_1", "link_url_1", "label", "own", "answer", "hours", "shown",
    "email", "login", "password", "password1", "code", "invitation", "why", "reason", "whole",
    "role", "outcome", "uses", "days", "registration", "about", "rules", "privacy", "imprint", "norms",
    "contact", "order", "kind", "home_order", "answered", "now", "page",
)  # fmt: skip
"""What forms here call their fields. Each of them is sent everywhere, meant or not. `sure` is not among them:
with it acts would be done at once."""

RAW = {
    "invalid utf-8": (b"text=%ff%fe&name=\xff\xfe&handle=%c3%28", "application/x-www-form-urlencoded"),
    "another encoding": ("text=ä".encode("utf-16"), "application/x-www-form-urlencoded; charset=utf-16"),
    "no encoding": (b"text=a", "application/x-www-form-urlencoded; charset=nonsense"),
    "json": (b'{"text": ["a", {"b": null}]}', "application/json"),
    "no body of its kind": (b"\x00\x01\x02", "multipart/form-data; boundary=x"),
    "half a multipart": (
        b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nhal', "multipart/form-data; boundary=x",
    ),
    "no boundary": (b"--x", "multipart/form-data"),
    "too many fields": (b"&".join(b"a%d=1" % n for n in range(2_500)), "application/x-www-form-urlencoded"),
    "no kind": (b"text=a", ""),
}  # fmt: skip


def own_routes() -> list[str]:
    return [route for route in routes() if route in ROWS]


def account_routes() -> list[str]:
    return [
        route
        for route in routes()
        if route.startswith(OF_THE_ACCOUNT) and "<" not in route and "(" not in route
    ]


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    epoch.forget()
    limits.forget_all()
    with django_db_blocker.unblock():
        atomic = transaction.atomic()
        atomic._from_testcase = True  # type: ignore[attr-defined]
        with atomic:
            made = assemble()
            converse(made)
            run_due()
            yield made
            transaction.set_rollback(True)
    epoch.forget()


@pytest.fixture(autouse=True)
def _as_before(cast: Cast, settings: Any) -> Iterator[None]:
    """Whatever a test does is taken back after it; it meets no limits unless it wants to."""
    settings.RATE_LIMITS = False
    before = transaction.savepoint()
    yield
    transaction.savepoint_rollback(before)
    epoch.forget()


def addresses(route: str, cast: Cast) -> list[str]:
    """The address with what exists, and with what cannot be."""
    if route not in ROWS:
        return [f"/{route}"]
    name, kwargs = routes()[route], ROWS[route](cast)
    found = [reverse(name, kwargs=kwargs[0])]
    if "handle" in kwargs[0]:
        odd = ("\u202eecila", "a" * 3_000, "Ａlice", "alice@far.example@x", "al%ice", "аlice", ".", "a\0b")
        found += [reverse(name, kwargs={**kwargs[0], "handle": handle}) for handle in odd]
    for key, value in kwargs[0].items():
        if isinstance(value, int):
            found += [found[0].replace(str(value), odd) for odd in ("0", "9" * 25, str(2**63), "٣")]
        elif key in {"tag", "code", "token", "blob"}:
            found += [
                reverse(name, kwargs={**kwargs[0], key: odd})
                for odd in ("a\0b", "x" * 3_000, "%00%ff", SCRIPT.replace("/", ""))
            ]
    return found


def calm(answer: HttpResponseBase, what: str) -> None:
    """No server error, and nothing of ours came back as markup."""
    assert answer.status_code < 500, what
    text = words(answer)
    assert SCRIPT not in text, what
    assert "onerror=alert(1)>" not in text or "&lt;img" in text, what
    assert "<svg/onload" not in text, what
    leads_to = str(answer.headers.get("Location", "")).lower()
    assert not leads_to.startswith(("javascript:", "data:", "//evil", "https://evil")), what
    assert "a" not in answer.cookies, what


def actor_of(route: str) -> str:
    return "keeper" if route.startswith("operate") else "alice"


@pytest.mark.parametrize("route", [*own_routes(), *account_routes()])
def test_no_form_falls_over_bad_input(route: str, cast: Cast) -> None:
    address, client = addresses(route, cast)[0], browser(cast, actor_of(route))
    if client.post(address, dict.fromkeys(FIELDS, SCRIPT)).status_code == 405:
        return  # Nothing is sent there, and whatever is sent is refused unread.
    for name, value in HOSTILE.items():
        client = _still(client, cast, route)
        calm(client.post(address, dict.fromkeys(FIELDS, value)), f"{name} at {address}")
    calm(client.post(address, {field: ["1", "2", SCRIPT] for field in FIELDS}), f"repeated at {address}")
    for name, (body, kind) in RAW.items():
        # Not `post`, which would put the bytes in order first.
        answer = _still(client, cast, route).generic("POST", address, body, content_type=kind)
        calm(answer, f"{name} at {address}")


def _still(client: Client, cast: Cast, route: str) -> Client:
    """The same browser while it is signed in: some forms sign out."""
    return client if "_auth_user_id" in client.session else browser(cast, actor_of(route))


@pytest.mark.parametrize("route", [*own_routes(), *account_routes()])
def test_no_address_falls_over_what_it_is_asked(route: str, cast: Cast) -> None:
    """Odd parts of addresses, odd questions, and every method: only reading and sending are known."""
    client = browser(cast, actor_of(route))
    odd = dict.fromkeys(("before", "after", "page", "find", "to", "reply", "quote", "order", "size", "grant"))
    for address in addresses(route, cast):
        calm(client.get(address), address)
    for value in (
        "a\0b",
        "-1",
        "9" * 60,
        SCRIPT,
        "\udcff".encode("utf-8", "surrogatepass").decode("latin-1"),
    ):
        calm(client.get(addresses(route, cast)[0], dict.fromkeys(odd, value)), f"{address}?{value!r}")
    for method in ("put", "patch", "delete"):
        client = browser(cast, actor_of(route))
        answer = getattr(client, method)(addresses(route, cast)[0])
        assert answer.status_code in {302, 401, 403, 404, 405} or route.startswith(OF_THE_ACCOUNT), (
            f"{method} {route}"
        )


WITHOUT_TOKEN = {"share", "unsubscribe/<str:token>"}
"""What another app shares is laid into the composer and sent by nobody; the address of a mail's unsubscribing
is its own token (RFC 8058), and acts for nobody without it.
"""


@pytest.mark.parametrize("route", [route for route in own_routes() if route not in WITHOUT_TOKEN])
def test_a_form_without_its_token_does_nothing(route: str, cast: Cast) -> None:
    client = browser(cast, actor_of(route), enforce_csrf_checks=True)
    answer = client.post(addresses(route, cast)[0], {"text": "words", "name": "words", "sure": "1"})
    assert answer.status_code in {403, 405}, route
    if answer.status_code == 403:
        assert b"<h1" in answer.content, "a page that says what to do"


# --- uploads ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a",
        b"\xff\xd8\xff" + b"\0" * 500,
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7",
        photograph().read()[:900],
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\2\0\0\0" + b"\0" * 50,
        photograph().read() + b"\0" * (13 << 20),
    ],
    ids=["empty", "cut GIF", "zeros", "SVG", "PDF", "cut JPEG", "bomb", "too large"],
)
def test_what_is_no_picture_is_refused_in_words_and_the_draft_kept(cast: Cast, data: bytes) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    def file() -> SimpleUploadedFile:
        return SimpleUploadedFile(f"{SCRIPT}.png".replace("/", ""), data, "image/png")

    alice = browser(cast, "alice")
    before = Post.objects.unguarded(reason="test").count()
    answer = alice.post("/compose", {"text": "kept words", "way": "circles", "pictures": file()})
    if data:
        assert answer.status_code == 422
        assert b"kept words" in answer.content
        calm(answer, "compose")
        assert Post.objects.unguarded(reason="test").count() == before
    answer = alice.post("/compose/pictures", {"pictures": file()})
    assert answer.status_code == 422
    fields = {"name": "Alice", "colour": "1", "time_zone": "UTC"}
    for address, more in (("/me/faces/@alice", {}), ("/me/faces/new", {"handle": "fresh_leaf"})):
        answer = alice.post(address, {**fields, **more, "picture": file()})
        calm(answer, address)
        assert answer.status_code in {302, 422}
    assert faces.card(cast.alice).picture_url == ""


# --- handles, twice, too often ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "handle",
    ["аlice", "al\u200bice", "alice\u202e", "ＡＬＩＣＥ", "a b", "@alice", "../me", "a\0b",
     "éclair\u0301" * 20, "alice@far.example", "🌱", "", "-", "AL1CE".lower(), SCRIPT],
)  # fmt: skip
def test_odd_handles_are_refused_next_to_their_field(cast: Cast, handle: str) -> None:
    fields = {"name": "kept name", "colour": "1", "time_zone": "UTC", "handle": handle}
    answer = browser(cast, "bob").post("/me/faces/new", fields)
    assert answer.status_code == 422
    calm(answer, handle)
    assert b"kept name" in answer.content
    assert len(faces.own(cast.members["bob"].pk)) == 1


def test_the_same_submit_twice_is_one(cast: Cast) -> None:
    alice, heidi = browser(cast, "alice"), browser(cast, "heidi")
    form = {"text": "once and once only", "way": "public", "token": "the same"}
    assert sent(alice.post("/compose", form)) == sent(alice.post("/compose", form))
    rows = Post.objects.unguarded(reason="test").filter(text="once and once only")
    assert rows.count() == 1
    for _ in range(2):
        assert heidi.post("/contacts/@bob/follow").status_code == 302
        assert alice.post("/circles", {"name": "Choir"}).status_code in {200, 302, 422}
        assert heidi.post(f"/p/{cast.posts['public']}/boost", {"to": "public"}).status_code == 302
    run_due()
    assert [circle.name for circle in circles.circles(cast.alice)].count("Choir") == 1
    boosts = Post.objects.unguarded(reason="test").filter(author=cast.heidi, boost_of__isnull=False)
    assert boosts.count() == 1


def test_too_much_says_when_to_try_again_and_keeps_the_draft(cast: Cast, settings: Any) -> None:
    settings.RATE_LIMITS = True
    limits.forget_all()
    alice = browser(cast, "alice")
    for _ in range(300):
        limits.allow(f"post:{cast.alice}", limit=300, per_seconds=3600)
    answer = alice.post("/compose", {"text": "kept words", "way": "public"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert b"kept words" in answer.content
    assert answer["Retry-After"] in answer.content.decode()
    for _ in range(1_000):
        limits.allow(f"react:{cast.alice}", limit=1_000, per_seconds=3600)
    answer = alice.post(f"/p/{cast.posts['public']}/react", {"emoji": "🌱"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= 1
    assert b"<h1" in answer.content
    limits.forget_all()


# --- hostile words that are taken ---------------------------------------------------------------------


@pytest.mark.parametrize("name", ["script", "markdown", "template", "surrogate", "combining"])
def test_hostile_words_that_may_be_said_stay_words(cast: Cast, name: str) -> None:
    value = HOSTILE[name]
    alice = browser(cast, "alice")
    post = sent(alice.post("/compose", {"text": value[:4_000], "note": value[:150], "way": "public"}))
    fields = {"name": value[:60], "bio": value[:900], "colour": "1", "time_zone": "UTC"}
    calm(alice.post("/me/faces/@alice", fields), "face")
    calm(alice.post("/contacts/@bob/labels", {"own": value[:40].replace(",", " "), "sure": "1"}), "label")
    calm(alice.post("/circles", {"name": value[:40]}), "circle")
    run_due()
    for client in (alice, browser(cast, "bob"), Client()):
        for page in (
            f"/@alice/{post}",
            "/@alice",
            "/explore",
            "/",
            "/circles",
            "/contacts",
            "/contacts/@bob",
        ):
            text = words(client.get(page))
            assert "<script>alert" not in text, page
            assert "<svg" not in text or "onload=alert" not in text.replace("&lt;svg/onload=alert", ""), page
            assert 'href="javascript:' not in text.lower(), page
            assert 'src="data:text' not in text.lower(), page
            assert "<img src=x" not in text, page


def test_a_form_larger_than_is_read_says_that_it_is_too_large(cast: Cast) -> None:
    answer = browser(cast, "alice").post("/compose", "text=" + "x" * 2_000_000, FORM)
    assert answer.status_code == 413
    assert "larger than this site takes" in answer.content.decode()
