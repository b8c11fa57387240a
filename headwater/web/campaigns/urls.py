"""Addresses of campaigns."""

from django.urls import path

from headwater.web.campaigns import pages, statuses

urlpatterns = [
    path("campaigns", pages.campaigns, name="campaigns"),
    path("campaigns/new", pages.new_campaign, name="new_campaign"),
    path("campaigns/<int:pk>", pages.campaign, name="campaign"),
    path("campaigns/<int:pk>/statuses", statuses.statuses, name="campaign_statuses"),
    path("campaigns/<int:pk>/members/<int:member>", statuses.member_status, name="member_status"),
]
