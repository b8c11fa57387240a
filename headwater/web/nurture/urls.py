"""Addresses of nurture programs."""

from django.urls import path

from headwater.web.nurture import (
    editor,
    forms,
    on_leads,
    pages,
    previewing,
    sentences,  # noqa: F401  # their words join those of the timeline
)

urlpatterns = [
    path("nurture", pages.nurture, name="nurture"),
    path("nurture/new", forms.new_program, name="new_nurture_program"),
    path("nurture/starters", pages.starters, name="nurture_starters"),
    path("nurture/limits", forms.sending_limits, name="nurture_limits"),
    path("nurture/<int:pk>", pages.program, name="nurture_program"),
    path("nurture/<int:pk>/settings", forms.edit_program, name="nurture_settings"),
    path("nurture/<int:pk>/steps", editor.steps, name="nurture_steps"),
    path("nurture/<int:pk>/people", pages.people, name="nurture_people"),
    path("nurture/<int:pk>/preview", previewing.preview, name="nurture_preview"),
    path("nurture/<int:pk>/running", pages.running, name="nurture_running"),
    path("leads/selection/program", on_leads.enrol_all, name="leads_program"),
    path("leads/<int:pk>/program", on_leads.enrol, name="enrol_in_program"),
    path("leads/<int:pk>/program/leaving", on_leads.leave, name="leave_program"),
]
