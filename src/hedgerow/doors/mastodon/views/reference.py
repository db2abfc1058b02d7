"""What this API is, for programs."""

from typing import Any

from hedgerow.doors.mastodon.answers import Answer
from hedgerow.doors.mastodon.caller import Caller
from hedgerow.doors.mastodon.describing import document
from hedgerow.doors.mastodon.door import door


@door.get("/api/openapi.json", gives=dict[str, Any], needs="nobody")
def openapi(caller: Caller) -> Answer:
    """This document."""
    return Answer(document.encoded())
