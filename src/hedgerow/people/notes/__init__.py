"""Notes: what a face wrote down about another one, for itself alone.

Promise: nobody but the face that wrote a note learns what it says, or that there is one.
"""
