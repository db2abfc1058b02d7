"""Posts as HTML, fast: each post is drawn once and kept in pieces; a reader's own part goes in between.

What is kept is a pure function of the post's shared body, the language, the time zone and what may be done
with it. It is used only for a body equal to the one it was drawn from, and `talk` hands bodies out only after
asking the boundary: so an edit or a narrowing never shows an old card, and no card crosses from one reader to
another. Never kept: a reader's own marks, the sentence of the gate, the addresses of pictures.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import Any, Literal, NamedTuple

from django.http import HttpRequest
from django.template.loader import get_template, render_to_string
from django.utils import timezone, translation
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from hedgerow.doors.web.drawings import with_emoji
from hedgerow.doors.web.gaps import Drawn, apart, filled, gap, picture_gaps, tidy
from hedgerow.doors.web.templatetags.hedgerow import gate
from hedgerow.kernel.bidi import isolated
from hedgerow.kernel.cache import Lru
from hedgerow.people.emoji.reads import bare, known
from hedgerow.talk.posts.reads import Poll, Shown, edition, name_of_emoji
from hedgerow.talk.variants import reads as variants
from hedgerow.talk.variants.reads import One

_CARD = "web/post/card.html"
_WHY = "web/post/why.html"

Dress = Callable[[str], str]


class _Key(NamedTuple):
    post: int
    language: str
    zone: str
    may_reply: bool
    may_boost: bool
    plain: bool
    emoji: tuple[str, ...]
    """The site's own, where the author's name may hold some."""


class _Kept(NamedTuple):
    """Pieces of HTML, and what they were drawn from."""

    body: bytes
    quote: bytes | str | None
    pieces: Drawn


_kept: Lru[_Key, _Kept] = Lru(6_000)


def cards(
    request: HttpRequest, shown: Iterable[Shown], *, plain: bool = False, dress: Dress | None = None
) -> SafeString:
    """The posts as items of a list `<ol class="posts">`, each with the line that says why it stands there.

    `plain` leaves the actions out, as they are for who is signed out. `dress`: what is done to the HTML of
    what somebody wrote, for this answer alone; it gives safe HTML back.
    """
    look, me = _look(request, plain), _reader(request)
    posts, lines = together(request, shown)
    items = (
        f"<li>{_why(post, me)}{lines.get(post.id, '')}{_dressed(post, _filled(post, *look), dress)}</li>"
        for post in posts
    )
    return mark_safe("\n".join(items))  # noqa: S308 (each piece was escaped by its template)


def folded(request: HttpRequest, shown: Iterable[Shown]) -> SafeString:
    """`cards`, but answers in one thread that follow one another are one item: the newest, the others folded
    below it.
    """
    look, me = _look(request, False), _reader(request)
    items = []
    posts, lines = together(request, shown)
    for _root, same in groupby(posts, key=lambda post: post.root or f"alone {post.listed}"):
        first, *rest = (f"{_why(post, me)}{lines.get(post.id, '')}{_filled(post, *look)}" for post in same)
        items.append(f"<li>{first}{_more_answers(rest)}</li>")
    return mark_safe("\n".join(items))  # noqa: S308 (each piece was escaped by its template)


def together(request: Any, shown: Iterable[Shown]) -> tuple[list[Shown], dict[int, SafeString]]:
    """The posts, of one's own variants of one composition the first alone, and the line with all of them.

    Which stands first is the author's order, the words for all besides before the others.
    """
    posts = list(shown)
    varied = [post.id for post in posts if post.varied]
    if not varied:
        return posts, {}
    tabs = variants.tabs(request.face_id, varied)
    there = {post.id for post in posts if post.varied and post.boosted_by is None}
    order = {post: [one.id for one in (ones[-1], *ones)] for post, ones in tabs.items()}
    first = {post: next((one for one in ones if one in there), post) for post, ones in order.items()}
    lines = {post: _versions(request.face.address, ones, post) for post, ones in tabs.items()}
    return [post for post in posts if first.get(post.id, post.id) == post.id], lines


def _versions(address: str, ones: Sequence[One], current: int) -> SafeString:
    """All variants of a composition, for its author: whom each is for, the one that stands here marked."""
    drawn = [
        {"one": one, "url": f"/@{address}/{one.post}", "current": one.id == current}
        for one in (ones[-1], *ones[:-1])
    ]
    return render_to_string("web/post/versions.html", {"ones": drawn})


def _more_answers(rest: list[str]) -> str:
    if not rest:
        return ""
    ready = [mark_safe(each) for each in rest]  # noqa: S308 (escaped by its template)
    return render_to_string("web/reading/more_answers.html", {"answers": ready})


def _dressed(post: Shown, html: str, dress: Dress | None) -> str:
    body = post.body.html
    return html.replace(body, dress(body), 1) if dress is not None and body else html


def card(request: HttpRequest, post: Shown, *, plain: bool = False) -> SafeString:
    """One post without the list around it."""
    return mark_safe(_filled(post, *_look(request, plain)))  # noqa: S308 (escaped by its template)


def _look(request: HttpRequest, plain: bool) -> tuple[str, str, bool]:
    """The language and the time zone to draw in, and whether without actions."""
    signed_out = getattr(request, "face", None) is None
    return translation.get_language() or "en", timezone.get_current_timezone_name(), plain or signed_out


def _filled(post: Shown, language: str, zone: str, plain: bool) -> str:
    """A card with the reader's own part in its gaps."""
    pictures = post.pictures
    fill: dict[str, Callable[[int], str]] = {
        "mine": lambda _n: _mine(post),
        "gate": lambda _n: _gate_of(post, language),
        "picture": lambda n: escape(pictures[n].url),
        "thumb": lambda n: escape(pictures[n].thumb_url),
        "captions": lambda n: escape(pictures[n].captions_url),
        "trouble": lambda _n: _troubles(post.troubles) if post.troubles else "",
        "preview": lambda _n: escape(post.card_picture),
    }
    own = tuple(known()) if ":" in post.author.name else ()
    pieces = _pieces(post, _Key(post.id, language, zone, post.may_reply, post.may_boost, plain, own))
    return filled(pieces, fill)


