"""Circles: a face's own sets of people, its labels, its followers and mutual followers as one kind of thing.

Promise: what is in a circle, and that it exists, is known to its owner alone; somebody else's circle is
answered like one that does not exist. Adding somebody shows nothing of the past; a removal hides at once.
Never: it does not decide who sees a post; it keeps the engine's circles as their owner wants them.
"""
