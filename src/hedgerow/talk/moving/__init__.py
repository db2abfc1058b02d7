"""Moving posts: an archive of what a face said, and bringing posts from archives of other places.

Promise: an archive holds one's own words and what one was shown by name, as the boundary has it then. What is
brought is for nobody but oneself unless chosen, notifies nobody and stands in nobody's home.
Never: it puts words into an archive that its face may not see; no import widens an audience.
"""
