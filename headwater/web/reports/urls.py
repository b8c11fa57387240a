"""Addresses of the reports."""

from django.urls import path

from headwater.web.reports.dashboard import dashboard

urlpatterns = [path("reports", dashboard, name="reports")]
