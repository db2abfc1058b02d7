"""Addresses of the demonstration; included in demo mode only."""

from django.urls import path

from . import views

urlpatterns = [
    path("demo", views.people, name="demo"),
    path("demo/enter", views.enter, name="demo_enter"),
]
