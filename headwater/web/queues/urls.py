"""Addresses of queues and of what one does with the leads that wait there."""

from django.urls import path

from headwater.web.queues import deeds, pages

urlpatterns = [
    path("queues", pages.queue_list, name="queues"),
    path("queues/<int:pk>", pages.queue, name="queue"),
    path("queues/<int:pk>/next", deeds.take_next, name="queue_next"),
    path("queues/<int:pk>/taking", deeds.taking, name="queue_taking"),
    path("leads/<int:pk>/queue", deeds.giving_back, name="lead_queue"),
]
