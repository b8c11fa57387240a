"""How it stood a month ago, beside now: each sees their own, and what is not kept is said."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

from django.test import Client
from django.utils import timezone

from headwater.measure import snapshots
from headwater.people.models import User
from headwater.records.models import Lead

MakeLead = Callable[..., Lead]
SignIn = Callable[[User], Client]


def test_then_and_now_side_by_side(
    cast: SimpleNamespace, make_lead: MakeLead, sign_in: SignIn
) -> None:
    now = timezone.now()
    ines = sign_in(cast.ines)
    assert "No morning is kept yet" in ines.get("/reports/history").content.decode()

    lead = make_lead(status="Open - Not Contacted")
    snapshots.keep(now - timedelta(days=30))
    Lead.objects.filter(pk=lead.pk).update(status="Working - Contacted")
    make_lead(status="Working - Contacted")

    asked = "/reports/history?chart=statuses&format=csv"
    table = ines.get(asked).content.decode().splitlines()
    assert [line.split(",")[:3] for line in table[1:]] == [
        ["Open - Not Contacted", "1", "0"], ["Working - Contacted", "0", "2"],
    ]  # fmt: skip
    nothing = sign_in(cast.otto).get(asked).content.decode()
    assert "Contacted" not in nothing

    snapshots.keep(now - timedelta(days=1))
    day = (now - timedelta(days=1)).date()
    two = ines.get(f"{asked}&beside={day}").content.decode()
    assert f"{day.day} {day:%b %Y}" in two and "Now" not in two
    page = ines.get(f"/reports/history?then={day}&beside=nonsense")
    assert page.status_code == 200 and "Open leads by owner" in page.content.decode()
