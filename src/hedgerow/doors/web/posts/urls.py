"""The addresses of posts."""

from django.urls import path

from . import acting, attaching, changing, compose, hosting, numbers, presence, profiles, threads

__all__ = ["numbers", "urlpatterns"]

urlpatterns = [
    path("compose", compose.compose, name="compose"),
    path("compose/audience", compose.audience, name="compose_audience"),
    path("compose/choices", compose.choices, name="compose_choices"),
    path("compose/people", compose.people, name="compose_people"),
    path("compose/pictures", attaching.bring, name="compose_pictures"),
    path("compose/pictures/<number:number>", attaching.state, name="compose_picture"),
    path("compose/pictures/<number:number>/discard", attaching.discard, name="compose_discard"),
    path("p/<number:post>/reply", acting.reply, name="post_reply"),
    path("p/<number:post>/quote", acting.quote, name="post_quote"),
    path("p/<number:post>/react", acting.react, name="post_react"),
    path("p/<number:post>/bookmark", acting.bookmark, name="post_bookmark"),
    path("p/<number:post>/pin", acting.pin, name="post_pin"),
    path("p/<number:post>/boost", acting.boost, name="post_boost"),
    path("p/<number:post>/unboost", acting.unboost, name="post_unboost"),
    path("p/<number:post>/more", acting.more, name="post_more"),
    path("p/<number:post>/edit", changing.edit, name="post_edit"),
    path("p/<number:post>/history", changing.history, name="post_history"),
    path("p/<number:post>/delete", changing.delete, name="post_delete"),
    path("p/<number:post>/undo-delete", changing.undo_delete, name="post_undo_delete"),
    path("p/<number:post>/thread", changing.thread, name="post_thread"),
    path("p/<number:post>/hide", hosting.hide, name="post_hide"),
    path("p/<number:post>/remove", hosting.remove, name="post_remove"),
    path("p/<number:post>/report", hosting.report, name="post_report"),
    path("@<str:handle>", profiles.page, name="profile"),
    path("@<str:handle>/replies", profiles.page, {"kind": "replies"}, name="profile_replies"),
    path("@<str:handle>/presence", presence.page, name="presence"),
    path("me/presence", presence.switch, name="switch_presence"),
    path("@<str:handle>/media", profiles.page, {"kind": "media"}, name="profile_media"),
    path("@<str:handle>/<number:post>", threads.page, name="thread"),
]
