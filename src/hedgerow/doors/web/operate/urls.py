"""Running the site."""

from django.urls import path

from . import joining, people, site

urlpatterns = [
    path("", site.menu, name="operate"),
    path("/site", site.settings, name="operate_site"),
    path("/site/picture/remove", site.remove_picture, name="operate_remove_picture"),
    path("/texts", site.texts, name="operate_texts"),
    path("/audit", site.audit, name="operate_audit"),
    path("/requests", joining.requests, name="operate_requests"),
    path("/requests/<int:member>/approve", joining.approve, name="operate_approve"),
    path("/requests/<int:member>/decline", joining.decline, name="operate_decline"),
    path("/invitations", joining.invitations, name="operate_invitations"),
    path("/invitations/<int:number>/revoke", joining.revoke, name="operate_revoke"),
    path("/members", people.members, name="operate_members"),
    path("/members/<int:number>", people.member, name="operate_member"),
    path("/members/<int:number>/suspend", people.suspend_member, name="operate_suspend_member"),
    path("/members/<int:number>/restore", people.restore_member, name="operate_restore_member"),
    path("/faces", people.find_face, name="operate_faces"),
    path("/faces/@<str:handle>", people.face, name="operate_face"),
    path("/faces/@<str:handle>/warn", people.warn, name="operate_warn"),
    path("/faces/@<str:handle>/suspend", people.suspend, name="operate_suspend"),
    path("/faces/@<str:handle>/restore", people.restore, name="operate_restore"),
]
