"""What an archive of one face holds: its own words, and what it was shown by name. A chunk at a time."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet

from hedgerow.boundary import reads as boundary
from hedgerow.kernel.clock import from_us
from hedgerow.kernel.errors import NotFound
from hedgerow.people.audiences import reads as audiences
from hedgerow.people.circles import reads as circles
from hedgerow.people.faces import reads as faces
from hedgerow.talk.collections import reads as collections
from hedgerow.talk.conversations import reads as talks
from hedgerow.talk.models import Attachment, Bookmark, BroughtPost, Conversation, Media, Post, Revision
from hedgerow.talk.posts import words
from hedgerow.talk.posts.hanging import seen_by
from hedgerow.talk.posts.showing import Shown, shown

AT_ONCE = 200
Item = dict[str, Any]


def chunks(rows: QuerySet[Post, Post]) -> Iterator[list[Post]]:
    """These posts, oldest first, so many at once; what comes while one reads is left to the next archive."""
    after = 0
    while some := list(rows.filter(public_id__gt=after).order_by("public_id")[:AT_ONCE]):
        yield some
        after = some[-1].public_id


def own(actor: int) -> QuerySet[Post, Post]:
    """What the face said itself: posts and replies."""
    return Post.objects.visible(actor).filter(author=actor, boost_of=None, conversation=None)


def named(actor: int) -> QuerySet[Post, Post]:
    """What others addressed to the face by its name, and it may see now."""
    rows = Post.objects.visible(actor).exclude(author=actor).filter(boost_of=None, conversation=None)
    return rows.filter(audience__term__include=True, audience__term__face=actor).distinct()


def boosted(actor: int) -> QuerySet[Post, Post]:
    """What the face boosted."""
    return Post.objects.visible(actor).filter(author=actor, boost_of__isnull=False)


def kept(actor: int) -> list[Item]:
    """Bookmarks as addresses: the words are others'."""
    rows = Bookmark.objects.filter(seen_by(actor), face=actor).order_by("id")
    places = _places(actor, list(rows.values_list("post_id", flat=True)))
    return [{"url": url, "author": author} for url, author in places.values()]


def boosts(actor: int, posts: list[Post]) -> list[Item]:
    """Boosts as addresses."""
    places = _places(actor, [post.boost_of_id for post in posts if post.boost_of_id is not None])
    found = ((post, places.get(post.boost_of_id or 0)) for post in posts)
    return [{"at": _when(post), "url": place[0], "author": place[1]} for post, place in found if place]


def conversations(actor: int) -> list[Conversation]:
    """Where the face sits, or sat: what it may see there is asked of each message."""
    rows = Conversation.objects.filter(seats__face=actor).exclude(seats__face=actor, seats__state="declined")
    return list(rows.order_by("id").distinct())


def messages(actor: int, conversation: Conversation) -> QuerySet[Post, Post]:
    """The messages of a conversation that the face may see."""
    return Post.objects.visible(actor).filter(conversation=conversation, boost_of=None)


def norms(actor: int, conversation: Conversation) -> str:
    """How a group uses its conversation, for who is in it now; empty for none."""
    try:
        found = talks.norms(actor, conversation.public_id)
    except NotFound:
        return ""
    return found.text if found is not None else ""


def seated(actor: int, conversation: Conversation) -> list[str]:
    """The addresses of those in a conversation, for who is in it now: whoever left is not told any more."""
    seats = list(conversation.seats.filter(state__in=("in", "asked")).values_list("face", flat=True))
    if actor not in seats:
        return []
    return sorted(card.address for card in faces.cards(seats).values() if card.state == "active")


def told(actor: int, posts: list[Post]) -> list[Item]:
    """Own posts as the archive keeps them, audiences in words and as a choice that an import understands."""
    numbers = [post.pk for post in posts]
    drawn = {one.id: one for one in shown(actor, numbers)}
    places = _places(actor, [each for post in posts for each in (post.reply_to_id, post.quote_of_id) if each])
    files = _files(numbers)
    versions = _versions(actor, numbers)
    dates = dict(BroughtPost.objects.filter(post__in=numbers).values_list("post", "told_at"))
    said = boundary.read_audiences({post.audience_id for post in posts})
    names = Names(actor)
    return [
        {
            **_words(post),
            "url": f"{settings.SITE_URL}{drawn[post.pk].url}",
            "told_at": dates[post.pk].isoformat() if post.pk in dates else None,
            "edited_at": post.edited_at.isoformat() if post.edited_at else None,
            "audience": _audience(
                names, drawn[post.pk].told, audiences.choice_of(actor, said[post.audience_id])
            ),
            "answers": _place(places, post.reply_to_id),
            "quotes": _place(places, post.quote_of_id),
            "media": files.get(post.pk, []),
            "poll": _poll(drawn[post.pk]),
            "vanishes_at": from_us(post.expires_at).isoformat() if post.expires_at else None,
            "versions": versions.get(post.pk, []),
            "pinned": post.pinned_at is not None,
            "sensitive": post.sensitive,
            "unlisted": post.unlisted,
            "may_quote": post.may_quote,
        }
        for post in posts
        if post.pk in drawn
    ]


def _poll(one: Shown) -> Item | None:
    """What a post asks, with the numbers as its readers see them."""
    poll = one.body.poll
    if poll is None:
        return None
    options = [{"text": option.text, "count": option.count} for option in poll.options]
    return {"options": options, "several": poll.multiple}


def boards(actor: int) -> list[Item]:
    """The face's own collections, with the addresses of the posts on them that it may see now."""
    names = Names(actor)
    return [_board(actor, one, names) for one in collections.own(actor)]


