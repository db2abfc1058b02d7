"""A look in the mirror: how one lives here by what one posts, and whom it reaches, for oneself alone.

Promise: it counts own posts, and people by one's own circles and labels as the boundary lets them read.
Never: it is shown to anybody else, or says who read what: nobody notes that.
"""
