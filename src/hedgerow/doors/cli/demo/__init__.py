"""The demonstration: a small world with a story, told in `story/*.toml` and built through the rooms' acts.

Promise: everything in it was really done (followed, sent, answered, seen) by somebody who could do it; only
the time it took is made up afterwards, by one increasing function. Never: it touches a site that has people.
"""
