"""What leaves the site of a notification or a post: as little as the receiver chose."""

from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hedgerow.delivery.notifications import words
from hedgerow.delivery.notifications.reads import Group, excerpt
from hedgerow.kernel.counting import filled
from hedgerow.people.emoji.reads import bare
from hedgerow.people.members.reads import Mailbox
from hedgerow.talk.posts.reads import Shown

TOGETHER = 3
"""More than so many things become one message."""


class Item(msgspec.Struct, frozen=True):
    """One thing that happened: a sentence, the words of a post where they may leave the site, an address."""

    words: str
    excerpt: str
    url: str


class Message(msgspec.Struct, frozen=True):
    """What a device shows. A newer one of the same tag takes its place."""

    title: str
    body: str
    tag: str
    url: str


@contextmanager
def manners(box: Mailbox) -> Iterator[None]:
    """In the language and the time zone of whom is told."""
    with translation.override(box.language), timezone.override(box.time_zone):
        yield


def words_of(post: Shown | None, excerpts: bool) -> str:
    """The beginning of a post, where it is public or its receiver allowed it; its note, where it has one."""
    if post is None or not (post.body.public or excerpts):
        return ""
    return post.body.note or excerpt(post.body.html)


def link(path: str) -> str:
    """A full address on this site."""
    return f"{settings.SITE_URL}{path}"


def item(group: Group, excerpts: bool) -> Item:
    """A group as a mail tells it."""
    url = link(f"/notifications/to/{group.public_id}")
    return Item(bare(words.words(group)), words_of(group.post, excerpts), url)


def headline(groups: list[Group]) -> str:
    """The first thing, and how many more."""
    first, more = bare(words.words(groups[0])), len(groups) - 1
    if not more:
        return first
    form = ngettext("%(first)s, and %(n)d thing more", "%(first)s, and %(n)d things more", more)
    return filled(form, {"first": first, "n": more})


def messages(groups: list[Group], excerpts: bool, whom: str) -> list[Message]:
    """What a device shows for these groups. `whom`: the face it is for, where a device hears for several."""
    if len(groups) > TOGETHER:
        return [Message(headline(groups), whom, "news", "/notifications")]
    return [
        Message(
            said.words,
            " · ".join(part for part in (whom, said.excerpt) if part),
            _tag(group),
            f"/notifications/to/{group.public_id}",
        )
        for group in groups
        for said in [item(group, excerpts)]
    ]


def _tag(group: Group) -> str:
    return f"post-{group.post.public_id}" if group.post is not None else group.kind


def trial() -> Message:
    """A message that only shows that messages arrive."""
    return Message(
        _("It works"), _("This is how news reaches you on this device."), "trial", "/notifications"
    )
