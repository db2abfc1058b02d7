"""The addresses of searching."""

from django.urls import path

from . import views

urlpatterns = [
    path("search", views.search, name="search"),
    path("search/near", views.near, name="search_near"),
]
