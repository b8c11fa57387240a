"""In which time zone somebody lives, where their country or their number leaves no doubt.

The zones of each country come with `tzdata` (zone.tab, the most populous first).
"""

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from zoneinfo import ZoneInfo

import phonenumbers
import pycountry

# Madrid speaks for the Canaries, too; nobody speaks for both New York and Los Angeles.
NEAR = timedelta(hours=1)
WINTER = datetime(2026, 1, 15, tzinfo=UTC)


@lru_cache(maxsize=2_000)
def of_country(country: str) -> str:
    """The zone of a country by its name or ISO code; '' when unknown or when it has several."""
    if not country.strip():
        return ""
    try:
        found = pycountry.countries.lookup(country.strip())
    except LookupError:
        return ""
    return _of_code(found.alpha_2)


@lru_cache(maxsize=20_000)
def of_number(number: str) -> str:
    """The same by a phone number as it is dialled from anywhere (+49 …)."""
    if not number.startswith("+"):
        return ""
    try:
        region = phonenumbers.region_code_for_number(phonenumbers.parse(number))
    except phonenumbers.NumberParseException:
        return ""
    return _of_code(region) if region else ""


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
