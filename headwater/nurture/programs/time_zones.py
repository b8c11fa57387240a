"""In which time zone somebody lives, where their state, country or number leaves no doubt.

The zones of each country come with `tzdata` (zone.tab, the most populous first).
"""

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import phonenumbers
import pycountry

from headwater.nurture.programs.state_zones import of_state

# Madrid speaks for the Canaries, too; nobody speaks for both New York and Los Angeles.
NEAR = timedelta(hours=1)
WINTER = datetime(2026, 1, 15, tzinfo=UTC)


def of_person(state: str, country: str, number: str) -> str:
    """The zone of somebody's state, country or phone number; '' where none of them tells."""
    code = _code_of(country) or ("" if country.strip() else _region_of(number))
    return of_state(code, state) or of_country(country) or of_number(number)


def of_country(country: str) -> str:
    """The zone of a country by its name or ISO code; '' when unknown or when it has several."""
    return _of_code(_code_of(country))


def of_number(number: str) -> str:
    """The same by a phone number as it is dialled from anywhere (+49 …)."""
    return _of_code(_region_of(number))


@lru_cache(maxsize=2_000)
def _code_of(country: str) -> str:
    try:
        found = pycountry.countries.lookup(country.strip()) if country.strip() else None
    except LookupError:
        return ""
    return str(found.alpha_2) if found else ""


@lru_cache(maxsize=20_000)
def _region_of(number: str) -> str:
    if not number.startswith("+"):
        return ""
    try:
        return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""
    except phonenumbers.NumberParseException:
        return ""


@cache
def _of_code(code: str) -> str:
    zones = _zones().get(code, [])
    offsets = [WINTER.astimezone(ZoneInfo(zone)).utcoffset() or timedelta() for zone in zones]
    return zones[0] if zones and max(offsets) - min(offsets) <= NEAR else ""


@cache
def _zones() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    table = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    for line in table.splitlines():
        if not line.startswith("#"):
            code, _, zone, *_ = line.split("\t")
            found.setdefault(code, []).append(zone)
    return found
