"""Polls: the question of a post, what was chosen, and the end.

Promise: whoever may see the post now may vote while it is open, once a face, and choose otherwise later;
results are the same for every reader, and nobody is shown whose vote is whose.
Never: a number of a poll that is hidden until its end is told before, not even to its author.

A suspended or closed face's vote is not counted while that lasts, like its reactions: it is no longer there.
"""
