"""The yearly look: what a face keeps open to whom, gathered for itself alone, each with where to change it.

Promise: it counts from own posts, circles and labels, and says of others nothing that they did not show.
Never: it changes nothing, and keeps nothing of what it counted.
"""
