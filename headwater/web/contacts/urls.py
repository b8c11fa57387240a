"""Addresses of contacts."""

from django.urls import path

from headwater.web.contacts import pages

urlpatterns = [
    path("contacts", pages.contacts, name="contacts"),
    path("contacts/new", pages.new_contact, name="new_contact"),
    path("contacts/<int:pk>", pages.contact, name="contact"),
]
