"""Addresses of the API's reference."""

from django.urls import path

from headwater.web.reference import pages

urlpatterns = [
    path("setup/api-reference", pages.reference, name="api_reference"),
    path("setup/api-reference/enterprise.wsdl", pages.enterprise, name="enterprise_wsdl"),
    path("setup/api-reference/answer", pages.tried, name="api_tried"),
]
