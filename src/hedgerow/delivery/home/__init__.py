"""Home: what those one follows say, newest first or people first, with an end.

Promise: a post stands there once, however often it is boosted; a reply only where one follows whom it
answers; nothing is ranked by how much reaction it drew. Whether a post may be seen is asked of the boundary
when the list is made and again whenever it is shown. Never: a count of what is hidden.
"""
