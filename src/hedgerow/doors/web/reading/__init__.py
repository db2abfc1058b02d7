"""Reading: home, by circle, this site, explore, tags, the signed-out front page, notifications, the stream.

Promise: every post comes from a room's reads, viewer first; no page tells a number of what its reader may not
see.
"""
