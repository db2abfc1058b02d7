"""Audiences: what a person chooses, as the engine's clauses; and any audience in words a person can trust.

Promise: an unknown circle or person is an error and never dropped; an empty choice means nobody; what others
read of an audience names no circle, no number and no exclusion.
Never: it does not decide who sees a post.
"""
