"""Apps, as their member meets them."""

from django.urls import path

from . import access, authorising

urlpatterns = [
    path("oauth/authorize", authorising.authorise, name="oauth_authorize"),
    path("oauth/authorize/native", authorising.code, name="oauth_code"),
    path("me/apps", access.listed, name="me_apps"),
    path("me/apps/<int:token>/take-away", access.take_away, name="me_take_away"),
]
