"""How this site is used, in the words of those who run it."""

import msgspec

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.door import door
from hedgerow.doors.mastodon.entities.ours import Norms
from hedgerow.doors.mastodon.making import statuses
from hedgerow.people.site import reads as site
from hedgerow.talk.posts import reads as posts

from .circles import AT


@door.get(f"{AT}/norms", gives=Norms, needs="nobody")
def show(caller: Caller) -> Answer:
    """What people here expect of each other, and the post under which that is discussed."""
    facts = site.site()
    thread = posts.ids_of([facts.norms_thread]) if facts.norms_thread else []
    found = statuses.encoded(caller, posts.shown(caller.face, thread))
    discussion = msgspec.Raw(found[0]) if found else None
    return Answer({"text": facts.norms, "content": facts.norms_html, "discussion": discussion})
