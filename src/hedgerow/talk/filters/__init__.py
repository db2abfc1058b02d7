"""Filters: what a face does not want to read, by words or by post, and where.

Promise: a filter is known to its face alone and changes nothing for anybody else; it shows nothing that the
boundary did not show before, and the doors say with each post which filters meet it.
"""
