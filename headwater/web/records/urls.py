"""Addresses of the parts that every record page shares."""

from django.urls import path, re_path

from headwater.web.records.attachments import attachment, raw_mail
from headwater.web.records.fact_page import fact
from headwater.web.records.lookup import choices
from headwater.web.records.old_address import old_address
from headwater.web.records.undo import undo

urlpatterns = [
    path("records/<str:object_name>/<int:pk>/facts/<str:name>", fact, name="fact"),
    path("records/<str:object_name>/choices", choices, name="record_choices"),
    path("attachments/<int:pk>", attachment, name="attachment"),
    path("submissions/<int:pk>/message", raw_mail, name="raw_mail"),
    path("undo/<str:key>", undo, name="undo"),
    re_path(r"^(?P<record_id>[0-9A-Za-z]{15}(?:[0-9A-Za-z]{3})?)$", old_address),
    re_path(r"^lightning/r/(?P<object_name>\w+)/(?P<record_id>[0-9A-Za-z]+)/view$", old_address),
]
