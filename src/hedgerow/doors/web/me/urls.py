"""One's own pages."""

from django.urls import path

from . import account, calm, faces, guard, pictures, views

urlpatterns = [
    path("switch", views.switch, name="switch"),
    path("me", views.menu, name="me"),
    path("me/settings", views.settings, name="me_settings"),
    path("me/calm", calm.page, name="calm"),
    path("me/guard", guard.page, name="me_guard"),
    path("me/guard/circles", guard.tune, name="me_guard_tune"),
    path("me/guard/names", guard.keep_name, name="me_guard_name"),
    path("me/guard/names/<int:number>/remove", guard.forget_name, name="me_guard_forget"),
    path("me/guard/again/<int:number>", guard.again, name="me_guard_again"),
    path("me/warnings/<int:number>/read", views.read_warning, name="me_read_warning"),
    path("me/devices/<int:number>/end", account.end_session, name="me_end_session"),
    path("me/close", account.close, name="me_close"),
    path("me/face", faces.current, name="me_face"),
    path("me/faces", faces.grid, name="me_faces"),
    path("me/faces/new", faces.new, name="me_new_face"),
    path("me/faces/@<str:handle>", faces.edit, name="me_edit_face"),
    path("me/faces/@<str:handle>/picture/remove", faces.remove_picture, name="me_remove_picture"),
    path("me/faces/@<str:handle>/close", faces.close, name="me_close_face"),
    path("me/faces/@<str:handle>/reopen", faces.reopen, name="me_reopen_face"),
    path("media/avatar/<str:blob>", pictures.avatar, name="avatar"),
]
