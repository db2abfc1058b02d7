"""Collections: boards of posts that a face gathers, under a name, with an audience of their own.

Promise: who sees a collection is asked of the boundary as for a post, and each post on it is asked anew for
whoever looks: one that they may not see leaves no gap, no number and no hint of an order.
Never: being gathered shows a post to anybody, or tells its author by whom it was gathered.
"""
