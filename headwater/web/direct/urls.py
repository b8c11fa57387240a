"""Addresses of working without leads; the Setup pages stand before those of Setup's own words."""

from django.urls import path

from headwater.web.direct import (
    advice,
    known,
    lead_mode,
    moving_away,
    pages,
    rules,
    sentences,  # noqa: F401  # their words join those of the timeline
    trial,
    waiting,
)

urlpatterns = [
    path("direct/new", pages.new_direct, name="new_direct"),
    path("direct/known", known.known, name="direct_known"),
    path("direct/advice/<str:object_name>", advice.advice, name="advice"),
    path("direct/waiting", waiting.waiting, name="waiting_leads"),
    path("direct/waiting/again", waiting.again, name="waiting_again"),
    path("setup/leads-or-direct", lead_mode.lead_mode, name="lead_mode"),
    path("setup/leads-or-direct/mode", lead_mode.choose, name="choose_lead_mode"),
    path("setup/leads-or-direct/qualified", rules.define, name="define_qualified"),
    path("setup/leads-or-direct/tried", trial.trial, name="advice_trial"),
    path("setup/leads-or-direct/rules/new", rules.new_rule, name="new_advice_rule"),
    path("setup/leads-or-direct/rules/<int:pk>", rules.edit_rule, name="advice_rule"),
    path("setup/leads-or-direct/rules/<int:pk>/move", rules.move_rule, name="move_advice_rule"),
    path("setup/leads-or-direct/rules/<int:pk>/switch", rules.switch, name="switch_advice_rule"),
    path("setup/leads-or-direct/rules/<int:pk>/removal", rules.remove, name="remove_advice_rule"),
    path("setup/moving-away", moving_away.moving_away, name="moving_away"),
    path("setup/moving-away/switch", moving_away.switch, name="switch_new_leads"),
    path("setup/moving-away/conversion", moving_away.convert, name="convert_backlog"),
]
