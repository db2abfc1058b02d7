"""Many posts at once, for worlds that are loaded or made up.

Promise: each row is what publishing it would have made: audience interned, gates and paths for what is
answered, text as HTML, tags. Never: it tells anybody; no notification comes of such a post.
"""
