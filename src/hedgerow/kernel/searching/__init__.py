"""Finding things by their words: one interface, FTS5 on SQLite and `tsvector` on PostgreSQL behind it.

Promise: a word is kept once for each *scope* of the thing it stands in (a circle, a face, the public), and
asked for within the asker's own scopes alone; so what lies beyond reach is never walked over, and leaves no
trace in order, number or time. Nothing typed ever becomes part of the query language, and nothing raises.
Never: it decides who may see a thing. Scopes say where looking is worth while; the rooms ask the boundary.
"""
