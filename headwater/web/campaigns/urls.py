"""Addresses of campaigns."""

from django.urls import path

from headwater.web.campaigns import adding, influence, list, members, pages, report, statuses, undos

__all__ = ["undos", "urlpatterns"]  # undos: so that what they take back is known

urlpatterns = [
    path("campaigns", list.campaigns, name="campaigns"),
    path("campaigns/new", pages.new_campaign, name="new_campaign"),
    path("campaigns/report", report.report, name="campaigns_report"),
    path("campaigns/<int:pk>", pages.campaign, name="campaign"),
    path("campaigns/<int:pk>/results", pages.results, name="campaign_results"),
    path("campaigns/<int:pk>/hierarchy", pages.tree, name="campaign_tree"),
    path("campaigns/<int:pk>/influence", influence.of_campaign, name="campaign_influence"),
    path("campaigns/<int:pk>/statuses", statuses.statuses, name="campaign_statuses"),
    path("campaigns/<int:pk>/members.csv", members.export, name="members_csv"),
    path("campaigns/<int:pk>/members/new", adding.new_members, name="new_members"),
    path("campaigns/<int:pk>/members/statuses", members.member_statuses, name="member_statuses"),
    path("campaigns/<int:pk>/members/removal", members.removal, name="member_removal"),
    path("campaigns/<int:pk>/members/<int:member>", members.member_status, name="member_status"),
    path("contacts/selection/campaign", adding.contacts, name="contacts_campaign"),
    path("opportunities/<int:pk>/influence", influence.of_deal, name="opportunity_influence"),
    path("opportunities/<int:pk>/influence/primary", influence.primary, name="primary_campaign"),
]
