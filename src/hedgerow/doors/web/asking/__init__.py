"""Asking the boundary: who sees a post and why, my page as somebody sees it, old posts by audience.

Every answer comes from running the rules, never from acting as somebody else. What others may not know (whom
somebody else's post is for, who blocked whom) is not said here either.
"""
