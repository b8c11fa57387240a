"""Addresses of the pages about imports."""

from django.urls import path

from headwater.web.imports import columns, downloads, own_fields, pages, running, undoing

urlpatterns = [
    path("imports", pages.import_list, name="imports"),
    path("imports/new", pages.upload, name="new_import"),
    path("imports/example.csv", downloads.example, name="import_example"),
    path("imports/<int:pk>", running.import_job, name="import_job"),
    path("imports/<int:pk>/columns", columns.columns, name="import_columns"),
    path("imports/<int:pk>/reading", columns.reading, name="import_reading"),
    path("imports/<int:pk>/fields/new", own_fields.new_field, name="import_field"),
    path("imports/<int:pk>/check", columns.check, name="import_check"),
    path("imports/<int:pk>/run", columns.run, name="import_run"),
    path("imports/<int:pk>/progress", running.progress, name="import_progress"),
    path("imports/<int:pk>/pause", running.pause, name="import_pause"),
    path("imports/<int:pk>/cancel", running.cancel, name="import_cancel"),
    path("imports/<int:pk>/undo", undoing.undo, name="import_undo"),
    path("imports/<int:pk>/failures", downloads.failures, name="import_failures"),
]
