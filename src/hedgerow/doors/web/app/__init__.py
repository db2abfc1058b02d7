"""The site as an app on one's own device: its name, its worker, its page for when there is no network,
and what other apps share with it.

Promise: the worker keeps the program's own files and the page that says there is no network, nothing else.
Never: a page, a post or a picture of anybody is kept on a device by it.
"""
