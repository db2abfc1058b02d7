"""What an app may do, said to the person who lets it in."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from . import rules

SENTENCES: dict[str, str | Promise] = {
    "read": _("Read everything this face can read: posts, messages, contacts and settings"),
    "write": _("Do everything this face can do: write, answer, send messages, follow, change the profile"),
    "follow": _("See whom this face follows, blocks and mutes, and change that"),
    "push": _("Tell you on your device what is new"),
    "profile": _("See this face's name, handle and picture"),
    "admin:read": _("See what moderators and operators see, where you are one"),
    "admin:write": _("Act as a moderator or operator, where you are one"),
    "read:accounts": _("Read people's pages and this face's own"),
    "read:blocks": _("See whom this face blocks"),
    "read:bookmarks": _("See this face's bookmarks"),
    "read:favourites": _("See what this face reacted to"),
    "read:filters": _("See this face's filters"),
    "read:follows": _("See whom this face follows and who asks to follow it"),
    "read:lists": _("See this face's circles and who is in them"),
    "read:mutes": _("See whom this face mutes"),
    "read:notifications": _("See this face's notifications"),
    "read:search": _("Search as this face"),
    "read:statuses": _("Read the posts and messages this face can read"),
    "write:accounts": _("Change this face's profile"),
    "write:blocks": _("Block people, and take it back"),
    "write:bookmarks": _("Set bookmarks, and remove them"),
    "write:conversations": _("Mute and delete conversations"),
    "write:favourites": _("React to posts"),
    "write:filters": _("Change this face's filters"),
    "write:follows": _("Follow people, and answer who asks to follow"),
    "write:lists": _("Change this face's circles and who is in them"),
    "write:media": _("Send pictures, videos and sounds"),
    "write:mutes": _("Mute people and threads, and take it back"),
    "write:notifications": _("Clear notifications"),
    "write:reports": _("Report to the moderators"),
    "write:statuses": _("Write, change and delete posts and messages"),
}


def sentences(scopes: Iterable[str]) -> list[str]:
    """What these scopes allow, each thing once: what a group covers is not said again."""
    granted = frozenset(map(_spoken, scopes))
    return [
        str(words) for scope, words in SENTENCES.items() if scope in granted and not _covered(scope, granted)
    ]


def _spoken(scope: str) -> str:
    """Moderators' scopes are spoken of by their group."""
    return ":".join(scope.split(":")[:2]) if scope.startswith("admin:") else scope


def _covered(scope: str, granted: frozenset[str]) -> bool:
    return rules.allows(granted - {scope}, scope)
