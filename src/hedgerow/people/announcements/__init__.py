"""Announcements: what the operators tell everybody on this site, for a time.

Promise: an announcement is shown from its moment to its end, to every face until that face puts it away; who
put it away, and who reacted, is told to nobody. Never: it reaches nobody who is signed out.
"""
