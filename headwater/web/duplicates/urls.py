"""Addresses of duplicates: the queue, a pair, deciding, merging, unmerging, the whole base."""

from django.urls import path

from headwater.web.duplicates import (
    alike,
    deeds,
    everything,
    merger,
    pages,
    sentences,  # noqa: F401  # their words join those of the timeline
    unmerging,
)

urlpatterns = [
    path("duplicates", pages.duplicates, name="duplicates"),
    path("duplicates/<int:pk>", pages.duplicate, name="duplicate"),
    path("duplicates/<int:pk>/difference", deeds.difference, name="duplicate_difference"),
    path("duplicates/<int:pk>/skipping", deeds.skipping, name="duplicate_skipping"),
    path("duplicates/<int:pk>/reopening", deeds.reopening, name="duplicate_reopening"),
    path("duplicates/selection/difference", deeds.differences, name="duplicates_difference"),
    path("duplicates/selection/merge", deeds.mergers, name="duplicates_merge"),
    path("duplicates/runs", everything.runs, name="match_runs"),
    path("duplicates/runs/<int:pk>/progress", everything.progress, name="match_run_progress"),
    path("duplicates/runs/<int:pk>/cancel", everything.cancel, name="match_run_cancel"),
    path("records/<str:object_name>/merge", merger.merger, name="merger"),
    path("records/<str:object_name>/alike", alike.alike, name="alike"),
    path("records/<str:object_name>/<int:pk>/use", alike.using, name="use_known"),
    path("merges/<int:pk>/undo", unmerging.unmerging, name="unmerge"),
]
