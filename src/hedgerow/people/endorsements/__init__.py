"""Endorsements: whom a face shows on its own page, out of those it follows.

Promise: whoever can open the page sees them, as far as they could open the endorsed one's page too. They are
chosen one by one and say nothing of whom else the face follows; not following ends them.
"""
