"""Tags: how much is said with one in public, which ones a face follows, and which it shows on its page.

Promise: what is counted of a tag is what anybody may read, and the same for everybody; whom a followed tag
belongs to is known to that face alone.
"""
