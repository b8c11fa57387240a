"""Addresses of website tracking."""

from django.urls import path

from headwater.web.tracking import door, of_lead, setup

urlpatterns = [
    path("visits", door.receive, name="visits"),
    path("visits/<int:pk>/verdict", of_lead.judge_visit, name="judge_visit"),
    path("leads/<int:pk>/visits", of_lead.lead_visits, name="lead_visits"),
    path("leads/<int:pk>/visits/erasure", of_lead.erase_visits, name="erase_visits"),
    path("setup/tracking", setup.tracking, name="tracking"),
    path("setup/tracking/settings", setup.keep_tracking, name="keep_tracking"),
    path("setup/tracking/pages", setup.add_key_page, name="add_key_page"),
    path("setup/tracking/pages/<int:pk>/removal", setup.remove_key_page, name="remove_key_page"),
    path("setup/tracking/rules", setup.add_bot_rule, name="add_bot_rule"),
    path("setup/tracking/rules/<int:pk>", setup.change_bot_rule, name="change_bot_rule"),
]
