"""Posts as the boundary knows them, for the operator's questions."""

from hedgerow.kernel.errors import NotFound
from hedgerow.talk.lines import facts
from hedgerow.talk.lines.facts import Line
from hedgerow.talk.models import Post


def post(public_id: int) -> Line:
    """The post of this outside number, gone ones too. Raises NotFound."""
    rows = Post.objects.unguarded(
        reason="the operator asks at the console which rule decides; no words shown"
    )
    number = rows.filter(public_id=public_id).values_list("id", flat=True).first()
    if number is None:
        raise NotFound
    return facts.lines([number])[number]


def parent(line: Line) -> Line | None:
    """What a post answers, gone ones too."""
    return facts.lines([line.reply_to]).get(line.reply_to) if line.reply_to is not None else None
