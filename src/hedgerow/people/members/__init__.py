"""Members: the logins behind the faces, from registering to really gone.

Promise: a member is never shown to anybody. Who waits, is suspended or is closing can do nothing else; who
closed and let the grace period pass leaves no name, address, picture or word behind.
Never: it tells nobody which faces belong together.
"""
