"""Where posts that are not public went: by mail, on devices, into apps.

Promise: what leaves is noted at that moment, or with apps seconds later and all together; authors are told
how many, by which door and when, never who: whether somebody reads mails or apps is theirs to tell.
Never: a page read here is noted, nor what is public.
"""
