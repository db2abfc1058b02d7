"""Fetching what links show of themselves."""

from datetime import timedelta

from hedgerow.boundary import epoch
from hedgerow.kernel import blobs, clock, images
from hedgerow.kernel.errors import HedgerowError
from hedgerow.kernel.fetch import fetch
from hedgerow.kernel.jobs import task
from hedgerow.kernel.writing import after_commit, write
from hedgerow.talk.conversations import live
from hedgerow.talk.models import Card, PostCard

from . import rules
from .rules import Said

LONGEST_URL = 2_000
FRESH_FOR = timedelta(days=7)
PAGE_BYTES, PICTURE_BYTES, EMBED_BYTES = 2 << 20, 8 << 20, 128 << 10
SECONDS = 10.0
MANY = 500


def want(post: int, url: str) -> None:
    """Let the post (dense id) carry its first link's card; no link takes the card away. Inside a write."""
    if not url or len(url) > LONGEST_URL:
        PostCard.objects.filter(post=post).delete()
        return
    card, _ = Card.objects.get_or_create(url=url)
    PostCard.objects.update_or_create(post_id=post, defaults={"card": card})
    if card.fetched_at is None or card.fetched_at < clock.now() - FRESH_FOR:
        look.using(unique_key=f"card:{card.pk}").enqueue(card.pk)


@task(max_attempts=3)
def look(card: int) -> None:
    """Fetch what a card's page says, and keep it. A page that refuses is not asked again for a while."""
    url = Card.objects.filter(pk=card).values_list("url", flat=True).first()
    if url is None:
        return
    said = _page(url)
    blob = _picture(said.picture) if said is not None and said.picture else ""
    _keep(card, said, blob)


def _page(url: str) -> Said | None:
    try:
        answer = fetch(url, accept="text/html", max_bytes=PAGE_BYTES, timeout=SECONDS)
    except HedgerowError:
        return None
    if answer.status != 200:
        return None
    page = rules.said(answer.url, answer.headers.get("content-type", ""), answer.body)
    if page is not None and page.oembed:
        page = _embedded(page)
    return page if page is not None and page.title else None


def _embedded(page: Said) -> Said:
    """What the page's own oEmbed answer adds; the page alone where that does not come."""
    try:
        answer = fetch(page.oembed, accept="application/json", max_bytes=EMBED_BYTES, timeout=SECONDS)
    except HedgerowError:
        return page
    if answer.status != 200 or "json" not in answer.headers.get("content-type", ""):
        return page
    return rules.with_embed(page, answer.url, answer.body)


def _picture(url: str) -> str:
    """The picture painted anew, as a file of ours; empty where there is none to be had."""
    try:
        answer = fetch(url, accept="image/*", max_bytes=PICTURE_BYTES, timeout=SECONDS)
        if answer.status != 200:
            return ""
        painted = images.make_picture(answer.body, max_side=1280, thumb=640)
    except HedgerowError:
        return ""
    return blobs.put(painted.small, images.KIND)


def _keep(card: int, said: Said | None, blob: str) -> None:
    with write():
        row = Card.objects.filter(pk=card).first()
        if row is None:
            return
        old, row.blob = row.blob, blob
        row.failed, row.fetched_at = said is None, clock.now()
        if said is not None:
            row.title, row.description, row.site_name = said.title, said.description, said.site
            row.author, row.kind = said.author, said.kind
        row.save()
        if old:
            after_commit(lambda: blobs.delete(old))
        _say_changed(card)


def _say_changed(card: int) -> None:
    posts = PostCard.objects.filter(card=card).values_list("post_id", flat=True)[: MANY + 1]
    keys = [epoch.thing_key(post) for post in posts]
    if keys:
        epoch.changed([epoch.EVERYTHING] if len(keys) > MANY else keys)
    messages = PostCard.objects.filter(card=card, post__conversation__isnull=False).order_by("-post_id")
    for post, conversation in messages.values_list("post_id", "post__conversation_id")[:MANY]:
        live.changed(conversation, live.MESSAGE, post)


def sweep_unused() -> int:
    """Remove cards that no post carries any more, with their pictures; how many."""
    with write():
        unused = Card.objects.filter(postcard=None)[:MANY]
        for card in unused:
            if card.blob:
                after_commit(lambda name=card.blob: blobs.delete(name))  # type: ignore[misc]
            card.delete()
    return len(unused)
