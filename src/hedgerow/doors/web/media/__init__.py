"""The media door: pictures of posts and of preview cards. Each fetch asks the boundary again."""
