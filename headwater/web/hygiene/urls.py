"""Addresses of the hygiene report."""

from django.urls import path

from headwater.web.hygiene import fixes, pages

urlpatterns = [
    path("hygiene", pages.overview, name="hygiene"),
    path("hygiene/runs", fixes.look_again, name="hygiene_runs"),
    path("hygiene/fixes", fixes.progress, name="hygiene_progress"),
    path("hygiene/fixes/<int:pk>/undo", fixes.undo_fix, name="hygiene_undo"),
    path("hygiene/<slug:name>", pages.check, name="hygiene_check"),
    path("hygiene/<slug:name>/fixes", fixes.start, name="hygiene_fix"),
]
