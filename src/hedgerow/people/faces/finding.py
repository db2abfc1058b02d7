"""What can be found of faces by words: of handle, name and what they say of themselves. Shows nothing.

Whoever allows to be found stands in the one scope that is looked through for everybody. The words of the
others are kept beside it, and read for their own contacts alone: nobody's search walks over them.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from hedgerow.kernel.searching import asking, words
from hedgerow.kernel.searching.asking import Phrase
from hedgerow.kernel.searching.index import Doc, Index, Reach
from hedgerow.kernel.searching.languages import Wanted
from hedgerow.kernel.writing import write
from hedgerow.people.models import Face, Follow, FoundFace

from . import rules

EVERYBODY = "p"
MOST = 200
"""So many who allow it are looked at, the newest first."""
MOST_LEFT_OUT = 200
BATCH = 500

index = Index(FoundFace)


def refresh(faces: Iterable[int]) -> None:
    """Take in what these faces say now; who does not stand is found no more. Inside `write()`."""
    for some in rules.chunks(dict.fromkeys(faces), BATCH):
        # Locked: who changes a face at the same time takes it in after us.
        rows = Face.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=some).order_by("pk")
        docs = [
            _doc(face, (handle, name, bio), no_index=no_index or limited)
            for face, handle, name, bio, no_index, limited, state, member_state in rows.values_list(
                "id", "handle", "name", "bio", "no_index", "limited", "state", "member__state"
            )
            if rules.standing(state, member_state) == rules.ACTIVE
        ]
        index.drop(set(some).difference(doc.thing for doc in docs))
        index.put(docs)


def _doc(face: int, said: Sequence[str], *, no_index: bool) -> Doc:
    scopes = () if no_index else (EVERYBODY,)
    return Doc(face, face, scopes, " ".join(words.words_of("\n".join(said))), (_mark(face),))


def _mark(face: int) -> str:
    return f"a{face:d}"


def rebuild(tell: Callable[[int], object] = lambda count: None) -> int:
    """Take every face in anew; how many can be found. `tell` hears now and then how many are looked at."""
    with write():
        index.clear()
    last = looked_at = 0
    while some := list(Face.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        with write():
            refresh(some)
        last, looked_at = some[-1], looked_at + len(some)
        tell(looked_at)
    return FoundFace.objects.count()


def asked(text: str) -> tuple[Phrase, ...]:
    """What was typed, the last word of it only begun."""
    found = asking.read(text.replace("-", " ")).phrases
    return (*found[:-1], found[-1]._replace(begun=True)) if found else ()


def by_words(phrases: Sequence[Phrase], without: Collection[int]) -> list[int]:
    """Faces that allow everybody to find them, at most `MOST`, leaving out these."""
    marks = tuple(_mark(face) for face in sorted(without)[:MOST_LEFT_OUT])
    reach = Reach(((EVERYBODY, 0),), no_marks=marks)
    return [face for _, face in index.find(Wanted(tuple(phrases)), reach, MOST)]


def among_contacts(viewer: int, phrases: Sequence[Phrase]) -> set[int]:
    """Those who follow the viewer or whom it follows, and whose words are asked for, whether they allow
    others to find them or not.
    """
    followed = Follow.objects.filter(follower=viewer).values("followed")
    followers = Follow.objects.filter(followed=viewer).values("follower")
    rows = FoundFace.objects.filter(thing__in=followed.union(followers)).values_list("thing", "words")
    return {face for face, said in rows if asking.holds(said, phrases)}


def is_named(handle: str, name: str, phrases: Sequence[Phrase]) -> bool:
    """Is what was asked for in the name or handle, not only in what somebody says of themselves?"""
    return asking.holds(" ".join(words.words_of(f"{handle}\n{name}")), phrases)
