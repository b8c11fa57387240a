"""Quiet hours are those of the person's clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pycountry
import pytest

from headwater.nurture.models import SendingLimits
from headwater.nurture.programs import state_zones, time_zones, timing
from headwater.records.models import Lead


@pytest.mark.parametrize(
    ("country", "number", "zone"),
    [
        ("Germany", "", "Europe/Berlin"),
        ("JP", "", "Asia/Tokyo"),
        ("", "+81 3 1234 5678", "Asia/Tokyo"),
        ("United States", "", "America/Chicago"),
        ("", "030 1234", "America/Chicago"),
        ("Atlantis", "", "America/Chicago"),
    ],
)
def test_the_zone_of_a_person_where_it_is_known(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], country: str, number: str, zone: str
) -> None:
    cast.organization.time_zone = "America/Chicago"
    cast.organization.save()
    assert timing.zone_of(make_lead(country=country, phone=number)).key == zone


@pytest.mark.parametrize(
    ("at", "free"),
    [
        ("2026-03-11T12:00", "2026-03-11T12:00"),  # a Wednesday at noon
        ("2026-03-11T19:30", "2026-03-12T07:00"),  # half past eight in Berlin
        ("2026-03-12T03:00", "2026-03-12T07:00"),
        ("2026-03-13T22:00", "2026-03-16T07:00"),  # Friday night: on Monday
        ("2026-03-28T10:00", "2026-03-30T06:00"),  # and the clocks change on Sunday
    ],
)
def test_the_first_moment_after_quiet_hours(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], at: str, free: str
) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    wanted = datetime.fromisoformat(free).replace(tzinfo=UTC)
    assert timing.after_quiet(make_lead(country="Germany"), moment, SendingLimits()) == wanted


@pytest.mark.parametrize(
    ("state", "country", "number", "zone"),
    [
        ("California", "United States", "", "America/Los_Angeles"),
        ("tx", "USA", "", "America/Chicago"),
        ("US-AZ", "US", "", "America/Phoenix"),
        ("New York", "", "+1 212 555 0123", "America/New_York"),
        ("Québec", "Canada", "", "America/Toronto"),
        ("WA", "Australia", "", "Australia/Perth"),
        ("WA", "United States", "", "America/Los_Angeles"),
        ("Amazonas", "Brazil", "", "America/Manaus"),
        ("Bavaria", "Germany", "", "Europe/Berlin"),
        ("Atlantis", "Canada", "", ""),
    ],
)
def test_a_state_tells_the_zone_where_its_country_has_several(
    state: str, country: str, number: str, zone: str
) -> None:
    assert time_zones.of_person(state, country, number) == zone


def test_every_state_of_these_countries_has_a_zone_that_exists() -> None:
    for country, zones in state_zones.ZONES.items():
        known = {each.code for each in pycountry.subdivisions.get(country_code=country)}  # type: ignore[no-untyped-call]
        told = {f"{country}-{code}" for some in zones.values() for code in some.split()}
        assert known - told <= {"US-UM"} and told <= known
        assert {ZoneInfo(zone).key for zone in zones} == set(zones)


def test_a_country_with_one_zone_and_one_with_many() -> None:
    assert time_zones.of_country("Spain") == "Europe/Madrid"
    assert time_zones.of_country("Canada") == ""
