"""Asking the boundary."""

from django.urls import path

from hedgerow.doors.web.posts import numbers

from . import fewer, readers, review, seeing, went, yearly

__all__ = ["numbers", "urlpatterns"]

urlpatterns = [
    path("p/<number:post>/who", readers.who, name="post_who"),
    path("p/<number:post>/why", readers.why, name="post_why"),
    path("p/<number:post>/narrow", fewer.narrow, name="post_narrow"),
    path("p/<number:post>/went", went.page, name="post_went"),
    path("collections/<number:number>/who", readers.board_who, name="collection_who"),
    path("collections/<number:number>/why", readers.board_why, name="collection_why"),
    path("@<str:handle>/as", seeing.page, name="see_as"),
    path("me/yearly", yearly.page, name="yearly"),
    path("me/review", review.overview, name="review"),
    path("me/review/done", review.done, name="review_done"),
    path("me/review/<number:key>", review.group, name="review_group"),
    path("me/review/<number:key>/preview", review.preview, name="review_preview"),
    path("me/review/<number:key>/narrow", review.narrow, name="review_narrow"),
]
