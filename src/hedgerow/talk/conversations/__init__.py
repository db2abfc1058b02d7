"""Direct conversations: two faces, or a group, write to each other.

Promise: a message is a post addressed to the circle of its conversation, so the boundary decides who reads
it: whoever comes later sees from then on, whoever goes keeps their own words. Somebody unknown waits among
the requests, and learns neither that it was read nor that it was declined.
Never: a message stands in no timeline, profile, tag or count; that somebody is writing is kept nowhere.
"""
