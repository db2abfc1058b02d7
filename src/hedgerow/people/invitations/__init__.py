"""Invitations: codes with which somebody may join.

Promise: a code works as often as it was made for and not once more, also when two use it at the same moment.
Never: a code does not tell who used it.
"""
