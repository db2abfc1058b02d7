"""Trends: what many say in public these days. Counted of what anybody may read, by authors who let
themselves be found, and asked anew each time: what is taken back is in no trend any more.
"""
