"""Addresses that the lists of all objects share."""

from django.urls import path

from headwater.web.lists.builder import criteria
from headwater.web.lists.saved_views import saved_view_deletion, saved_views

urlpatterns = [
    path("lists/<str:object_name>/criteria", criteria, name="criteria"),
    path("views", saved_views, name="saved_views"),
    path("views/<int:pk>/deletion", saved_view_deletion, name="saved_view_deletion"),
]
