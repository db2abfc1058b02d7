"""Hints for whoever has a conversation open: what to look at again, as numbers, never words.

A hint is not the truth: each stream asks the boundary before it shows anything for one. What is only passing
(that somebody is writing) travels here and is stored nowhere.
"""

import msgspec

from hedgerow.boundary import epoch
from hedgerow.kernel import bus
from hedgerow.kernel.writing import after_commit
from hedgerow.talk.keys import conversation_key

MESSAGE, READ, WRITING, PEOPLE = "message", "read", "writing", "people"


class Hint(msgspec.Struct, frozen=True):
    """Look again: at a message (its dense id), at how far a face has read, at a face that is writing, or at
    who is there and what happened.
    """

    kind: str
    number: int = 0


_decoder = msgspec.json.Decoder(Hint)


def channel(conversation: int) -> str:
    """Where the hints of a conversation (dense id) are heard."""
    return f"talk:conversation:{conversation}"


def changed(conversation: int, kind: str, number: int = 0, *keys: int) -> None:
    """Something in a conversation is no longer what it was, and with it what rests on these keys of the
    epoch. Inside a write; heard after it.
    """
    epoch.changed([conversation_key(conversation), *keys])
    after_commit(lambda: tell(conversation, kind, number))


def tell(conversation: int, kind: str, number: int = 0) -> None:
    """Hint without anything being stored."""
    bus.publish(channel(conversation), msgspec.json.encode(Hint(kind, number)))


def read(body: bytes) -> Hint | None:
    """What a message of the bus hints at; None for one that only says that others were missed."""
    return _decoder.decode(body) if body else None
