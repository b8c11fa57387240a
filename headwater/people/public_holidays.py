"""Public holidays by country and region, written into the calendars years ahead.

They are rows, not asked of the library for each lead: loading a country takes a second.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

import pycountry
from django.db import transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.people.models import BusinessHours, Holiday

YEARS_AHEAD = 3
NAME_LENGTH = 80


def fill(hours: BusinessHours, *, today: date) -> int:
    """The public holidays from last year to some years ahead, anew; own days off stay.

    Returns how many days are closed by them.
    """
    years = range(today.year - 1, today.year + YEARS_AHEAD + 1)
    worked = set(hours.worked_holidays)
    days = days_off(hours.country, hours.subdivision, years)
    rows = [
        Holiday(business_hours=hours, on=on, name=name, is_public=True)
        for on, name in sorted(days.items()) if name not in worked
    ]  # fmt: skip
    with transaction.atomic():
        # What lies further back stays: a clock that ran then counts as it did.
        hours.holidays.filter(is_public=True, on__year__in=years).delete()
        Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


@job("people.fill_holidays", cron="17 3 * * *")
def fill_holidays(timestamp: int) -> None:
    """Every night: calendars whose last year has begun to lack its holidays get them."""
    today = timezone.localdate()
    for hours in BusinessHours.objects.exclude(country=""):
        if not hours.holidays.filter(is_public=True, on__year=today.year + YEARS_AHEAD).exists():
            fill(hours, today=today)


def days_off(country: str, subdivision: str, years: Iterable[int]) -> Mapping[date, str]:
    """Day → name (several on one day are joined); {} without a country that is known."""
    if country not in _known():
        return {}
    import holidays

    region = subdivision if subdivision in dict(subdivisions(country)) else None
    english = "en_US" if "en_US" in _calendar_of(country).supported_languages else None
    found = holidays.country_holidays(country, subdiv=region, years=list(years), language=english)
    return {on: str(name).replace("; ", ", ")[:NAME_LENGTH] for on, name in found.items()}


def countries() -> list[tuple[str, str]]:
    """Code and name of every country whose holidays are known, by name."""
    named = {country.alpha_2: str(country.name) for country in pycountry.countries}
    return sorted(((code, named.get(code, code)) for code in _known()), key=lambda c: c[1])


def subdivisions(country: str) -> list[tuple[str, str]]:
    """Code and name of the regions of a country that have holidays of their own, by name."""
    if country not in _known():
        return []
    named = [(code, _region(country, code)) for code in _calendar_of(country).subdivisions]
    return sorted(named, key=lambda region: region[1])


def _region(country: str, code: str) -> str:
    found = pycountry.subdivisions.get(code=f"{country}-{code}")  # type: ignore[no-untyped-call]
    return str(found.name) if found else code


@lru_cache(maxsize=1)
def _known() -> frozenset[str]:
    """The codes alone: to load every country takes two seconds."""
    from holidays.registry import COUNTRIES

    return frozenset(code for _, code, *_ in COUNTRIES.values())


@lru_cache(maxsize=64)
def _calendar_of(country: str) -> Any:
    import holidays

    return getattr(holidays, country)
