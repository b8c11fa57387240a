"""Addresses of the parts that every record page shares."""

from django.urls import path

from headwater.web.records.attachments import attachment, raw_mail
from headwater.web.records.fact_page import fact
from headwater.web.records.lookup import choices
from headwater.web.records.undo import undo

urlpatterns = [
    path("records/<str:object_name>/<int:pk>/facts/<str:name>", fact, name="fact"),
    path("records/<str:object_name>/choices", choices, name="record_choices"),
    path("attachments/<int:pk>", attachment, name="attachment"),
    path("submissions/<int:pk>/message", raw_mail, name="raw_mail"),
    path("undo/<str:key>", undo, name="undo"),
]
