"""Lines: what the rooms above may know of posts as numbers, for work that shows nothing by itself.

Promise: no words, no pictures; one query for however many posts. A line is not yet permission: whoever shows
anything because of it asks the boundary first. Never: used by a door.
"""
