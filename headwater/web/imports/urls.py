"""Addresses of the pages about imports."""

from django.urls import path

from headwater.web.imports import pages

urlpatterns = [
    path("imports", pages.import_list, name="imports"),
    path("imports/new", pages.upload, name="new_import"),
    path("imports/<int:pk>", pages.import_job, name="import_job"),
    path("imports/<int:pk>/mapping", pages.agree, name="import_mapping"),
    path("imports/<int:pk>/progress", pages.progress, name="import_progress"),
    path("imports/<int:pk>/failures", pages.failures, name="import_failures"),
]
