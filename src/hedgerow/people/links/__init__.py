"""Links that a face proved to be its own: the page they lead to links back with `rel="me"`.

Promise: what was proven is looked at again every week and whenever the links change, and is said with its
day; the page that is asked learns nothing but that this site asks. Never: a link of one face is held against
another's.
"""
