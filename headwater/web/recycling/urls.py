"""Addresses of recycling."""

from django.urls import path

from headwater.web.recycling import (
    pages,
    sentences,  # noqa: F401  # their words join those of the timeline
)

urlpatterns = [path("reports/recycling", pages.recycling, name="recycling")]
