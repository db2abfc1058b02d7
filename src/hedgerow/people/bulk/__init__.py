"""Whole populations at once, for worlds that are loaded or made up.

Promise: what comes out is what the single acts would have made: standings, followers and mutuals circles
kept in step with follows. Never: it touches somebody who was here before.
"""
