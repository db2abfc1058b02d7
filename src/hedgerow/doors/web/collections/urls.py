"""Addresses of collections."""

from django.urls import path

from . import changing, gathering, views

urlpatterns = [
    path("collections", views.mine, name="collections"),
    path("collections/new", changing.new, name="collection_new"),
    path("collections/<number:number>/edit", changing.edit, name="collection_edit"),
    path("collections/<number:number>/move", gathering.move, name="collection_move"),
    path("collections/<number:number>/take-off", gathering.take_off, name="collection_take_off"),
    path("collections/<number:number>/delete", changing.delete, name="collection_delete"),
    path("collections/<number:number>/restore", changing.restore, name="collection_restore"),
    path("p/<number:post>/collect", gathering.collect, name="collect"),
    path("@<str:handle>/collections", views.of_face, name="profile_collections"),
    path("@<str:handle>/collections/<number:number>", views.one, name="collection"),
    path("media/collection/<int:number>", views.cover, name="collection_cover"),
]
