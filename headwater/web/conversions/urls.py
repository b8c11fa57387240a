"""Addresses of runs that convert many leads."""

from django.urls import path

from headwater.web.conversions import deeds, downloads, pages, selection

urlpatterns = [
    path("leads/selection/conversion", selection.convert, name="leads_conversion"),
    path("conversions/runs", pages.run_list, name="conversion_runs"),
    path("conversions/runs/<int:pk>", pages.run, name="conversion_run"),
    path("conversions/runs/<int:pk>/progress", pages.progress, name="conversion_run_progress"),
    path("conversions/runs/<int:pk>/choices", deeds.choices, name="conversion_run_choices"),
    path("conversions/runs/<int:pk>/start", deeds.start, name="conversion_run_start"),
    path("conversions/runs/<int:pk>/stop", deeds.stop, name="conversion_run_stop"),
    path("conversions/runs/<int:pk>/undo", deeds.undo, name="conversion_run_undo"),
    path("conversions/runs/<int:pk>/refused", downloads.refused, name="conversion_run_refused"),
]
