"""What the door says of itself: the OpenAPI document, and the page that people read.

Promise: nothing stands here that the registry and the structs do not know, so neither can say anything else
than what the door does.
"""
