"""Making, changing and dropping filters."""

from collections.abc import Collection, Sequence
from datetime import datetime

import msgspec
from django.utils.translation import gettext as _

from hedgerow.boundary import epoch
from hedgerow.kernel import limits
from hedgerow.kernel.errors import NotFound, Refused
from hedgerow.kernel.outbox import emit
from hedgerow.kernel.writing import write
from hedgerow.talk.models import Filter, FilteredPost, FilterWord
from hedgerow.talk.posts import reads as posts

from . import rules
from .events import FiltersChanged


class WordChange(msgspec.Struct, frozen=True):
    """Words to add (`id` None), to change, or to take away (`gone`). What is None stays as it was."""

    id: int | None = None
    words: str | None = None
    whole: bool | None = None
    gone: bool = False


class Change(msgspec.Struct, frozen=True):
    """What is to be changed of a filter; what is None, or left out, stays as it was."""

    title: str | None = None
    contexts: Collection[str] | None = None
    action: str | None = None
    expires_at: datetime | msgspec.UnsetType | None = msgspec.UNSET
    """None: it does not end by itself."""
    words: Sequence[WordChange] = ()


def make(actor: int, said: Change) -> int:
    """A new filter; its number. Raises Refused."""
    columns: dict[str, object] = {
        "title": rules.title_of(said.title or ""),
        "contexts": rules.contexts_of(said.contexts or ()),
    }
    columns |= _columns(said)
    limits.allow(f"filter:{actor}", limit=300, per_seconds=3600)
    with write():
        if Filter.objects.filter(face=actor).count() >= rules.MOST_FILTERS:
            raise Refused("base", _("You have as many filters as one can keep."))
        made = Filter.objects.create(face_id=actor, **columns)
        _put_words(made, said.words)
        _say(actor)
    return made.public_id


def change(actor: int, public_id: int, said: Change) -> None:
    """Change a filter. Raises NotFound, Refused."""
    columns = _columns(said)
    limits.allow(f"filter:{actor}", limit=300, per_seconds=3600)
    with write():
        found = _own(actor, public_id)
        if columns:
            Filter.objects.filter(pk=found.pk).update(**columns)
        _put_words(found, said.words)
        _say(actor)


def _columns(said: Change) -> dict[str, object]:
    columns: dict[str, object] = {}
    if said.title is not None:
        columns["title"] = rules.title_of(said.title)
    if said.contexts is not None:
        columns["contexts"] = rules.contexts_of(said.contexts)
    if said.action is not None:
        columns["action"] = rules.action_of(said.action)
    if said.expires_at is not msgspec.UNSET:
        columns["expires_at"] = said.expires_at
    return columns


def _put_words(found: Filter, changes: Sequence[WordChange]) -> None:
    for each in changes:
        if each.id is None:
            _add_word(found, each)
        else:
            _change_word(found, each.id, each)


def _add_word(found: Filter, said: WordChange) -> int:
    if found.words.count() >= rules.MOST_WORDS:
        raise Refused("keyword", _("This filter has as many words as one can have."))
    whole = True if said.whole is None else said.whole
    return FilterWord.objects.create(
        filter=found, words=rules.words_of(said.words or ""), whole=whole
    ).public_id


def _change_word(found: Filter, number: int, said: WordChange) -> None:
    rows = found.words.filter(public_id=number)
    new: dict[str, object] = {} if said.words is None else {"words": rules.words_of(said.words)}
    if said.whole is not None:
        new["whole"] = said.whole
    if not rows.exists():
        raise NotFound
    if said.gone:
        rows.delete()
    elif new:
        rows.update(**new)


def drop(actor: int, public_id: int) -> None:
    """Take a filter away. Raises NotFound."""
    with write():
        _own(actor, public_id).delete()
        _say(actor)


def add_word(actor: int, public_id: int, words: str, whole: bool) -> int:
    """More words for a filter; their number. Raises NotFound, Refused("keyword", …)."""
    with write():
        number = _add_word(_own(actor, public_id), WordChange(words=words, whole=whole))
        _say(actor)
    return number


def drop_word(actor: int, number: int) -> None:
    """Words less for a filter. Raises NotFound."""
    with write():
        if not FilterWord.objects.filter(filter__face=actor, public_id=number).delete()[0]:
            raise NotFound
        _say(actor)


def change_word(actor: int, number: int, words: str | None, whole: bool | None) -> None:
    """Other words. Raises NotFound, Refused("keyword", …)."""
    with write():
        row = FilterWord.objects.select_related("filter").filter(filter__face=actor, public_id=number).first()
        if row is None:
            raise NotFound
        _change_word(row.filter, number, WordChange(number, words, whole))
        _say(actor)


def add_post(actor: int, public_id: int, post: int) -> int:
    """A filter means this post (outside id) too; the number of its naming. Twice is once.

    Raises NotFound: for a filter of somebody else's, and for a post that the actor may not see.
    """
    shown = posts.post(actor, post)
    with write():
        found = _own(actor, public_id)
        if found.posts.count() >= rules.MOST_POSTS:
            raise Refused("status_id", _("This filter has as many posts as one can have."))
        row, _made = FilteredPost.objects.get_or_create(filter=found, post_id=shown.id)
        _say(actor)
    return row.public_id


def drop_post(actor: int, number: int) -> None:
    """A post less for a filter. Raises NotFound."""
    with write():
        if not FilteredPost.objects.filter(filter__face=actor, public_id=number).delete()[0]:
            raise NotFound
        _say(actor)


def _own(actor: int, public_id: int) -> Filter:
    found = Filter.objects.filter(face=actor, public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def _say(actor: int) -> None:
    epoch.changed([epoch.face_key(actor)])
    emit(FiltersChanged(actor))
