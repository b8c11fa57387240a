"""Addresses of consent."""

from django.urls import path

from headwater.web.consent.pages import consent
from headwater.web.consent.preferences import preferences

urlpatterns = [
    path("consent/<str:object_name>/<int:pk>", consent, name="consent"),
    path("preferences/<str:token>", preferences, name="preferences"),
]