def _mine(post: Shown) -> str:
    """The reader's own marks as classes."""
    classes = []
    if post.boosted:
        classes.append("has-boosted")
    if post.bookmarked:
        classes.append("has-bookmarked")
    if post.reacted:
        classes.append("has-reacted")
        order = [reaction.emoji for reaction in post.body.reactions]
        classes += [f"mine-{order.index(post.reacted) + 1}"] if post.reacted in order else []
    classes += [f"voted-{place + 1}" for place in post.voted]
    return " ".join(classes)


def _troubles(troubles: list[str]) -> str:
    """For its author alone: what could not be made ready, and why."""
    return render_to_string("web/post/troubles.html", {"troubles": troubles})


def _gate_of(post: Shown, language: str) -> str:
    sentence = str(post.told.sentence)
    return _gate(post.told.gate, sentence, language, tuple(known()) if ":" in sentence else ())


@lru_cache(maxsize=10_000)
def _gate(state: str, sentence: str, _language: str, _own: tuple[str, ...]) -> str:
    return str(gate(state, sentence))


def _pieces(post: Shown, key: _Key) -> Drawn:
    quote = _quote_mark(post.quote)
    kept = _kept.get(key)
    if kept is None or kept.body != post.json or kept.quote != quote:
        kept = _Kept(post.json, quote, _draw(post, key.plain))
        _kept.put(key, kept)
    return kept.pieces


def _quote_mark(quote: Shown | Literal["unavailable"] | None) -> bytes | str | None:
    return quote.json if isinstance(quote, Shown) else quote


def _draw(post: Shown, plain: bool) -> Drawn:
    """Draw the card once with gaps, and take it apart at them."""
    context = {"post": _context(post), "mine": gap("mine"), "line": False, "plain": plain}
    html = tidy(get_template(_CARD).render(context))
    # What people wrote comes in last: in it every space counts.
    html = html.replace(gap("html"), with_emoji(post.body.html, post.body.emoji))
    if isinstance(post.quote, Shown):
        html = html.replace(gap("quoted"), with_emoji(post.quote.body.html, post.quote.body.emoji))
    return apart(html)


def context_of(post: Shown) -> dict[str, Any]:
    """A post as `web/post/card.html` reads it, for pages that draw it with this reader's own part."""
    return {
        **_context(post),
        "html": with_emoji(post.body.html, post.body.emoji),
        "quote": _quote_whole(post.quote),
        "gate_html": "",
        "gate": post.told.gate,
        "sentence": str(post.told.sentence),
        **by_kind(post.pictures),
        "troubles_html": mark_safe(_troubles(post.troubles)) if post.troubles else "",  # noqa: S308 (a template)
        "preview": preview_of(post, post.card_picture),
        "story": _story(post, post.pictures),
    }


