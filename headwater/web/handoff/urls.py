"""Addresses of hand-offs and of what marketing and sales agreed on."""

from django.urls import path

from headwater.web.handoff import (
    agreements,
    bulk,
    deeds,
    offering,
    page,
    sentences,  # noqa: F401  # their words join those of the timeline
    settings,
)

urlpatterns = [
    path("handoffs", page.handoffs, name="handoffs"),
    path("handoffs/decided", page.decided, name="decided_handoffs"),
    path("handoffs/selection/acceptance", bulk.acceptance, name="handoffs_acceptance"),
    path("handoffs/<int:pk>/panel", page.panel, name="handoff_panel"),
    path("handoffs/<int:pk>/acceptance", deeds.acceptance, name="handoff_acceptance"),
    path("handoffs/<int:pk>/rejection", deeds.rejection, name="handoff_rejection"),
    path("handoffs/<int:pk>/withdrawal", deeds.withdrawal, name="handoff_withdrawal"),
    path("leads/selection/handoffs", bulk.offer, name="leads_handoffs"),
    path("leads/<int:pk>/handoffs", offering.offer, name="lead_handoffs"),
    path("leads/<int:pk>/deal", offering.deal, name="lead_deal"),
    path("setup/agreements", agreements.agreements, name="agreements"),
    path("setup/agreements/handing", settings.handing, name="handing"),
    path("setup/agreements/<slug:stage>", agreements.proposal, name="agreement"),
    path("setup/agreements/<int:pk>/signature", agreements.signature, name="signature"),
]
