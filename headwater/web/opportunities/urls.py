"""Addresses of opportunities."""

from django.urls import path

from headwater.web.opportunities import board, pages, stage

urlpatterns = [
    path("opportunities", pages.opportunities, name="opportunities"),
    path("opportunities/board", board.board, name="opportunity_board"),
    path("opportunities/new", pages.new_opportunity, name="new_opportunity"),
    path("opportunities/<int:pk>", pages.opportunity, name="opportunity"),
    path("opportunities/<int:pk>/stage", stage.stage, name="opportunity_stage"),
]