def _context(post: Shown) -> dict[str, Any]:
    body = post.body
    return {
        "url": post.url,
        "acts": f"/p/{post.public_id}",
        "author": post.author,
        "at": body.at,
        "told_on": date.fromisoformat(body.told_on) if body.told_on else None,
        "edited_at": body.edited_at,
        "edition": edition(body.edited_at),
        "gate": body.gate,
        "sentence": "",
        "gate_html": gap("gate"),
        "note": body.note,
        "covered": body.sensitive and not body.note,
        "html": gap("html") if body.html else "",
        "language": body.language,
        **by_kind(picture_gaps(post)),
        "troubles_html": gap("trouble"),
        "quote": _quote(post.quote),
        "preview": preview_of(post, gap("preview")),
        "reactions": _reactions(post),
        "replies": body.replies,
        "boosts": body.boosts,
        "can_reply": post.may_reply,
        "can_boost": post.may_boost,
        "can_quote": post.may_boost and post.may_quote,
        "ends_at": body.ends_at,
        "story": _story(post, picture_gaps(post)),
        "poll": _poll(body.poll),
    }


def _story(post: Shown, pictures: Sequence[Any]) -> dict[str, Any] | None:
    """What a list shows of a story: its title, its cover, how long it takes."""
    body = post.body
    if not body.title:
        return None
    ids = [picture.id for picture in body.pictures]
    cover = pictures[ids.index(body.cover)] if body.cover in ids else None
    return {"title": body.title, "minutes": body.minutes, "cover": cover}


def _poll(poll: Poll | None) -> dict[str, Any] | None:
    """A poll as everybody sees it: bars once numbers are told, buttons while it is open."""
    if poll is None:
        return None
    most = max((option.count or 0 for option in poll.options), default=0)
    return {
        "open": not poll.over,
        "ends_at": poll.ends_at,
        "multiple": poll.multiple,
        "hidden": poll.voters is None,
        "voters": poll.voters or 0,
        "options": [
            {
                "text": option.text,
                "count": option.count,
                "share": round(100 * (option.count or 0) / poll.voters) if poll.voters else 0,
                "ahead": bool(most) and option.count == most,
            }
            for option in poll.options
        ],
    }


def by_kind(files: Iterable[Any]) -> dict[str, list[Any]]:
    """Pictures stand together; videos and sounds below them."""
    found: dict[str, list[Any]] = {"pictures": [], "films": []}
    for file in files:
        kind = file["kind"] if isinstance(file, dict) else file.kind
        found["pictures" if kind == "picture" else "films"].append(file)
    return found


def preview_of(post: Shown, picture: str) -> dict[str, Any] | None:
    """What its first link shows of itself, for `web/post/preview.html`. `picture`: its address, or a gap."""
    preview = post.body.preview
    if preview is None:
        return None
    return {
        "url": preview.url,
        "title": preview.title,
        "text": preview.description,
        "site": " · ".join(filter(None, (preview.author, preview.site))),
        "moves": preview.kind == "video",
        "picture_url": picture if preview.picture else "",
    }


def _quote(quote: Shown | Literal["unavailable"] | None) -> dict[str, Any] | None:
    if quote is None:
        return None
    if not isinstance(quote, Shown):
        return {"gone": True}
    body = quote.body
    return {
        "url": quote.url,
        "author": quote.author,
        "at": body.at,
        "edition": edition(body.edited_at),
        "note": body.note,
        "title": body.title,
        "html": gap("quoted"),
    }


def _quote_whole(quote: Shown | Literal["unavailable"] | None) -> dict[str, Any] | None:
    drawn = _quote(quote)
    return (
        {**drawn, "html": with_emoji(quote.body.html, quote.body.emoji)}
        if drawn is not None and isinstance(quote, Shown)
        else drawn
    )


def _reactions(post: Shown) -> list[dict[str, Any]]:
    language = (translation.get_language() or "en").split("-")[0]
    return [
        {
            "emoji": each.emoji,
            "name": name_of_emoji(each.emoji, language),
            "count": each.count,
            "url": each.url,
        }
        for each in post.body.reactions
    ]


def _reader(request: HttpRequest) -> int | None:
    """The face that reads."""
    return getattr(request, "face_id", None)


def _why(post: Shown, me: int | None) -> str:
    """The line above a post: who boosted it, or whom it answers."""
    language = translation.get_language() or "en"
    if post.boosted_by is not None:
        return _line("repeat-2", "boosted", bare(post.boosted_by.name), post.boosted_by.url, language)
    if post.answers is not None and post.answers.id == me:
        return _line("message-circle", "answers you", "", post.url, language)
    if post.answers is not None:
        return _line("message-circle", "answers", bare(post.answers.name), post.url, language)
    return ""


@lru_cache(maxsize=10_000)
def _line(symbol: str, what: str, name: str, url: str, _language: str) -> str:
    said = {
        "boosted": _("%(name)s boosted"),
        "answers": _("In reply to %(name)s"),
        "answers you": _("In reply to you"),
    }[what]
    return render_to_string(_WHY, {"symbol": symbol, "words": said % {"name": isolated(name)}, "url": url})
