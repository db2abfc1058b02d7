"""Moving people's part of a made-up world in time.

Promise: all of it moves by one increasing function, the engine's moments with it.
Never: it is called for a world in which somebody really lives.
"""
