"""Every post as an entry of the reference, made from what it answers, boosts and quotes: not from gates."""

from hedgerow.boundary.acts import read_audience
from hedgerow.boundary.algebra import Audience
from hedgerow.boundary.plain import gates_above
from hedgerow.boundary.reference import Entry
from hedgerow.talk.models import Post


def entries() -> dict[int, Entry]:
    """Every post of this database by its id, parents first."""
    rows = Post.objects.unguarded(reason="facts for auditing the boundary; shows nothing").order_by("pk")
    audiences: dict[int, Audience] = {}
    above = gates_above()
    made: dict[int, Entry] = {}
    gates: dict[int, int] = {}
    for row in rows:
        if row.audience_id not in audiences:
            audiences[row.audience_id] = read_audience(row.audience_id)
        if row.gate_id is not None:
            gates[row.pk] = row.gate_id
        quoted = row.quote_of_id
        # A quote of what was public when quoted survives it; only then it stands behind no gate of it.
        bound = quoted is not None and gates.get(quoted) in above.get(row.under_id or 0, set())
        made[row.pk] = Entry(
            author=row.author_id,
            audience=audiences[row.audience_id],
            entered_at=row.entered_at,
            parent=made.get(row.reply_to_id or row.boost_of_id or 0),
            also_under=made.get(quoted) if bound and quoted is not None else None,
            gone=row.gone_at is not None,
            expires_at=row.expires_at,
        )
    return made
