"""Setup's promises and calendars: read by everybody, changed by admins, told in sentences."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from headwater.people import public_holidays
from headwater.people.business_hours import DAYS
from headwater.people.models import BusinessHours, Holiday
from headwater.qualify.models import ClockPolicy
from headwater.records.clock import Kind

WEEK = {f"week_{day}": "" for day in DAYS} | {"week_mon": "09:00-12:00, 13:00-17:30"}


@pytest.fixture
def admin(sign_in: Any, cast: Any) -> Client:
    client: Client = sign_in(cast.ada)
    return client


def promise(**values: Any) -> dict[str, Any]:
    return {"name": "Hot ones", "kind": Kind.FIRST_ATTEMPT, "minutes": "2 h",
            "counts_in": "working_hours", "criteria": "Rating = 'Hot'", "doors": ["form"],
            "warn_shares": "25, 75 %", "then": "reassign", "reminds_owner": "on",
            "is_active": "on"} | values  # fmt: skip


def test_a_promise_is_added_moved_and_put_out_of_use(admin: Client) -> None:
    admin.post("/setup/clocks/new", promise())
    row = ClockPolicy.objects.get(name="Hot ones")
    assert (row.minutes, row.shares, row.tells_manager) == (120, [0.25, 0.75], False)
    page = admin.get("/setup/clocks").content.decode()
    assert "The owner is warned at 25 % and 75 %." in page
    assert "the owner is told; the next one who is free gets it" in page
    admin.post(f"/setup/clocks/{row.pk}/move", {"by": "-1"})
    order = [each.name for each in ClockPolicy.objects.filter(kind=Kind.FIRST_ATTEMPT)]
    assert order == ["Web leads", "Hot ones", "All other leads"]
    admin.post(f"/setup/clocks/{row.pk}/switch")
    row.refresh_from_db()
    assert not row.is_active


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"minutes": "soon"}, "length of time"),
        ({"minutes": "0 min"}, "at least a minute"),
        ({"minutes": "9999 days"}, "at most a year"),
        ({"warn_shares": "half"}, "Say percents"),
        ({"warn_shares": "100"}, "between 1 and 99"),
        ({"criteria": "Nonsense = 1"}, "Nonsense"),
        ({"kind": Kind.ACCEPT, "then": "queue"}, "set with the hand-offs"),
    ],
)
def test_what_is_wrong_is_said(admin: Client, wrong: dict[str, Any], says: str) -> None:
    answer = admin.post("/setup/clocks/new", promise(**wrong))
    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_holidays_of_a_country_fill_themselves(admin: Client) -> None:
    names = ["New Year's Day", "Good Friday", "Labor Day"]
    data = {"name": "Berlin", "time_zone": "Europe/Berlin", "country": "DE", "subdivision": "BE",
            "holidays_text": "2026-12-28 Between the years", "shown": names,
            "closed": names[:2]} | WEEK  # fmt: skip
    assert admin.post("/setup/hours/new", data).status_code == 302
    hours = BusinessHours.objects.get(name="Berlin")
    assert hours.worked_holidays == ["Labor Day"]
    public = hours.holidays.filter(is_public=True)
    assert {day.on.year for day in public} >= {2026, 2027, 2028}
    assert not public.filter(name="Labor Day").exists()
    assert public.filter(name="Women's Day").exists()  # Berlin alone
    assert hours.holidays.get(is_public=False).name == "Between the years"
    page = admin.get("/setup/hours").content.decode()
    assert "Mon 09:00–12:00, 13:00–17:30" in page
    assert "Holidays of Germany" in page


def test_the_next_year_comes_by_itself(db: None) -> None:
    hours = BusinessHours.objects.create(name="US", country="US", subdivision="CO")
    assert public_holidays.fill(hours, today=date(2026, 7, 1)) > 40
    Holiday.objects.create(business_hours=hours, on=date(2030, 7, 4), name="Ours")
    last = hours.holidays.filter(is_public=True, on__year=2029)
    last.delete()
    public_holidays.fill_holidays(timestamp=0)
    assert hours.holidays.filter(is_public=True, on__year=2029).exists()
    assert hours.holidays.get(on=date(2030, 7, 4)).name == "Ours"
    assert public_holidays.days_off("Atlantis", "", [2026]) == {}


def test_the_preview_follows_what_is_typed(admin: Client) -> None:
    data = {"name": "", "time_zone": "Europe/Berlin", "country": "DE", "subdivision": "BY"} | WEEK
    page = admin.post("/setup/hours/preview", data).content.decode()
    assert "Bayern" in page
    assert "Corpus Christi" in page
    assert "09:00" in page
    never = admin.post("/setup/hours/preview", data | {"week_mon": ""}).content.decode()
    assert "never opens" in never


@pytest.mark.parametrize("page", ["/setup/clocks/new", "/setup/hours/new"])
def test_only_admins_change_them(client: Client, cast: Any, page: str) -> None:
    client.force_login(cast.mara)
    assert client.get(page).status_code == 403
    assert client.post("/setup/hours/preview", {}).status_code == 403
    policy = ClockPolicy.objects.first()
    assert policy
    assert client.post(f"/setup/clocks/{policy.pk}/switch").status_code == 403
    for readable in ("/setup/clocks", "/setup/hours"):
        assert "btn primary" not in client.get(readable).content.decode()
