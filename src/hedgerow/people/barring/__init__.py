"""Whom the site keeps out: e-mail addresses and their domains, internet addresses, other servers.

Promise: what is kept out cannot join from the moment it is said; of a single e-mail address only a
fingerprint is kept. Never: it tells anybody but operators what is on the lists, or touches who is a member
already, but for networks that may not come in at all.
"""
