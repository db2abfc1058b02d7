"""Our own API, `/api/hedgerow/v1/`: what the Mastodon client API has no word for. One file a group.

Promise: one token, one face, and never a word of another. Where it says who sees what, it says what the web's
pages say to the same face.
"""

from . import (
    audiences,
    calm,
    circles,
    drift,
    guard,
    guard_of_site,
    labels,
    leaving,
    marks,
    mirror,
    norms,
    requests,
    review,
    strategies,
    suggested,
    variants,
)

__all__ = [
    "audiences",
    "calm",
    "circles",
    "drift",
    "guard",
    "guard_of_site",
    "labels",
    "leaving",
    "marks",
    "mirror",
    "norms",
    "requests",
    "review",
    "strategies",
    "suggested",
    "variants",
]
