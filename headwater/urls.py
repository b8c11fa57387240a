"""Where every address begins: pages for people; programs under /services."""

from django.urls import include, path, re_path

from headwater.api.urls import urlpatterns as api

handler400 = "headwater.web.refusals.bad_request"
handler403 = "headwater.web.refusals.not_allowed"
handler404 = "headwater.web.refusals.not_found"
handler429 = "headwater.web.refusals.throttled"
handler500 = "headwater.web.refusals.broken"

urlpatterns = [
    path("", include("headwater.web.consent_to_clients.urls")),
    path("", include("headwater.api.urls")),
    path("", include("headwater.web.urls")),
    path("company", include("headwater.sample.page")),
    # Clients that are given `https://host/` put `/services` behind it.
    re_path(r"^/(?=services/)", include((api, "with_two_slashes"))),
]
