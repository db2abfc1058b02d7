"""What whoever holds the machine may ask about posts at its console, where there is no viewer.

Promise: read only, one post at a time, and never its words: who, to whom and since when, as the boundary asks
it. Never: used by a page.
"""
