"""Addresses of absences."""

from django.urls import path

from headwater.web.absences import (
    pages,
    sentences,  # noqa: F401 - the timeline learns their words
)

urlpatterns = [
    path("absences", pages.absences, name="absences"),
    path("absences/new", pages.new_absence, name="new_absence"),
    path("absences/<int:pk>", pages.edit_absence, name="absence"),
    path("absences/<int:pk>/removal", pages.remove_absence, name="remove_absence"),
]
