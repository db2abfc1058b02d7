"""Streams: telling an open page that there is something new, as numbers, never words.

Promise: at every event it is asked anew who holds the connection and what the boundary lets them see; a
suspended face's or an ended session's stream ends with the next look, and a look comes at least every
`RECHECK_SECONDS`. Never: a queue that grows; what happens meanwhile is one look later.
"""
