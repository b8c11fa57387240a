"""Addresses of the report builder and of the files that are made."""

from django.urls import path

from headwater.web.report_builder import builder, deeds, dialogs, files, library, pages, twin

urlpatterns = [
    path("exports", files.exports, name="exports"),
    path("exports/asked", files.exports_asked, name="exports_asked"),
    path("exports/<int:pk>", files.export_file, name="export_file"),
    path("reports/library", library.library, name="report_library"),
    path("reports/new", builder.builder, name="new_report"),
    path("reports/rows", pages.rows, name="report_rows"),
    path("reports/twin", twin.twin, name="report_twin"),
    path("reports/ready/<slug:key>", pages.standard, name="ready_report"),
    path("reports/kept", deeds.keep, name="reports_kept"),
    path("reports/kept/<int:pk>", pages.report, name="report"),
    path("reports/kept/<int:pk>/builder", pages.editing, name="report_builder"),
    path("reports/kept/<int:pk>/deletion", deeds.deletion, name="report_deletion"),
    path("reports/kept/<int:pk>/favourite", deeds.favourite, name="report_favourite"),
    path("reports/kept/<int:pk>/sharing", dialogs.sharing, name="report_sharing"),
    path("reports/kept/<int:pk>/mails", dialogs.mails, name="report_mails"),
]
