"""Positions: how far a face has read, so that a timeline has an end.

Promise: a visit keeps its beginning, so that a reload shows the same. Only the face itself learns of it.
"""
