"""Looking around as anybody in the demonstration's story.

Promise: these addresses exist in demo mode alone, and open only the faces that the story made. Never: a face
of somebody who signed up themselves, in the demonstration or anywhere.
"""
