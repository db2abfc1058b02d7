"""Delivery: what reaches whom. Home, notifications, read positions and streams.

Promise: whatever is delivered is asked of the boundary at the moment it is shown. Never: it decides who may
see.
"""
