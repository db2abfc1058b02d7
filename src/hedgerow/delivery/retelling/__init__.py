"""Moving a made-up world in time, delivery's part and all below, and saying when a face was last here.

Promise: one call moves everything, so that nothing is told twice or half.
Never: it is called for a world in which somebody really lives.
"""
