"""Addresses of a lead's conversion and of its undoing."""

from django.urls import path

from headwater.web.convert import sentences  # noqa: F401  # their words join those of the timeline
from headwater.web.convert.pages import conversion
from headwater.web.convert.undo_page import conversion_undo

urlpatterns = [
    path("leads/<int:pk>/conversion", conversion, name="conversion"),
    path("conversions/<int:pk>/undo", conversion_undo, name="conversion_undo"),
]
