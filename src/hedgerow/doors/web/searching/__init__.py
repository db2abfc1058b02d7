"""Searching: one page for people, posts, tags and messages, and what comes up while somebody types.

Promise: everything on it was asked of the rooms for this viewer. Never: it counts or suggests by itself.
"""
