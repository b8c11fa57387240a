"""Who comes back is listed with day and reason; who has no way back is named; rules are set."""

from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.records.models import Lead, TrailEntry
from headwater.recycling import hourly
from headwater.recycling.models import RecycleRule

FORM = {
    "name": "Budget next year", "kind": "unqualified", "reasons": ["No budget"], "attempts": 3,
    "criteria": "Country = 'Norway'", "after_days": 200, "way": "owner", "status": "Nurturing",
    "words": "Budgets are made in autumn.", "sort_order": 0, "is_active": "on",
}  # fmt: skip


@pytest.fixture
def closed(make_lead: Callable[..., Lead]) -> Callable[..., Lead]:
    def make(**values: Any) -> Lead:
        return make_lead(
            **{"status": "Closed - Not Converted", "is_closed": True, "closed_reason": "No budget",
               "country": "Norway", **values}
        )  # fmt: skip

    return make


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_from_a_rule_to_a_day_on_the_list_and_in_the_story(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, closed: Callable[..., Lead]
) -> None:
    ada, lead, other = sign_in(cast.ada), closed(), closed(last_name="Berg", country="Chile")
    assert "No rule is in force yet" in text(ada.get("/reports/recycling"))
    assert "Nowhere: that is for good" in text(ada.get("/setup/recycling"))
    made = ada.post("/setup/recycling/new", FORM, follow=True)
    assert "After 200 days to whoever has it, as “Nurturing”" in text(made)
    hourly.run(timezone.now())
    listed = text(ada.get("/reports/recycling"))
    assert "Okafor" in listed and "Closed: No budget" in listed and "Berg" not in listed
    lost = text(ada.get("/reports/recycling?show=none"))
    assert "Berg" in lost and "Okafor" not in lost
    due = timezone.now() + timedelta(days=200)
    assert f"Comes back on {due.day} {due:%B %Y}" in text(ada.get(f"/leads/{lead.pk}"))
    hourly.run(timezone.now() + timedelta(days=201))
    assert "With Mara Lind" in text(ada.get("/reports/recycling?show=back"))
    assert "Back: with Mara Lind" in text(ada.get(f"/leads/{lead.pk}"))
    other.refresh_from_db()
    assert other.is_closed


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"way": "program"}, "Choose the program."),
        ({"status": ""}, "a closed lead is opened again"),
        ({"criteria": "Gone = 1"}, "Gone"),
        ({"reasons": ["Wrong market"]}, "Not a reason of these leads"),
        ({"kind": "mails", "attempts": 0, "reasons": []}, "at least 1"),
    ],
)
def test_a_rule_that_cannot_work_is_not_saved(
    sign_in: Callable[[Any], Client], cast: SimpleNamespace, values: dict[str, Any], said: str
) -> None:
    answer = sign_in(cast.ada).post("/setup/recycling/new", FORM | values)
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert not RecycleRule.objects.filter(name=FORM["name"]).exists()


def test_a_rule_is_an_admins_and_its_change_is_told(
    mara: Client, sign_in: Callable[[Any], Client], cast: SimpleNamespace
) -> None:
    rule = RecycleRule.objects.first()
    assert rule is not None and mara.get("/setup/recycling").status_code == 200
    assert mara.post(f"/setup/recycling/{rule.pk}", FORM).status_code == 403
    sign_in(cast.ada).post(f"/setup/recycling/{rule.pk}", FORM)
    rule.refresh_from_db()
    assert (rule.after_days, rule.is_active) == (200, True)
    assert TrailEntry.objects.filter(event__startswith="recycling", record_id=rule.pk).exists()


def test_an_outsider_sees_none_and_the_list_costs_the_same(
    mara: Client, sign_in: Callable[[Any], Client], cast: SimpleNamespace,
    closed: Callable[..., Lead],
) -> None:  # fmt: skip
    RecycleRule.objects.create(name="All", kind="unqualified", way="owner", status="Nurturing",
                               criteria="Country = 'Norway'")  # fmt: skip
    cast.organization.lead_access = "private"
    cast.organization.save()
    counts: dict[str, list[int]] = {}
    mara.get("/reports/recycling")  # what is then kept in memory
    for size in (1, 9):
        for number in range(size):
            closed(last_name=f"Nr{size}{number}")
            closed(last_name=f"Lost{size}{number}", country="Chile")
        hourly.run(timezone.now())
        for show in ("waiting", "none"):
            with CaptureQueriesContext(connection) as queries:
                assert mara.get(f"/reports/recycling?show={show}").status_code == 200
            counts.setdefault(show, []).append(len(queries))
    assert all(len(set(each)) == 1 for each in counts.values()), counts
    otto = sign_in(cast.otto)
    assert "Nr1" not in text(otto.get("/reports/recycling"))
    assert "Lost1" not in text(otto.get("/reports/recycling?show=none"))
