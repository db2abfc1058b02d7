"""Through whose eyes a face may look at its own posts, and about whom it may ask.

Promise: nobody can be asked about whom the face could not meet; a block by another name stays unseen.
Never: it gives the eyes only; what they see is for the rooms to say.
"""
