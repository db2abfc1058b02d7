"""Media: pictures of posts, before a post takes them and after.

Promise: a picture that is not public is fetched with a grant for one face, and the boundary is asked again at
every fetch; files carry nothing of where and with what they were taken.
Never: it hands out a file by its own name.
"""
