"""Letting apps in: the page on which a member picks one face for an app, and the list of who was let in."""
