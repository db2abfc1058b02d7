"""Signing up, joining, the screens of a new member."""

from django.urls import path

from . import confirming, views

urlpatterns = [
    path("account/signup/", views.Signup.as_view(), name="account_signup"),
    path("account/oidc/<str:provider_id>/login/", views.to_provider, name="openid_connect_login"),
    path("account/3rdparty/signup/", views.SignOn.as_view(), name="socialaccount_signup"),
    path("account/confirm-email/", confirming.Sent.as_view(), name="account_email_verification_sent"),
    path("account/confirm-email/again", confirming.again, name="confirm_again"),
    path("account/confirm-email/over", confirming.over, name="confirm_over"),
    # Where password managers send people (W3C, A Well-Known URL for Changing Passwords).
    path(".well-known/change-password", views.change_password, name="well_known_change_password"),
    path("join", views.join, name="join"),
    path("join/<str:code>", views.join, name="join_with"),
    path("welcome/face", views.welcome_face, name="welcome_face"),
    path("welcome/circle", views.welcome_circle, name="welcome_circle"),
    path("halted/reopen", views.reopen, name="halted_reopen"),
    path("halted/handle", views.other_handle, name="halted_handle"),
    path("halted/withdraw", views.withdraw, name="halted_withdraw"),
    path("language", views.language, name="language"),
]
