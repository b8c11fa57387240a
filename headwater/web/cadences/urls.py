"""Addresses of cadences."""

from django.urls import path

from headwater.web.cadences import (
    on_leads,
    pages,
    sentences,  # noqa: F401  # their words join those of the timeline
)

urlpatterns = [
    path("setup/cadences", pages.cadences, name="cadences"),
    path("setup/cadences/new", pages.new_cadence, name="new_cadence"),
    path("setup/cadences/<int:pk>", pages.cadence, name="cadence"),
    path("setup/cadences/<int:pk>/name", pages.edit_cadence, name="cadence_name"),
    path("setup/cadences/<int:pk>/steps/new", pages.new_step, name="new_cadence_step"),
    path("setup/cadences/steps/<int:pk>", pages.edit_step, name="cadence_step"),
    path("setup/cadences/steps/<int:pk>/move", pages.move_step, name="move_cadence_step"),
    path("setup/cadences/steps/<int:pk>/removal", pages.remove_step, name="remove_cadence_step"),
    path("leads/selection/cadence", on_leads.start_all, name="leads_cadence"),
    path("leads/<int:pk>/cadence", on_leads.start, name="start_cadence"),
    path("leads/<int:pk>/cadence/stop", on_leads.stop, name="stop_cadence"),
    path("leads/<int:pk>/cadence/resumption", on_leads.resume, name="resume_cadence"),
]
