"""Moving in and out."""

from django.urls import path

from hedgerow.doors.web.posts import numbers

from . import book, bringing, inviting, leaving

__all__ = ["numbers", "urlpatterns"]

urlpatterns = [
    path("me/import", bringing.overview, name="import"),
    path("me/import/piece", bringing.piece, name="import_piece"),
    path("me/import/book", book.page, name="book"),
    path("me/import/book/<number:number>/link", book.link, name="book_link"),
    path("me/import/book/<number:number>/take-up", book.take_up, name="book_take_up"),
    path("me/import/book/<number:number>/forget", book.forget, name="book_forget"),
    path("me/import/invited", book.invited, name="invited"),
    path("me/invite", inviting.page, name="invite"),
    path("me/invite/<int:number>/end", inviting.end, name="invite_end"),
    path("me/export", leaving.page, name="export"),
    path("me/export/<str:grant>", leaving.fetch, name="export_fetch"),
    path("me/import/<number:number>", bringing.page, name="brought"),
    path("me/import/<number:number>/undo", bringing.undo, name="import_undo"),
]
