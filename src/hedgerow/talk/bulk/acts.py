"""Writing many posts of many authors. Belongs inside one `write()` of the caller's."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import msgspec

from hedgerow.boundary import bulk, epoch
from hedgerow.boundary.algebra import WHOEVER_SEES_THE_PARENT, Audience
from hedgerow.kernel import rows
from hedgerow.kernel.ids import timed_ids_at
from hedgerow.people.faces import reads as faces
from hedgerow.talk.models import Mention, Post, PostTag, Tag
from hedgerow.talk.posts import rules, words
from hedgerow.talk.posts.words import Written
from hedgerow.talk.searching import jobs as searching


class NewPost(msgspec.Struct, frozen=True):
    """A post that comes with many others. `answers` is the place in the list of the post it replies to."""

    author: int
    text: str
    entered_at: int
    """Microseconds since the Unix epoch; later than that of what it answers, and never in the future."""
    audience: Audience = WHOEVER_SEES_THE_PARENT
    answers: int | None = None
    language: str = "en"


def publish(given: Sequence[NewPost], tell: Callable[[int], object] = lambda count: None) -> list[int]:
    """Write the posts; their public ids in order. `tell` hears now and then how many are written.

    The caller answers for what the single act checks: that authors stand and see what they answer.
    """
    work = _Work(given)
    for wave in _waves(given):
        work.write(wave)
        tell(work.written)
    work.name()
    searching.fill_later()
    epoch.changed([epoch.EVERYTHING])
    return [post.public_id for post in work.posts]


def _waves(given: Sequence[NewPost]) -> Iterable[list[int]]:
    """The places of the posts, roots first, then what answers them, and so on."""
    depths: list[int] = []
    waves: defaultdict[int, list[int]] = defaultdict(list)
    for place, new in enumerate(given):
        depths.append(0 if new.answers is None else depths[new.answers] + 1)
        waves[depths[place]].append(place)
    return [waves[depth] for depth in sorted(waves)]


class _Work:
    """The rows under way."""

    def __init__(self, given: Sequence[NewPost]) -> None:
        self.given = given
        self.intern = bulk.Interning()
        self.answered = {new.answers for new in given if new.answers is not None}
        self.followers = faces.followers_circles({new.author for new in given})
        self.read: dict[str, Written] = {text: words.read(text) for text in {new.text for new in given}}
        self.numbers = timed_ids_at(new.entered_at // 1000 for new in given)
        self.posts = [Post() for _ in given]
        self.written = 0

    def write(self, wave: list[int]) -> None:
        """Insert the posts at these places; what they answer is written already."""
        for place in wave:
            self.posts[place] = self._row(self.given[place], self.numbers[place])
        parents = [self.posts[place] for place in wave if place in self.answered]
        for post, gate in zip(parents, bulk.open_gates(parents), strict=True):
            post.gate_id = gate
        Post.objects.bulk_create([self.posts[place] for place in wave], batch_size=1000)
        self.written += len(wave)

    def _row(self, new: NewPost, number: int) -> Post:
        row = Post(
            public_id=number,
            author_id=new.author,
            audience_id=self.intern(new.audience),
            entered_at=new.entered_at,
            text=new.text,
            html=self.read[new.text].html,
            language=new.language,
            scope=rules.scope_of(new.audience, self.followers[new.author]),
        )
        if new.answers is not None:
            parent = self.posts[new.answers]
            row.reply_to_id, row.root_id = parent.pk, parent.root_id or parent.pk
            row.under_id = parent.gate_id
        return row

    def name(self) -> None:
        """Note the tags of all posts, and whom they name."""
        read = [(post.pk, self.read[post.text]) for post in self.posts]
        shown = {key: word for written in self.read.values() for key, word in written.tags.items()}
        tags = {
            key: Tag.objects.get_or_create(key=key, defaults={"shown": shown[key]})[0].pk for key in shown
        }
        tagged = ((post, tags[key]) for post, written in read for key in written.tags)
        rows.insert(PostTag, ("post", "tag"), tagged)
        rows.insert(
            Mention, ("post", "face"), ((post, face) for post, written in read for face in written.mentions)
        )
