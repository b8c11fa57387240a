"""Addresses of Today."""

from django.urls import path

from headwater.web.today import page

urlpatterns = [
    path("", page.today, name="today"),
    path("today/tasks/<int:pk>", page.task_panel, name="task_panel"),
    path("today/messages/<int:pk>", page.message_panel, name="message_panel"),
]
