"""Addresses of opportunities."""

from django.urls import path

from headwater.web.opportunities import board, closed, deal, early, forecast, pages, roles, stage

urlpatterns = [
    path("opportunities", pages.opportunities, name="opportunities"),
    path("opportunities/board", board.board, name="opportunity_board"),
    path("opportunities/forecast", forecast.forecast, name="opportunity_forecast"),
    path("opportunities/early", early.early, name="opportunity_early"),
    path("opportunities/closed", closed.closed, name="opportunity_closed"),
    path("opportunities/new", pages.new_opportunity, name="new_opportunity"),
    path("opportunities/<int:pk>", deal.opportunity, name="opportunity"),
    path("opportunities/<int:pk>/stage", stage.stage, name="opportunity_stage"),
    path("opportunities/<int:pk>/roles/new", roles.new_role, name="new_opportunity_role"),
    path("opportunities/<int:pk>/roles/<int:key>", roles.role, name="opportunity_role"),
    path("opportunities/<int:pk>/roles/<int:key>/primary", roles.primary,
         name="opportunity_role_primary"),
    path("opportunities/<int:pk>/roles/<int:key>/removal", roles.removal,
         name="opportunity_role_removal"),
]  # fmt: skip
