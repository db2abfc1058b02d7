"""Bringing collections from our own archives, once their posts are here, and taking them away again."""

import hashlib
import re
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings

from hedgerow.kernel.errors import HedgerowError, NotFound
from hedgerow.kernel.writing import write
from hedgerow.talk.collections import acts as collections
from hedgerow.talk.collections import reads
from hedgerow.talk.models import BroughtCollection, BroughtPost, Collection

from .choosing import Chooser
from .reading import ToldBoard

NOT_MADE, NOT_HERE, NO_COVER = "board", "gathered", "files"


def key(origin: str) -> str:
    """Which thing of which archive it is, in as many characters as fit."""
    return hashlib.sha256(origin.encode()).hexdigest()


class Work:
    """The collections of one import under way. What was done before it was cut short is not done again."""

    def __init__(self, actor: int, brought: int, chooser: Chooser) -> None:
        self.actor, self.brought, self.chooser = actor, brought, chooser
        rows = BroughtCollection.objects.filter(face=actor)
        self.known = {
            origin: (number, by)
            for origin, number, by in rows.values_list("origin", "collection__public_id", "brought")
        }
        self.count = 0

    def bring(self, told: ToldBoard, cover: Path | None) -> list[list[Any]]:
        """One collection, unless it is here; lines for the report."""
        number, by = self.known.get(key(told.origin), (None, self.brought))
        if by != self.brought:
            return []
        report: list[list[Any]] = []
        try:
            if number is None:
                number, missing = self._make(told)
                report += [[told.line, NOT_HERE, told.text[:80]]] if missing else []
        except HedgerowError:
            return [[told.line, NOT_MADE, told.text[:80]]]
        self.count += 1
        if told.cover and not reads.own_cover(self.actor, number) and not self._cover(number, told, cover):
            report.append([told.line, NO_COVER, told.text[:80]])
        return report

    def _make(self, told: ToldBoard) -> tuple[int, int]:
        """The collection with its posts: its outside id, how many of them are not here. Raises Refused."""
        posts = self._posts(told.posts)
        draft = collections.Draft(told.text, told.description, self.chooser.choice(told))
        with write():
            number = collections.make(self.actor, draft)
            put = collections.fill(self.actor, number, posts)
            row = Collection.objects.visible(self.actor).get(public_id=number)
            BroughtCollection.objects.create(
                collection=row, face_id=self.actor, origin=key(told.origin), brought_id=self.brought
            )
        return number, len(told.posts) - put

    def _posts(self, addresses: Iterable[str]) -> list[int]:
        """Outside ids of what these addresses mean here: posts that were brought, or posts of this site."""
        keys = {address: key(address) for address in addresses}
        rows = BroughtPost.objects.filter(face=self.actor, origin__in=list(keys.values()))
        brought = dict(rows.values_list("origin", "post__public_id"))
        found = (brought.get(keys[address]) or _here(address) for address in keys)
        return list(dict.fromkeys(number for number in found if number))

    def _cover(self, number: int, told: ToldBoard, path: Path | None) -> bool:
        """Put its picture on it; was there one?"""
        if path is None:
            return False
        try:
            collections.cover(self.actor, number, path.read_bytes(), told.cover_alt)
        except HedgerowError:
            return False
        return True


_POST = re.compile(r"/@[^/]+/([0-9]{1,18})\Z")


def _here(address: str) -> int:
    """The outside id in an address of this site, 0 for any other; who sees it is not asked."""
    found = _POST.fullmatch(address.removeprefix(settings.SITE_URL))
    return int(found[1]) if found is not None else 0


def take_back(actor: int, brought: int) -> None:
    """Delete the collections that an import made; what is on them stays where it is."""
    for row in list(BroughtCollection.objects.filter(brought=brought).select_related("collection")):
        with write():
            # What was deleted by hand already is not found.
            with suppress(NotFound):
                collections.delete(actor, row.collection.public_id)
            row.delete()
