"""A submit sent twice acts once.

A form carries a random key. The first submit stores its answer under owner and key, in the same transaction
as the act; the second finds it there and gets the same answer. A refused submit stores nothing, so that the
corrected one acts.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar, cast

import msgspec
from django.db import IntegrityError

from hedgerow.kernel.clock import now_us
from hedgerow.kernel.models import Once
from hedgerow.kernel.writing import write

T = TypeVar("T")
KEEP_US = 24 * 3600 * 1_000_000


def once(owner: int, key: str, fn: Callable[[], T]) -> T:
    """The result of `fn`, called at most once for this owner and key (within a day).

    The result must be plain JSON (a number, text, list or dict). Without a key it is simply called. What `fn`
    raises is raised, and nothing is remembered. `fn` runs inside `write()`, so it does nothing slow.
    """
    if not key:
        return fn()
    name = _name(owner, key)
    known = _recall(name)
    if known is None:
        try:
            return _act(owner, name, fn)
        except _Doubled:
            known = _recall(name)
    if known is None:
        raise RuntimeError("a submit vanished while it was being repeated")
    return cast(T, msgspec.json.decode(known))


class _Doubled(Exception):
    """The same submit was committed by somebody else in the meantime."""


def _act(owner: int, name: str, fn: Callable[[], T]) -> T:
    """Claim the name first: a second submit waits here, on the writers' lock or on PostgreSQL's unique
    index.
    """
    with write():
        try:
            with write():
                row = Once.objects.create(key=name, owner=owner, at_us=now_us(), result="")
        except IntegrityError as error:
            raise _Doubled from error
        result = fn()
        row.result = msgspec.json.encode(result).decode()
        row.save(update_fields=["result"])
        return result


def _recall(name: str) -> str | None:
    return Once.objects.filter(key=name).values_list("result", flat=True).first()


def _name(owner: int, key: str) -> str:
    return hashlib.sha256(f"{owner}:{key}".encode()).hexdigest()


def purge() -> int:
    """Forget submits of more than a day ago; returns how many."""
    with write():
        return Once.objects.filter(at_us__lt=now_us() - KEEP_US).delete()[0]
