"""How apps of the Mastodon client API call our kinds of notifications. Pure."""

from collections.abc import Sequence

from .lists import Item

TYPES: dict[str, frozenset[str]] = {
    "mention": frozenset({"mention", "reply", "named", "message"}),
    "status": frozenset({"answer", "said"}),
    "reblog": frozenset({"boost"}),
    "follow": frozenset({"follow"}),
    "follow_request": frozenset({"request"}),
    "favourite": frozenset({"reaction"}),
    "poll": frozenset({"poll"}),
    "update": frozenset({"edit"}),
    "quote": frozenset({"quote"}),
    "quoted_update": frozenset({"edit"}),
    "admin.sign_up": frozenset({"waiting"}),
    "admin.report": frozenset({"report"}),
    "moderation_warning": frozenset({"warning", "accident"}),
    "severed_relationships": frozenset(),
}
"""The original's types, and the kinds of ours they stand for. That somebody let one follow, and that a draft
came back, are none of them: apps are not told.
"""

KINDS = frozenset().union(*TYPES.values())


def type_of(item: Item) -> str:
    """Which type it is. A changed post is `update` for who boosted it, `quoted_update` for who quoted it."""
    if item.kind == "edit":
        return "update" if item.post is not None and item.post.boosted else "quoted_update"
    return next(name for name, kinds in TYPES.items() if item.kind in kinds)


def kinds_of(types: Sequence[str], without: Sequence[str]) -> frozenset[str]:
    """Our kinds for these types (all when none is named) but those."""
    wanted = frozenset().union(*(TYPES.get(name, frozenset()) for name in types)) if types else KINDS
    out = [name for name in without if name not in ("update", "quoted_update")]
    if {"update", "quoted_update"} <= set(without):
        out.append("update")
    return wanted - frozenset().union(*(TYPES.get(name, frozenset()) for name in out))
