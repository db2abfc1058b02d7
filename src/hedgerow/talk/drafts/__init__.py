"""Drafts on every device, and posts that wait for their moment.

Promise: a draft, scheduled or not, is seen by the face that writes it and by nobody else; what leaves is
published as that face, to an audience resolved in that moment, and once. What cannot leave as it was meant is
a draft again.
Never: it widens an audience because a circle is gone.
"""
