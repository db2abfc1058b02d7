"""Posts for a viewer: None is somebody signed out. Nothing comes out that the viewer may not see."""

from hedgerow.talk.bodies import Body, Drawing, Picture, Poll, Preview, Reacted
from hedgerow.talk.marks import NO_MARKS
from hedgerow.talk.media.addresses import PictureFor
from hedgerow.talk.media.reads import media_for
from hedgerow.talk.readers import Explained, Reader, Readers

from .asking import (
    Group,
    OwnThing,
    Version,
    explain_for,
    last_sent,
    last_spoke,
    own_by_audience,
    own_like,
    own_things,
    public_ids_like,
    revisions,
    who,
)
from .census import Census, census
from .drafting import Written, drawn, for_edit, minutes, named, thing, whole_story
from .effects import Effect, Readership, Way, effect, ways
from .known import ids_of
from .open_to import OpenTo, drawn_own, left_out, open_to, private_things
from .responses import Faces, Kept, boosters, embedded, kept, liked, quotes, reactors, some, source
from .rules import LONGEST_NOTE, LONGEST_TEXT, MOST_PICTURES, name_of_emoji
from .said import Said, said
from .seeing import Seen, SeenPage, as_seen
from .showing import UNAVAILABLE, Shown, post, shown, shown_to
from .staying import Staying, edition, staying
from .threads import Node, Thread, thread
from .timelines import (
    Page,
    Tags,
    bookmarks,
    by_author,
    in_circle,
    linking,
    of_author,
    public,
    sent_to,
    site,
    tagged,
)
from .vanishing import habit as vanish_habit

__all__ = [
    "LONGEST_NOTE",
    "LONGEST_TEXT",
    "MOST_PICTURES",
    "NO_MARKS",
    "UNAVAILABLE",
    "Body",
    "Census",
    "Drawing",
    "Effect",
    "Explained",
    "Faces",
    "Group",
    "Kept",
    "Node",
    "OpenTo",
    "OwnThing",
    "Page",
    "Picture",
    "PictureFor",
    "Poll",
    "Preview",
    "Reacted",
    "Reader",
    "Readers",
    "Readership",
    "Said",
    "Seen",
    "SeenPage",
    "Shown",
    "Staying",
    "Tags",
    "Thread",
    "Version",
    "Way",
    "Written",
    "as_seen",
    "bookmarks",
    "boosters",
    "by_author",
    "census",
    "drawn",
    "drawn_own",
    "edition",
    "effect",
    "embedded",
    "explain_for",
    "for_edit",
    "ids_of",
    "in_circle",
    "kept",
    "last_sent",
    "last_spoke",
    "left_out",
    "liked",
    "linking",
    "media_for",
    "minutes",
    "name_of_emoji",
    "named",
    "of_author",
    "open_to",
    "own_by_audience",
    "own_like",
    "own_things",
    "post",
    "private_things",
    "public",
    "public_ids_like",
    "quotes",
    "reactors",
    "revisions",
    "said",
    "sent_to",
    "shown",
    "shown_to",
    "site",
    "some",
    "source",
    "staying",
    "tagged",
    "thing",
    "thread",
    "vanish_habit",
    "ways",
    "who",
    "whole_story",
]  # fmt: skip
