"""Apps: programs that a member lets act for one face, what they may do, and taking that away.

Promise: whoever authorises an app picks one face, and the app never learns of another; what is taken away is
dead at once in every process. Never: no secret, code or token is kept in clear.
"""
