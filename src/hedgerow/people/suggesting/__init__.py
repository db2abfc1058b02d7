"""Suggested circles: who of a person's contacts may belong together, and what to call them.

Promise: only ties and profiles that the one who asks may see are looked at, so a suggestion tells nothing
new. Never: it puts nobody into a circle; people do.
"""
