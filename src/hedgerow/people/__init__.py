"""People: members and their faces, who knows whom, circles and labels, blocks, and the site they live on.

Promise: nobody can tell that two faces are one member. Never: it knows no post.
"""
