"""Moving the talk of a made-up world in time.

Promise: posts keep their order and every answer of the boundary; outside ids tell the new time.
Never: it is called for a world in which somebody really lives: addresses of posts change with it.
"""
