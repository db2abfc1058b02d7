"""Notifications: what concerns a face, grouped, and only what it may see.

Promise: one is made only for somebody who may see its post at that moment, never because of a muted or
blocked face, and once however often the news arrives; the boundary is asked again whenever they are read or
counted.
Never: a word of a post is kept here.
"""
