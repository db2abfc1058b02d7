"""What whoever holds the machine may ask about faces at its console, where there is no viewer.

Promise: read only, and only by name: nothing here lists people. Never: used by a page.
"""
