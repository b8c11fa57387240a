"""The time zone of a state where a country has several: United States, Canada, Australia, Brazil.

An approximation: a state that has two zones gets the one of most of its people (Texas is Central,
El Paso with it). Quiet hours are kept at their edge within an hour there.
"""

import unicodedata
from functools import cache, lru_cache
from typing import Any

import pycountry

# ISO 3166-2 codes by zone.
ZONES = {
    "US": {
        "America/New_York": "CT DC DE FL GA IN KY MA MD ME MI NC NH NJ NY OH PA RI SC VA VT WV",
        "America/Chicago": "AL AR IA IL KS LA MN MO MS ND NE OK SD TN TX WI",
        "America/Denver": "CO ID MT NM UT WY",
        "America/Phoenix": "AZ",
        "America/Los_Angeles": "CA NV OR WA",
        "America/Anchorage": "AK",
        "Pacific/Honolulu": "HI",
        "America/Puerto_Rico": "PR VI",
        "Pacific/Guam": "GU MP",
        "Pacific/Pago_Pago": "AS",
    },
    "CA": {
        "America/St_Johns": "NL",
        "America/Halifax": "NB NS PE",
        "America/Toronto": "ON QC",
        "America/Winnipeg": "MB",
        "America/Regina": "SK",
        "America/Edmonton": "AB NT",
        "America/Vancouver": "BC",
        "America/Whitehorse": "YT",
        "America/Iqaluit": "NU",
    },
    "AU": {
        "Australia/Sydney": "ACT NSW",
        "Australia/Melbourne": "VIC",
        "Australia/Hobart": "TAS",
        "Australia/Brisbane": "QLD",
        "Australia/Adelaide": "SA",
        "Australia/Darwin": "NT",
        "Australia/Perth": "WA",
    },
    "BR": {
        "America/Sao_Paulo": "DF ES GO MG PR RJ RS SC SP",
        "America/Fortaleza": "AL AP BA CE MA PA PB PE PI RN SE TO",
        "America/Cuiaba": "MS MT",
        "America/Manaus": "AM RO RR",
        "America/Rio_Branco": "AC",
    },
}


@lru_cache(maxsize=5_000)
def of_state(country: str, state: str) -> str:
    """The zone of a state by the country's ISO code and the state's code or name; '' if unknown."""
    return _zones(country).get(_plain(state.strip().removeprefix(f"{country}-")), "")


@cache
def _zones(country: str) -> dict[str, str]:
    """Code and name of each state, in small letters → its zone."""
    codes = {
        code: zone for zone, some in ZONES.get(country, {}).items() for code in some.split()
    }  # fmt: skip
    found = {_plain(code): zone for code, zone in codes.items()}
    states: Any = pycountry.subdivisions
    for state in states.get(country_code=country) if codes else ():
        code = state.code.partition("-")[2]
        if code in codes:
            found[_plain(state.name)] = codes[code]
    return found


def _plain(name: str) -> str:
    """Small letters without accents: people write Québec and Quebec."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(each for each in apart if not unicodedata.combining(each)).casefold()
