"""Addresses of website tracking."""

from django.urls import path

from headwater.web.tracking import door

urlpatterns = [
    path("visits", door.receive, name="visits"),
]
