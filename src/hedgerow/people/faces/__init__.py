"""Faces: how members appear. Cards for every page, profiles, finding people, and a face's own life.

Promise: nothing here ties two faces of a member together: each has its own picture file and random ids, no
date of birth is shown, and closing one leaves the others as they are.
Never: it does not decide who may see a post; that is the boundary's.
"""
