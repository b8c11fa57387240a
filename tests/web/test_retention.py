"""How long the Trail is kept is set by administrators, and told."""

from collections.abc import Callable
from types import SimpleNamespace

from django.test import Client

from headwater.people.models import User
from headwater.records.models import Retention, TrailEntry


def test_an_administrator_says_how_long(
    cast: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    ada, address = sign_in(cast.ada), "/setup/retention"
    assert "Nothing has gone yet" in ada.get(address).content.decode()
    refused = ada.post(f"{address}/months", {"trail_months": "3"})
    assert refused.status_code == 422
    ada.post(f"{address}/months", {"trail_months": "36", "engagement_months": ""})
    assert Retention.current().trail_months == 36
    changed = TrailEntry.objects.get(event="retention.changed")
    assert changed.changes["trail_months"] == [None, 36]
    assert "the Trail 36 months" in ada.get("/setup").content.decode()
    mara = sign_in(cast.mara)
    assert mara.post(f"{address}/months", {"trail_months": "12"}).status_code == 403
