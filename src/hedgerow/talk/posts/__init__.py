"""Posts: writing them, answering, changing who sees them, and the one way they get out.

Promise: every act loads what it acts on through the boundary, and every post shown was asked for by
`reads.shown`. Nothing an act does widens an audience, except an edit that says so.
Never: it orders no timeline of followed faces (delivery does); it addresses nobody because a text names them.
"""
