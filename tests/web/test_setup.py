"""Setup: everybody reads how things are decided, admins change it, and every change can go back."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.catalog.models import CustomField
from headwater.people.business_hours import DAYS
from headwater.people.models import BusinessHours, Organization, User
from headwater.records import writing
from headwater.records.models import Lead, LeadStatus, TrailEntry

PAGES = (
    "", "/rules/assignment", "/rules/score", "/fields", "/fields?object=Account", "/users",
    "/statuses", "/stages", "/clocks", "/templates", "/teams", "/queues", "/hours",
)  # fmt: skip
FORMS = (
    "/rules/assignment/new", "/rules/score/new", "/fields/Lead/new", "/users/new", "/organization",
    "/statuses/new", "/stages/new", "/clocks/new", "/teams/new", "/queues/new",
    "/hours/new",
)  # fmt: skip


@pytest.fixture
def admin(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.ada)
    return client


def test_a_field_is_added_and_its_picklist_needs_choices(admin: Client) -> None:
    path, field = "/setup/fields/Lead/new", {"label": "Roof kind", "length": 255, "scale": 0}
    assert admin.post(path, field | {"type": "picklist"}).status_code == 422
    admin.post(path, field | {"type": "picklist", "choices_text": "Flat\nPitched\nFlat"})
    found = CustomField.objects.get()
    assert (found.name, found.choices) == ("Roof_kind__c", ["Flat", "Pitched"])
    changed = {"label": "Roof", "length": 255, "scale": 0, "choices_text": "Flat"}
    admin.post(f"/setup/fields/{found.pk}", changed)
    found.refresh_from_db()
    assert (found.label, found.name, found.choices) == ("Roof", "Roof_kind__c", ["Flat"])


def test_a_default_is_checked_like_any_value(admin: Client, cast: SimpleNamespace) -> None:
    path = "/setup/fields/Account/new"
    field = {"label": "Visits", "type": "double", "length": 255, "scale": 0}
    page = admin.post(path, field | {"default_text": "many"})
    assert (page.status_code, "takes a number" in page.content.decode()) == (422, True)
    admin.post(path, field | {"default_text": "3"})
    assert CustomField.objects.get().default == 3
    assert writing.create("Account", {"name": "Harbor"}, by=cast.mara).custom == {"Visits__c": 3}


def test_renaming_a_status_takes_its_leads_along(
    admin: Client, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(status="Nurturing")
    status = LeadStatus.objects.get(name="Nurturing")
    data = {"name": "Warming", "group": "contacted", "sort_order": 3, "is_active": "on"}
    admin.post(f"/setup/statuses/{status.pk}", data)
    lead.refresh_from_db()
    assert lead.status == "Warming"
    entry = TrailEntry.objects.get(event="status.changed")
    assert entry.changes["name"] == ["Nurturing", "Warming"]


def test_one_status_stays_the_first(admin: Client) -> None:
    first = LeadStatus.objects.get(is_default=True)
    data = {"name": first.name, "group": "new", "sort_order": 0, "is_active": "on"}
    assert admin.post(f"/setup/statuses/{first.pk}", data).status_code == 422
    other = LeadStatus.objects.get(name="Nurturing")
    data |= {"name": "Nurturing", "group": "contacted", "is_default": "on"}
    admin.post(f"/setup/statuses/{other.pk}", data)
    assert LeadStatus.objects.get(is_default=True) == other


def test_business_hours_are_typed_as_spans_and_holidays_as_lines(admin: Client) -> None:
    week = {f"week_{day}": "" for day in DAYS} | {"week_mon": "09:00-12:00, 13:00-17:30"}
    data = {"name": "South", "time_zone": "Europe/Berlin", **week}
    holidays = {"holidays_text": "2026-12-25 Christmas Day\n2027-01-01"}
    admin.post("/setup/hours/new", data | holidays)
    hours = BusinessHours.objects.get(name="South")
    assert hours.week == {"mon": [["09:00", "12:00"], ["13:00", "17:30"]]}
    assert [day.name for day in hours.holidays.all()] == ["Christmas Day", "Holiday"]
    for wrong in (
        {"week_mon": "9 to 5"},
        {"week_mon": "09:00-12:00, 11:00-13:00"},
        {"week_mon": ""},
    ):
        assert admin.post("/setup/hours/new", data | {"name": "x"} | wrong).status_code == 422
    wrong = {"name": "x", "holidays_text": "Christmas"}
    assert admin.post("/setup/hours/new", data | wrong).status_code == 422


def test_people_come_and_go_but_an_admin_stays(admin: Client, cast: Any) -> None:
    person = {"first_name": "Zoe", "last_name": "New", "email": "ZOE@juniper.example",
              "role": "rep",
              "time_zone": "UTC", "is_active": "on"}  # fmt: skip
    admin.post("/setup/users/new", person)
    assert User.objects.get(email="zoe@juniper.example").has_usable_password() is False
    assert admin.post("/setup/users/new", person).status_code == 422
    ada = {"first_name": "Ada", "last_name": "Admin", "email": cast.ada.email, "role": "rep",
           "time_zone": "UTC", "is_active": "on"}  # fmt: skip
    assert (
        "Somebody must stay admin"
        in admin.post(f"/setup/users/{cast.ada.pk}", ada).content.decode()
    )
    circle = {"first_name": "Ines", "last_name": "Roy", "email": cast.ines.email, "role": "manager",
              "manager": cast.mara.pk, "time_zone": "UTC", "is_active": "on"}  # fmt: skip
    assert "own manager" in admin.post(f"/setup/users/{cast.ines.pk}", circle).content.decode()


def test_the_organization_changes(admin: Client) -> None:
    now = Organization.current()
    data = {"name": "Juniper", "country": "US", "locale": "en-US", "currency": "USD",
            "time_zone": "UTC", "default_lead_owner": now.default_lead_owner_id,
            "lead_access": "read", "account_access": "read",
            "opportunity_access": "private"}  # fmt: skip
    admin.post("/setup/organization", data)
    assert (Organization.current().name, Organization.current().lead_access) == ("Juniper", "read")


@pytest.mark.parametrize("page", PAGES)
def test_everybody_reads_setup(client: Client, cast: Any, page: str) -> None:
    client.force_login(cast.mara)
    answer = client.get(f"/setup{page}")
    assert answer.status_code == 200
    assert "btn primary" not in answer.content.decode()


@pytest.mark.parametrize("page", FORMS)
def test_only_admins_change_it(client: Client, cast: Any, page: str) -> None:
    for who, status in ((cast.mara, 403), (cast.mia, 403), (cast.ada, 200)):
        client.force_login(who)
        assert client.get(f"/setup{page}").status_code == status
    client.force_login(cast.mara)
    assert client.post(f"/setup{page}", {}).status_code == 403


@pytest.mark.parametrize("page", ["/nothing", "/rules/nothing", "/nothing/new", "/fields/Task/new"])
def test_what_does_not_exist_is_not_found(admin: Client, page: str) -> None:
    assert admin.get(f"/setup{page}").status_code == 404
