"""The addresses of conversations."""

from django.urls import path

from . import norms, one, people, refusing, saying, searching, views

urlpatterns = [
    path("messages", views.messages, name="messages"),
    path("messages/requests", views.requests, name="message_requests"),
    path("messages/settings", views.settings, name="message_settings"),
    path("messages/new", saying.new, name="message_new"),
    path("messages/<int:conversation>", one.page, name="conversation"),
    path("messages/<int:conversation>/read", one.read, name="conversation_read"),
    path("messages/<int:conversation>/writing", one.writing, name="conversation_writing"),
    path("messages/<int:conversation>/answer", one.answer, name="conversation_answer"),
    path("messages/<int:conversation>/refuse", refusing.page, name="conversation_refuse"),
    path("messages/<int:conversation>/search", searching.search, name="conversation_search"),
    path("messages/<int:conversation>/people", people.page, name="conversation_people"),
    path("messages/<int:conversation>/remove", people.remove, name="conversation_remove"),
    path("messages/<int:conversation>/leave", people.leave, name="conversation_leave"),
    path("messages/<int:conversation>/mute", people.mute, name="conversation_mute"),
    path("messages/<int:conversation>/name", people.rename, name="conversation_name"),
    path("messages/<int:conversation>/norms", norms.page, name="conversation_norms"),
    path("messages/<int:conversation>/norms/write", norms.write, name="conversation_norms_write"),
    path("messages/<int:conversation>/norms/before", norms.before, name="conversation_norms_before"),
    path("messages/<int:conversation>/norms/discuss", norms.discuss, name="conversation_norms_discuss"),
    path("messages/<int:conversation>/<number:message>/react", one.react, name="message_react"),
    path("messages/<int:conversation>/<number:message>/edit", one.edit, name="message_edit"),
    path("messages/<int:conversation>/<number:message>/delete", one.delete, name="message_delete"),
    path("media/file/<int:file>", views.file, name="message_file"),
]
