"""Variants: one composition, other words for other people.

Promise: whose variant is whose is fixed when it is published: the first, in the author's order, that is meant
for them. Nobody is ever shown two, nor learns that there are others. Who loses theirs sees none.
Never: a variant is told from any other post by anybody but its author.
"""
