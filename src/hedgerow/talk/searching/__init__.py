"""Finding posts and messages by their words, tags by their beginning.

Promise: what is found, its number, its order and what is suggested instead come from what the viewer may see
now and from nothing else; what is hidden costs no work that a clock could tell. Only the present version of a
post is found. Never: it ranks by how rare a word is, since that would be counted over what is hidden.
"""
