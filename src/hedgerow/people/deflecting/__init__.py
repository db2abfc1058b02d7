"""Kind answers to requests: words that somebody wrote to who asks, and a face they may ask instead.

Promise: whoever asked learns what was written and the face that was named, and nobody else learns of either;
the request goes on waiting. Never: a face is named that its member did not name to this very asker.
"""
