"""Addresses of the reports."""

from django.urls import path

from headwater.web.as_of import all_from_replica
from headwater.web.process.page import process
from headwater.web.reports.campaigns import campaigns
from headwater.web.reports.conversion import conversion
from headwater.web.reports.dashboard import dashboard
from headwater.web.reports.early import early
from headwater.web.reports.forecast import forecast
from headwater.web.reports.health import health
from headwater.web.reports.history import history
from headwater.web.reports.leak_fixes import mend
from headwater.web.reports.leaks import page as leaks
from headwater.web.reports.nurture import nurture
from headwater.web.reports.outcome import outcome
from headwater.web.reports.quality import quality
from headwater.web.reports.response import response
from headwater.web.reports.sources import sources
from headwater.web.reports.team import team
from headwater.web.reports.weekly import weekly

urlpatterns = all_from_replica(
    [
        path("reports", dashboard, name="reports"),
        path("reports/health", health, name="report_health"),
        path("reports/response", response, name="report_response"),
        path("reports/sources", sources, name="report_sources"),
        path("reports/team", team, name="report_team"),
        path("reports/quality", quality, name="report_quality"),
        path("reports/conversion", conversion, name="report_conversion"),
        path("reports/outcome", outcome, name="report_outcome"),
        path("reports/campaigns", campaigns, name="report_campaigns"),
        path("reports/nurture", nurture, name="report_nurture"),
        path("reports/early-stage", early, name="report_early"),
        path("reports/forecast", forecast, name="report_forecast"),
        path("reports/process", process, name="process"),
        path("reports/history", history, name="report_history"),
        path("reports/leaks", leaks, name="leaks"),
        path("reports/leaks/<slug:key>/fixes", mend, name="leak_fixes"),
        path("reports/weekly", weekly, name="weekly"),
    ]
)
