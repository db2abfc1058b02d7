"""Contacts, circles, requests."""

from django.urls import path

from . import circles, contacts, person, requests, suggested

urlpatterns = [
    path("contacts", contacts.grid, name="contacts"),
    path("contacts/find", contacts.find, name="contacts_find"),
    path("contacts/move", contacts.move, name="contacts_move"),
    path("contacts/undo/<str:token>", contacts.undo, name="contacts_undo"),
    path("contacts/not-now", contacts.not_now, name="contacts_not_now"),
    path("contacts/shut", person.shut, name="contacts_shut"),
    path("contacts/@<str:handle>", person.page, name="contact"),
    path("contacts/@<str:handle>/follow", person.follow, name="contact_follow"),
    path("contacts/@<str:handle>/unfollow", person.unfollow, name="contact_unfollow"),
    path("contacts/@<str:handle>/withdraw", person.withdraw, name="contact_withdraw"),
    path("contacts/@<str:handle>/remove", person.remove, name="contact_remove"),
    path("contacts/@<str:handle>/boosts", person.boosts, name="contact_boosts"),
    path("contacts/@<str:handle>/bell", person.bell, name="contact_bell"),
    path("contacts/@<str:handle>/note", person.note, name="contact_note"),
    path("contacts/@<str:handle>/block", person.block, name="contact_block"),
    path("contacts/@<str:handle>/unblock", person.unblock, name="contact_unblock"),
    path("contacts/@<str:handle>/mute", person.mute, name="contact_mute"),
    path("contacts/@<str:handle>/unmute", person.unmute, name="contact_unmute"),
    path("contacts/@<str:handle>/labels", person.labels, name="contact_labels"),
    path("contacts/@<str:handle>/circles", person.circles, name="contact_circles"),
    path("contacts/@<str:handle>/report", person.report, name="contact_report"),
    path("circles", circles.overview, name="circles"),
    path("circles/suggested", suggested.overview, name="circles_suggested"),
    path("circles/suggested/<str:key>/take", suggested.take, name="circles_suggested_take"),
    path("circles/suggested/<str:key>/dismiss", suggested.dismiss, name="circles_suggested_dismiss"),
    path("circles/<int:public_id>", circles.page, name="circle"),
    path("circles/<int:public_id>/rename", circles.rename, name="circle_rename"),
    path("circles/<int:public_id>/close", circles.close, name="circle_close"),
    path("requests", requests.page, name="requests"),
    path("requests/@<str:handle>", requests.answer, name="requests_answer"),
]
