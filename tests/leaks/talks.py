"""Conversations of the cast, with every kind of viewer in them, for the tests of this folder."""

import io

from hedgerow.talk.conversations import acts, reads
from hedgerow.talk.conversations.acts import Said
from hedgerow.talk.models import Attachment
from tests.cast import Cast, mark


def converse(cast: Cast) -> None:
    """Alice and Bob; a group that Carol joined later and Dan was taken out of; Heidi asks Bob; others."""
    cast.talks["two"] = _begin(cast, "talk_two", "alice", "bob")
    group = cast.talks["group"] = _begin(cast, "talk_early", "alice", "bob", "dan")
    _say(cast, "talk_of_dan", "dan", group)
    acts.add(cast.alice, group, [cast.carol])
    acts.accept(cast.carol, group)
    acts.remove(cast.alice, group, cast.dan)
    _say(cast, "talk_late", "bob", group)
    acts.rename(cast.alice, group, "The talkers")
    cast.talks["asked"] = _begin(cast, "talk_asked", "heidi", "bob")
    cast.talks["others"] = _begin(cast, "talk_others", "bob", "dan")


def _begin(cast: Cast, name: str, who: str, *others: str) -> int:
    kept = acts.bring(cast.faces[who], io.BytesIO(mark(name).encode()), f"{mark(name)}.txt", 20)
    said = Said(f"{mark(name)} says {who}", files=[kept])
    number = acts.begin(cast.faces[who], [cast.faces[other] for other in others], said)
    cast.posts[name] = reads.messages(cast.faces[who], number).items[-1].number
    return number


def _say(cast: Cast, name: str, who: str, conversation: int) -> None:
    cast.posts[name] = acts.say(cast.faces[who], conversation, Said(f"{mark(name)} says {who}"))


def talk_files() -> list[int]:
    """Every file that a message carries, by its outside id."""
    return list(Attachment.objects.values_list("public_id", flat=True))
