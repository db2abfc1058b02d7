"""Suggested circles, for a face that asks: who of its contacts talk with each other where it can read it.

Promise: whom somebody follows, labels or puts into circles is nobody else's to know, so it is not looked
at; only what is said in posts that the face may see. Never: it decides what is suggested;
`people.suggesting` does.
"""
