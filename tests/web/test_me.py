"""Your details: what everybody changes about themselves, and what nobody does."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from headwater.people.models import User
from headwater.people.user import Role
from headwater.records.models import TrailEntry

GIVEN = {
    "first_name": "Mara", "last_name": "Lind", "title": "", "phone": "", "time_zone": "UTC",
    "is_taking_leads": "on",
}  # fmt: skip


def test_mara_moves_to_lisbon_and_takes_a_week_off(mara: Client, cast: SimpleNamespace) -> None:
    page = mara.get("/me").content.decode()
    assert "mara@juniper.example" in page and "Ines Roy" in page
    assert 'href="/password"' in page
    posted = GIVEN | {"last_name": "Lindh", "title": "Account executive", "phone": "+351 21 555",
                      "time_zone": "Europe/Lisbon"}  # fmt: skip
    del posted["is_taking_leads"]
    assert mara.post("/me", posted)["Location"] == "/me"
    user = User.objects.get(pk=cast.mara.pk)
    assert (user.name, user.title, user.phone) == ("Mara Lindh", "Account executive", "+351 21 555")
    assert (user.time_zone, user.is_taking_leads) == ("Europe/Lisbon", False)
    page = mara.get("/me").content.decode()
    assert "No new leads come to you by turns" in page
    assert "Account executive" in page.split("<main")[0]  # in the rail
    mara.post("/me", GIVEN)
    assert "New leads come to you again." in mara.get("/me").content.decode()


def test_the_trail_says_what_changed(mara: Client, cast: SimpleNamespace) -> None:
    mara.post("/me", GIVEN | {"time_zone": "Asia/Tokyo"})
    entry = TrailEntry.objects.get(event="user.changed")
    assert entry.changes == {"time_zone": ["UTC", "Asia/Tokyo"]}
    assert entry.by_id == cast.mara.pk
    mara.post("/me", GIVEN | {"time_zone": "Asia/Tokyo"})  # nothing new, nothing written
    assert TrailEntry.objects.filter(event="user.changed").count() == 1


def test_only_what_was_changed_is_written(mara: Client, cast: SimpleNamespace) -> None:
    """Nobody makes themselves an admin, and an admin's change at the same moment stays."""
    hostile: dict[str, Any] = {
        "role": "admin", "email": "x@evil.example", "is_active": "", "manager": cast.mara.pk,
        "team": cast.south.pk, "name": "Root", "password": "x",
    }  # fmt: skip
    mara.post("/me", GIVEN | hostile | {"phone": "1"})
    user = User.objects.get(pk=cast.mara.pk)
    assert (user.role, user.email, user.name) == (Role.REP, "mara@juniper.example", "Mara Lind")
    assert (user.is_active, user.manager_id, user.team_id) == (True, cast.ines.pk, cast.north.pk)
    assert user.password == cast.mara.password
    assert user.phone == "1"


def test_who_only_reads_has_details_too(
    cast: SimpleNamespace, sign_in: Callable[[User], Client]
) -> None:
    rhea = sign_in(cast.rhea)
    given = GIVEN | {"first_name": "Rhea", "last_name": "Reader", "title": "Auditor"}
    assert rhea.post("/me", given).status_code == 302
    assert User.objects.get(pk=cast.rhea.pk).title == "Auditor"
    assert User.objects.get(pk=cast.mara.pk).title == ""


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_name": " "},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
        {"first_name": "x" * 41},
        {"title": "\x00"},
    ],
)
def test_what_cannot_be_is_refused(
    mara: Client, cast: SimpleNamespace, wrong: dict[str, str]
) -> None:
    answer = mara.post("/me", GIVEN | {"phone": "2"} | wrong)
    assert answer.status_code == 422
    assert 'class="error"' in answer.content.decode()
    assert "Mara Lind" in answer.content.decode().split("<main")[0]  # the rail keeps her name
    user = User.objects.get(pk=cast.mara.pk)
    assert (user.name, user.phone, user.time_zone) == ("Mara Lind", "", "UTC")


def test_a_visitor_has_none(db: None, client: Client) -> None:
    assert client.get("/me")["Location"].startswith("/sign-in")


def test_the_menu_leads_here_and_the_page_is_cheap(
    mara: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    assert mara.get("/more").content.decode().count('href="/me"') == 3  # both menus, and More
    # Session, person, with manager, absences; the bell, and what waits in the rail.
    with django_assert_max_num_queries(8):
        mara.get("/me")


def test_the_chosen_zone_is_used_at_once(mara: Client, cast: SimpleNamespace) -> None:
    User.objects.filter(pk=cast.mara.pk).update(time_zone="Asia/Tokyo")
    notice = cast.mara.notifications.create(key="z", text="x", url="/", at=timezone.now())
    local = notice.at.astimezone(ZoneInfo("Asia/Tokyo"))
    assert f"{local:%H:%M}" in mara.get("/notifications").content.decode()
