"""Posts on the web: the composer, what one does with a post, threads, and the pages of faces.

Promise: a draft outlives every error, pictures included; what is not for the reader is answered like what
does not exist; every act works as a plain form.
"""
