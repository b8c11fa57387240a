"""Addresses of the reports."""

from django.urls import path

from headwater.web.reports.dashboard import dashboard
from headwater.web.reports.weekly import weekly

urlpatterns = [
    path("reports", dashboard, name="reports"),
    path("reports/weekly", weekly, name="weekly"),
]