def _board(actor: int, one: collections.Board, names: "Names") -> Item:
    posts: list[str] = []
    after: int | None = None
    while True:
        page = collections.items(actor, one.public_id, after, AT_ONCE)
        posts += [f"{settings.SITE_URL}{post.url}" for post in page.shown]
        if page.next is None:
            break
        after = page.next
    return {
        "url": f"{settings.SITE_URL}{one.url}",
        "name": one.name,
        "description": one.description,
        "audience": _audience(names, one.told, collections.choice(actor, one.public_id)),
        "cover": f"media/{cover}" if (cover := collections.own_cover(actor, one.public_id)) else "",
        "cover_alt": one.cover_alt,
        "posts": posts,
    }


def of_others(actor: int, posts: list[Post]) -> list[Item]:
    """Posts and messages that the face was shown, without their files: those are others'."""
    drawn = {one.id: one for one in shown(actor, [post.pk for post in posts])}
    return [
        {**_words(post), "url": f"{settings.SITE_URL}{one.url}", "author": one.author.address}
        for post in posts
        if (one := drawn.get(post.pk)) is not None
    ]


def said_in(actor: int, posts: list[Post]) -> list[Item]:
    """Messages with who said them; with the files of one's own."""
    own = [post.pk for post in posts if post.author_id == actor]
    files, kept = _files(own), _attached(own)
    cards = faces.cards({post.author_id for post in posts})
    return [
        {
            **_words(post),
            "author": _address(cards.get(post.author_id)),
            "media": files.get(post.pk, []),
            "files": kept.get(post.pk, []),
        }
        for post in posts
    ]


def _attached(posts: list[int]) -> dict[int, list[Item]]:
    """Files that own messages carry."""
    found: dict[int, list[Item]] = {}
    for row in Attachment.objects.filter(post__in=posts).order_by("post", "position"):
        found.setdefault(row.post_id, []).append({"file": f"media/{row.blob}", "name": row.name})
    return found


def _words(post: Post) -> Item:
    return {
        "id": str(post.public_id),
        "at": _when(post),
        "title": post.title,
        "text": post.text,
        # Of a story only the first lines are kept as HTML.
        "html": words.whole(post.text).html if post.title else post.html,
        "note": post.content_note,
        "language": post.language,
    }


def _address(card: faces.FaceCard | None) -> str:
    return card.address if card is not None and card.state != "gone" else ""


def _when(post: Post) -> str:
    return from_us(post.entered_at).isoformat()


def _places(actor: int, numbers: list[int]) -> dict[int, tuple[str, str]]:
    """Address and author's handle of other posts, where the face may see them."""
    rows = Post.objects.visible(actor).filter(pk__in=numbers).values_list("pk", "public_id", "author")
    found = list(rows)
    cards = faces.cards({author for _pk, _public_id, author in found})
    by_number = {
        pk: (f"{settings.SITE_URL}/@{cards[author].address}/{public_id}", cards[author].address)
        for pk, public_id, author in found
    }
    return {number: by_number[number] for number in numbers if number in by_number}


def _place(places: dict[int, tuple[str, str]], number: int | None) -> Item | None:
    if number is None:
        return None
    found = places.get(number)
    return {"url": found[0], "author": found[1]} if found else {"url": "", "author": ""}


def _files(posts: list[int]) -> dict[int, list[Item]]:
    found: dict[int, list[Item]] = {}
    rows = Media.objects.filter(post__in=posts, state=Media.State.READY).exclude(blob="")
    covers = set(rows.filter(post__cover=F("pk")).values_list("pk", flat=True))
    for row in rows.order_by("post", "position"):
        about: Item = {"file": f"media/{row.blob}", "kind": row.kind, "mime": row.mime, "alt": row.alt}
        if row.captions_blob:
            about |= {"captions": f"media/{row.captions_blob}", "language": row.captions_language}
        if row.pk in covers:
            about["cover"] = True
        found.setdefault(row.post_id or 0, []).append(about)
    return found


def _versions(actor: int, posts: list[int]) -> dict[int, list[Item]]:
    """What own posts were before their edits."""
    found: dict[int, list[Item]] = {}
    for row in Revision.objects.filter(post__in=posts).order_by("post", "version"):
        about = {"at": row.at.isoformat(), "text": row.text, "note": row.content_note}
        found.setdefault(row.post_id, []).append(about)
    return found


class Names:
    """Circles and people of one face's audiences by names that mean something elsewhere."""

    def __init__(self, actor: int) -> None:
        self.actor = actor
        self.circles = {row.public_id: f"{row.kind}:{row.name}" for row in circles.rows(actor)}

    def circles_of(self, numbers: list[int]) -> list[str]:
        """`own:Family`, `label:friend`; what has gone by now is left out."""
        return [self.circles[number] for number in numbers if number in self.circles]

    def left_out(self, numbers: list[int]) -> list[str]:
        """The same for circles kept out: one that has gone still counts, so that nothing widens."""
        return [self.circles.get(number, "gone:") for number in numbers]

    def people_of(self, numbers: list[int]) -> list[str]:
        """Addresses with this site's domain."""
        cards = faces.cards(faces.by_public_ids(numbers).values())
        here = settings.DOMAIN
        return [card.address if "@" in card.address else f"{card.address}@{here}" for card in cards.values()]


def _audience(names: Names, said: audiences.Told, choice: audiences.Choice | None) -> Item:
    told = {"words": said.sentence, "gate": said.gate}
    if choice is None:
        # Narrowed by and by: no single choice says it, so an import keeps it to oneself.
        return {**told, "scope": "nobody", "exact": False}
    return {
        **told,
        "scope": choice.scope,
        "circles": names.circles_of(choice.circles),
        "people": names.people_of(choice.people),
        "without_circles": names.left_out(choice.without_circles),
        "without_people": names.people_of(choice.without_people),
        "exact": True,
    }
