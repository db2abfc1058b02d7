"""Talk: posts and threads, pictures, reactions, boosts, quotes, and the reports of them.

Promise: every read goes through the boundary. Never: it decides who may see; it knows no timeline.
"""
