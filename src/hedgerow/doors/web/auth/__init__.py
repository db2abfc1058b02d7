"""Signing up and in: the sign-in library's pages with our words, and the three screens of a new member."""
