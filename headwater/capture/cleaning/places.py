"""Countries and states, however they were written: ISO codes and the names that we show.

Countries are understood by ISO code, by name in English, German, French and Spanish and by the
spellings of `capture/data`; states in the five countries whose states people type. The data is
ISO 3166 as kept by pycountry, read at the first question (about 0.2 s).
"""

import gettext
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from headwater.records.keys import letters

COUNTRIES_WITH_STATES = ("US", "CA", "AU", "DE", "GB")
# Where the list of states is closed; British counties have too many names to call one wrong.
COUNTRIES_OF_KNOWN_STATES = frozenset({"US", "CA", "AU", "DE"})
_LANGUAGES = ("de", "fr", "es")
_SPELLINGS = Path(__file__).parent.parent / "data" / "place_spellings.txt"
# What reads better on a screen than ISO's name.
_SHOWN_NAMES = {
    "BN": "Brunei",
    "CD": "Democratic Republic of the Congo",
    "CG": "Republic of the Congo",
    "FK": "Falkland Islands",
    "FM": "Micronesia",
    "PS": "Palestine",
    "RU": "Russia",
    "VA": "Vatican City",
    "VG": "British Virgin Islands",
    "VI": "U.S. Virgin Islands",
}
# What the post of the United States delivers to as to a state, and ISO does not count as one.
_POSTAL_STATES = {
    "AA": "Armed Forces Americas",
    "AE": "Armed Forces Europe",
    "AP": "Armed Forces Pacific",
    "FM": "Micronesia",
    "MH": "Marshall Islands",
    "PW": "Palau",
}


@dataclass(frozen=True, slots=True)
class Country:
    """A country: its ISO 3166 alpha-2 code and its English name."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class State:
    """A state or province: its code within the country ('CA') and its name ('California')."""

    country: str
    code: str
    name: str


@lru_cache(maxsize=4096)
def find_country(text: str) -> Country | None:
    """The country called so: 'DE', 'DEU', 'Germany', 'Deutschland', 'Allemagne', 'Alemania'."""
    key = letters(text)
    found = _countries()
    return found.get(key) or found.get(key.removeprefix("the"))


@lru_cache(maxsize=4096)
def find_state(text: str, country: str) -> State | None:
    """The state of a country (alpha-2) called so: 'CA', 'US-CA', 'Calif.', 'California'."""
    key = letters(text)
    states = _states().get(country, {})
    return states.get(key) or states.get(key.removeprefix(country.lower()))


def country_of_state(text: str) -> str:
    """The one country (alpha-2) that has a state of that full name; '' when none or several."""
    owners = {
        code
        for code in COUNTRIES_WITH_STATES
        if (state := find_state(text, code)) and letters(text) != state.code.lower()
    }
    return owners.pop() if len(owners) == 1 else ""


@lru_cache(maxsize=4096)
def wrong_pair(state: str, country: str) -> str:
    """Why a state does not go with a country (alpha-2), '' when it does or nobody can tell."""
    if not state or country not in COUNTRIES_WITH_STATES or find_state(state, country):
        return ""
    if elsewhere := country_of_state(state):
        return f"{state} is in {_in_a_sentence(elsewhere)}, not in {_in_a_sentence(country)}."
    if country in COUNTRIES_OF_KNOWN_STATES:
        return f"There is no state called {state} in {_in_a_sentence(country)}."
    return ""


def country_name(code: str) -> str:
    """The English name of a country by its alpha-2 code, '' when there is none."""
    country = _countries().get(code.lower()) if len(code) == 2 else None
    return country.name if country else ""


def _in_a_sentence(code: str) -> str:
    name = country_name(code)
    return f"the {name}" if name.startswith("United ") else name


@cache
def _countries() -> dict[str, Country]:
    import pycountry

    translators = [
        gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[language])
        for language in _LANGUAGES
    ]
    named: dict[str, Country] = {}
    codes: dict[str, Country] = {}
    for entry in pycountry.countries:
        country = Country(entry.alpha_2, _shown_name(entry))
        names = [entry.name, country.name, *_other_names(entry)]
        names += [each.gettext(name) for each in translators for name in names]
        for name in names:
            named.setdefault(letters(name), country)
        codes |= {entry.alpha_2.lower(): country, entry.alpha_3.lower(): country}
    for code, country in list(codes.items()):
        named |= {letters(each): country for each in _spellings()[code.upper()]}
    return named | codes


def _shown_name(entry: Any) -> str:
    return _SHOWN_NAMES.get(entry.alpha_2) or getattr(entry, "common_name", entry.name)


def _other_names(entry: Any) -> list[str]:
    names = (getattr(entry, kind, "") for kind in ("common_name", "official_name"))
    return [name for name in names if name]


@cache
def _states() -> dict[str, dict[str, State]]:
    import pycountry

    found: dict[str, dict[str, State]] = {code: {} for code in COUNTRIES_WITH_STATES}
    for entry in pycountry.subdivisions:
        if entry.country_code in found:
            name = re.sub(r"\s*\[.*\]", "", entry.name)
            _add_state(found, State(entry.country_code, entry.code[3:], name))
    for code, name in _POSTAL_STATES.items():
        _add_state(found, State("US", code, name))
    return found


def _add_state(found: dict[str, dict[str, State]], state: State) -> None:
    for name in (state.code, state.name, *_spellings()[f"{state.country}-{state.code}"]):
        found[state.country].setdefault(letters(name), state)


@cache
def _spellings() -> defaultdict[str, list[str]]:
    """The further names of each country ('DE') and state ('DE-BY')."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for line in _SPELLINGS.read_text(encoding="utf-8").splitlines():
        code, colon, names = line.partition(": ")
        if colon and not code.startswith("#"):
            found[code] += names.split("; ")
    return found
