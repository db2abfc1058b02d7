"""Figures for those who look after a site: how much is said in public and reported, day by day.

Promise: what is counted of posts is what anybody may read and count. Who joins, comes back or reacts, and
when, is counted for nobody, moderators included.
"""
