"""Places: any usual way of writing a country or a state, and pairs that cannot be."""

import pytest

from headwater.capture.cleaning.places import (
    country_name,
    country_of_state,
    find_country,
    find_state,
    wrong_pair,
)

COUNTRIES = {
    "DE": "DE deu Germany GERMANY Deutschland Allemagne Alemania D BRD",
    "US": "US usa U.S.A. États-Unis America",
    "GB": "UK GB Großbritannien Royaume-Uni England Scotland",
    "NL": "Netherlands Niederlande Pays-Bas Holland Nederland",
    "CH": "Switzerland Schweiz Suisse Suiza",
    "KR": "Südkorea KOR Korea",
    "CI": "Elfenbeinküste Côte-d’Ivoire cote-d'ivoire",
    "TR": "Turkey Türkei Türkiye",
    "AT": "Austria Österreich Autriche A",
    "JP": "日本 Japan Japón Japon",
    "GE": "Georgia",
}


@pytest.mark.parametrize(
    ("text", "code"), [(text, code) for code, texts in COUNTRIES.items() for text in texts.split()]
)
def test_country(text: str, code: str) -> None:
    found = find_country(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("The Netherlands", "Netherlands"),
        ("United States of America", "United States"),
        ("Estados Unidos", "United States"),
        ("Vereinigtes Königreich", "United Kingdom"),
        ("Korea, Republic of", "South Korea"),
        ("Corea del Sur", "South Korea"),
        ("Russian Federation", "Russia"),
        ("Viet Nam", "Vietnam"),
        ("Bolivia, Plurinational State of", "Bolivia"),
    ],
)
def test_the_name_that_we_show(text: str, name: str) -> None:
    found = find_country(text)
    assert found is not None
    assert found.name == name
    assert country_name(found.code) == name


def test_no_country() -> None:
    for text in ("", "Atlantis", "EU", "Europe", "?", "\x00"):
        assert find_country(text) is None
    assert country_name("XX") == country_name("") == country_name("deu") == ""


@pytest.mark.parametrize(
    ("text", "country", "code", "name"),
    [
        ("CA", "US", "CA", "California"),
        ("calif.", "US", "CA", "California"),
        ("US-CA", "US", "CA", "California"),
        ("N.Y.", "US", "NY", "New York"),
        ("Washington, D.C.", "US", "DC", "District of Columbia"),
        ("AE", "US", "AE", "Armed Forces Europe"),
        ("FM", "US", "FM", "Micronesia"),
        ("Québec", "CA", "QC", "Quebec"),
        ("ont", "CA", "ON", "Ontario"),
        ("nsw", "AU", "NSW", "New South Wales"),
        ("Bavaria", "DE", "BY", "Bayern"),
        ("NRW", "DE", "NW", "Nordrhein-Westfalen"),
        ("Scotland", "GB", "SCT", "Scotland"),
        ("Surrey", "GB", "SRY", "Surrey"),
    ],
)
def test_state(text: str, country: str, code: str, name: str) -> None:
    found = find_state(text, country)
    assert found is not None
    assert (found.country, found.code, found.name) == (country, code, name)


@pytest.mark.parametrize(
    ("state", "country", "reason"),
    [
        ("California", "US", ""),
        ("California", "GB", "California is in the United States, not in the United Kingdom."),
        ("Bayern", "US", "Bayern is in Germany, not in the United States."),
        ("Ontario", "AU", "Ontario is in Canada, not in Australia."),
        ("XX", "US", "There is no state called XX in the United States."),
        ("Middlesex", "GB", ""),  # more counties in use than in any list
        ("Île-de-France", "FR", ""),  # nobody here can tell
        ("", "US", ""),
        ("Hessen", "", ""),
    ],
)
def test_pairs(state: str, country: str, reason: str) -> None:
    assert wrong_pair(state, country) == reason


def test_country_of_state() -> None:
    assert country_of_state("Texas") == "US"
    assert country_of_state("WA") == ""  # a code is no full name
    assert country_of_state("Nowhere") == ""
