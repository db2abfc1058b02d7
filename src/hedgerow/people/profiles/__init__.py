"""Faces with what they say of themselves, many at once: how apps show them.

Promise: what is told of a face is the same for everybody who may meet it. Never: it names no member.
"""
