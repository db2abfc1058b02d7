"""Media: pictures, videos and sounds of posts, before a post takes them and after.

Promise: a file that is not public is fetched with a grant for one face, and the boundary is asked again at
every fetch; files carry nothing of where and with what they were taken. A video or a sound is made ready by a
job; a post may be sent before that, and shows it once it is there.
Never: it hands out a file by its own name, or one that was not made anew.
"""
