"""Addresses of the learned probability."""

from django.urls import path

from headwater.web.learned import pages

urlpatterns = [
    path("setup/learned", pages.learned, name="learned"),
    path("setup/learned/progress", pages.progress, name="learned_progress"),
    path("setup/learned/learning", pages.learning, name="learn"),
    path("setup/learned/newest", pages.newest, name="use_newest_learned"),
    path("setup/learned/versions/<int:version>/use", pages.use, name="use_learned"),
]
