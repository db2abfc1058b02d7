"""Streaming: apps hear at once what happens, over server-sent events and WebSockets, in the front's own loop.

Promise: for every event the boundary is asked at the moment it goes out; who lost their access, their token
or their standing hears nothing more. Never: a queue of words that outlives a second unasked.
"""
