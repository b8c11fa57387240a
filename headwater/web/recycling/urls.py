"""Addresses of recycling."""

from django.urls import path

from headwater.web.recycling import (
    pages,
    removing,
    sentences,  # noqa: F401  # their words join those of the timeline
)

urlpatterns = [
    path("reports/recycling", pages.recycling, name="recycling"),
    path("setup/recycling/<int:pk>/removal", removing.remove_rule, name="remove_recycling_rule"),
]
