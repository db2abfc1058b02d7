"""Contacts: whom a face follows and who follows it, requests, labels, blocks and mutes.

Promise: the engine's circles of followers, mutual followers and labels say at every moment what is said here;
a request that waits opens nothing; a block binds every face of the blocked member and tells nobody.
Never: it does not tell who blocked, declined, muted or labelled whom to anybody but who did it.
"""
