"""Requests by the life they come from, with a word why: from what the asked face may know anyway.

Promise: labels of one's own, what somebody's page says, and who answers whom where one can read it; nothing
else, and never the login behind a face that asks. Never: it answers, moves or labels anybody by itself.
"""
