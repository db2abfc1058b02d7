"""What every room stands on and no room is about: time, ids, writing, news, jobs, text, pictures, files,
fetching.

It promises that what is committed is delivered, that nothing fetched or uploaded can turn against the house,
and that a change of the boundary is known everywhere when its act returns. It never knows members, faces or
posts.
"""
