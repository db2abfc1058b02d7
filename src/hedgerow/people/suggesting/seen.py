"""What a face sees of its contacts, as numbers and words."""

import re
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

import msgspec

SHORTEST_WORD = 4
_WORD = re.compile(r"[^\W\d_]+")


class Seen(msgspec.Struct, frozen=True):
    """`people` and `ties` by dense ids; `words`: each profile's words, folded and as shown."""

    people: list[int]
    ties: list[tuple[int, int]]
    words: dict[int, dict[str, str]]

    def within(self, other: "Seen") -> bool:
        """Is all of this still to be seen in the other?"""
        return (
            set(self.people) <= set(other.people)
            and set(self.ties) <= set(other.ties)
            and all(shown.keys() <= other.words.get(face, {}).keys() for face, shown in self.words.items())
        )


def words(
    name: str, bio: str, links: Iterable[dict[str, str]], domain: str, labels: Collection[str]
) -> dict[str, str]:
    """The words by which a profile may be like others: family, text, links, one's own labels."""
    found = {word.casefold(): word for word in _WORD.findall(bio) if len(word) >= SHORTEST_WORD}
    # An initial is no name that people share.
    family = [word for word in name.split()[1:][-1:] if len(word.rstrip(".")) > 1]
    hosts = [urlsplit(link.get("url", "")).hostname or "" for link in links]
    for word in (*family, *(host.removeprefix("www.") for host in hosts), domain, *labels):
        if word:
            found[word.casefold()] = word
    return found
