"""The clocks on a lead's page: paused and gone on with in one press, and who hears what next."""

from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils import timezone

from headwater.qualify.clocks import start_kind
from headwater.qualify.models import ClockPolicy
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead

MakeLead = Callable[..., Lead]


def asked(make_lead: MakeLead, **values: Any) -> Lead:
    ClockPolicy.objects.filter(kind=Kind.FIRST_ATTEMPT).delete()
    ClockPolicy.objects.create(name="Answer", minutes=100, counts_in="all_hours", then="reassign")
    lead = make_lead(first_name="Tom", **values)
    start_kind([lead], Kind.FIRST_ATTEMPT, owner_ids={}, at=timezone.now())
    return lead


def test_paused_told_and_gone_on(mara: Client, make_lead: MakeLead) -> None:
    lead = asked(make_lead)
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Mara Lind is warned" in page
    assert "Mara Lind and Ines Roy are told; the next one who is free gets it" in page
    assert "Waiting for the lead" in page
    said = {"reason": "Waiting for the lead", "note": "Sent the form", "until": "tomorrow"}
    mara.post(f"/leads/{lead.pk}/pause", said)
    clock = Clock.objects.get()
    assert clock.is_paused
    assert clock.watch_at == clock.pauses.get().ends_at
    page = mara.get(f"/leads/{lead.pk}").content.decode()
    assert "Waiting for the lead: Sent the form" in page
    assert "First attempt paused: Waiting for the lead" in page
    mara.post(f"/leads/{lead.pk}/resume")
    assert not Clock.objects.get().is_paused
    assert "First attempt runs on" in mara.get(f"/leads/{lead.pk}").content.decode()


def test_pausing_is_undone_and_refused_in_words(mara: Client, make_lead: MakeLead) -> None:
    lead = asked(make_lead)
    mara.post(f"/leads/{lead.pk}/pause", {"reason": "Because"})
    assert not Clock.objects.get().is_paused
    assert "choose one of the reasons" in mara.get(f"/leads/{lead.pk}").content.decode()
    mara.post(f"/leads/{lead.pk}/pause", {"reason": "Waiting for the lead"})
    key = next(iter(mara.session["headwater.undo"]))
    mara.post(f"/undo/{key}")
    assert not Clock.objects.get().is_paused


def test_who_does_not_see_the_lead_pauses_nothing(
    sign_in: Any, cast: Any, make_lead: MakeLead
) -> None:
    lead = asked(make_lead)
    said = {"reason": "Waiting for the lead"}
    assert sign_in(cast.otto).post(f"/leads/{lead.pk}/pause", said).status_code == 404
    assert sign_in(cast.rhea).post(f"/leads/{lead.pk}/pause", said).status_code == 403
    assert not Clock.objects.get().is_paused
