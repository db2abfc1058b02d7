"""The Mastodon door: apps that speak the Mastodon client API (4.4) work here.

Promise: what an app sees and does goes through the same reads and acts as the web's pages, as the one face
its token was given for; it never learns of another face of that member. A method says what it takes, gives,
needs and refuses in one place (`door`), and everything else that must know of it reads it there.
Never: it holds no rules. What the rooms lack is added to the rooms.
"""
