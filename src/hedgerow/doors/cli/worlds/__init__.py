"""Worlds made at the console: networks that are loaded, and posts made up for them.

Promise: all of the input is read and judged before the first row is written, and one transaction holds the
rest. Never: a world that is only half there.
"""
