"""Reports: somebody hands the moderators a copy of what they saw.

Promise: moderators see the copies handed in, and nothing more; a copy outlives narrowing, deleting and
blocking, so that nobody can hide what was reported. Only what the reporter could see can be handed in.
Never: a report opens a post to anybody, or tells its author who reported.
"""
