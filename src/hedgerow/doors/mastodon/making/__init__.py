"""Entities, made from what the rooms' reads give."""
