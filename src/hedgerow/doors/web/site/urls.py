"""The site's own words."""

from django.urls import path

from . import views

urlpatterns = [
    path("about", views.about, name="about"),
    path("about/norms", views.norms, name="norms"),
    path("robots.txt", views.robots, name="robots"),
    path("rules", views.rules, name="rules"),
    path("privacy", views.privacy, name="privacy"),
    path("imprint", views.imprint, name="imprint"),
]
