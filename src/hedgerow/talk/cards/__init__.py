"""Preview cards: what the first link of a post shows of itself.

Promise: a page is fetched after the post is published, by the one safe fetcher, once per address; readers'
browsers ask nobody but this site. A card is shown with a post that carries it, and its picture is fetched
through that post's boundary.
Never: a failing page harms a post.
"""
