"""Addresses of contacts."""

from django.urls import path

from headwater.web.contacts import (
    companies,
    pages,
    reporting,
    sentences,  # noqa: F401  # their words join those of the timeline
)

urlpatterns = [
    path("contacts", pages.contacts, name="contacts"),
    path("contacts/new", pages.new_contact, name="new_contact"),
    path("contacts/<int:pk>", pages.contact, name="contact"),
    path("contacts/<int:pk>/move", companies.move, name="move_contact"),
    path("contacts/<int:pk>/reports-to", reporting.reports_to, name="reports_to"),
    path("relations/new", companies.relate, name="new_relation"),
    path("relations/<int:account>/<int:contact>", companies.relation, name="relation"),
    path("relations/<int:account>/<int:contact>/end", companies.unrelation, name="end_relation"),
]
