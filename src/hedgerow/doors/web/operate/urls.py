"""Running the site."""

from django.urls import path

from . import announcing, barring, emoji, guard, joining, norms, people, reports, site

urlpatterns = [
    path("operate", site.menu, name="operate"),
    path("operate/site", site.settings, name="operate_site"),
    path("operate/site/picture/remove", site.remove_picture, name="operate_remove_picture"),
    path("operate/texts", site.texts, name="operate_texts"),
    path("operate/announcements", announcing.listed, name="operate_announcements"),
    path("operate/announcements/<int:number>", announcing.one, name="operate_announcement"),
    path("operate/announcements/<int:number>/end", announcing.end, name="operate_announcement_end"),
    path("operate/announcements/<int:number>/remove", announcing.remove, name="operate_announcement_remove"),
    path("operate/norms", norms.edit, name="operate_norms"),
    path("operate/norms/discuss", norms.discuss, name="operate_norms_discuss"),
    path("operate/emoji", emoji.listed, name="operate_emoji"),
    path("operate/emoji/<int:number>/switch", emoji.switch, name="operate_emoji_switch"),
    path("operate/emoji/<int:number>/remove", emoji.remove, name="operate_emoji_remove"),
    path("operate/guard", guard.listed, name="operate_guard"),
    path("operate/guard/<int:number>/remove", guard.remove, name="operate_guard_remove"),
    path("operate/kept-out", barring.listed, name="operate_barring"),
    path("operate/kept-out/<str:kind>/<int:number>/remove", barring.remove, name="operate_barring_remove"),
    path("operate/reports", reports.listed, name="operate_reports"),
    path("operate/reports/<int:report>", reports.one, name="operate_report"),
    path("operate/audit", site.audit, name="operate_audit"),
    path("operate/requests", joining.requests, name="operate_requests"),
    path("operate/requests/<int:member>/approve", joining.approve, name="operate_approve"),
    path("operate/requests/<int:member>/decline", joining.decline, name="operate_decline"),
    path("operate/invitations", joining.invitations, name="operate_invitations"),
    path("operate/invitations/<int:number>/revoke", joining.revoke, name="operate_revoke"),
    path("operate/members", people.members, name="operate_members"),
    path("operate/members/<int:number>", people.member, name="operate_member"),
    path("operate/members/<int:number>/suspend", people.suspend_member, name="operate_suspend_member"),
    path("operate/members/<int:number>/restore", people.restore_member, name="operate_restore_member"),
    path("operate/faces", people.find_face, name="operate_faces"),
    path("operate/faces/@<str:handle>", people.face, name="operate_face"),
    path("operate/faces/@<str:handle>/warn", people.warn, name="operate_warn"),
    path("operate/faces/@<str:handle>/suspend", people.suspend, name="operate_suspend"),
    path("operate/faces/@<str:handle>/limit", people.limit, name="operate_limit"),
    path("operate/faces/@<str:handle>/cover", people.cover, name="operate_cover"),
    path("operate/faces/@<str:handle>/restore", people.restore, name="operate_restore"),
]
