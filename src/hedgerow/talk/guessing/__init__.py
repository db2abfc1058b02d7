"""Which circles a text looks like, learned from a face's own past posts.

Promise: what is learned of a face serves that face alone, is made from its posts as they stand now (an edit,
a narrowing or a deletion is unlearned), is kept in memory only, and goes with the face.
Never: it addresses anything by itself, and it proposes nothing wider than circles of one's own.
"""
