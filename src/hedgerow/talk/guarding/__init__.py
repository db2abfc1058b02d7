"""The guard: a second look at a post before it leaves.

Promise: it looks on this server only, says the reason and the words, and lets its author post anyway. What it
found is kept nowhere; of "not again for this" no more is kept than a fingerprint and a kind word for it.
Never: it blocks, it tells anybody else, or it asks a service outside.
"""
