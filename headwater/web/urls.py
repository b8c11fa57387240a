"""The areas of the web face, one line each."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from headwater.web import live, palette, shell


def healthz(request: HttpRequest) -> HttpResponse:
    """For load balancers: this process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("live", live.poll, name="live"),
    path("palette", palette.palette, name="palette"),
    path("more", shell.more, name="more"),
    path("theme", shell.choose_theme, name="theme"),
    path("", include("headwater.web.sign_in")),
    path("", include("headwater.web.me")),
    path("", include("headwater.web.feeds")),
    path("", include("headwater.web.absences.urls")),
    path("", include("headwater.web.notifications")),
    path("", include("headwater.web.notification_settings")),
    path("", include("headwater.web.forms.urls")),
    path("", include("headwater.web.submissions.urls")),
    path("", include("headwater.web.imports.urls")),
    path("", include("headwater.web.reports.urls")),
    path("", include("headwater.web.report_builder.urls")),
    path("", include("headwater.web.recycling.urls")),
    path("", include("headwater.web.programs.urls")),
    path("", include("headwater.web.handoff.urls")),
    path("", include("headwater.web.routing.urls")),
    path("", include("headwater.web.scoring.urls")),
    path("", include("headwater.web.learned.urls")),
    path("", include("headwater.web.cadences.urls")),
    path("", include("headwater.web.direct.urls")),
    path("", include("headwater.web.mailing.urls")),
    path("", include("headwater.web.nurture.urls")),
    path("", include("headwater.web.tracking.urls")),
    path("", include("headwater.web.reference.urls")),
    path("", include("headwater.web.setup.urls")),
    path("", include("headwater.web.records.urls")),
    path("", include("headwater.web.consent.urls")),
    path("", include("headwater.web.hygiene.urls")),
    path("", include("headwater.web.duplicates.urls")),
    path("", include("headwater.web.lists.urls")),
    path("", include("headwater.web.leads.urls")),
    path("", include("headwater.web.queues.urls")),
    path("", include("headwater.web.today.urls")),
    path("", include("headwater.web.tasks.urls")),
    path("", include("headwater.web.convert.urls")),
    path("", include("headwater.web.conversions.urls")),
    path("", include("headwater.web.relations.urls")),
    path("", include("headwater.web.campaigns.urls")),
    path("", include("headwater.web.opportunities.urls")),
    path("", include("headwater.web.contacts.urls")),
    path("", include("headwater.web.accounts.urls")),
]
