"""The boundary: the one place that decides who may see and do what.

Promise: every answer equals `reference.py`, which a lawyer can read; whoever may not see a thing gets the
same answer as for a thing that does not exist.
Never: it knows no other room. Faces are integers to it, circles are sets of them, and what is guarded is
anything with an author, an audience, a moment of entering and, as a reply, the gate it stands behind.
"""
