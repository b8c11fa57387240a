"""Where somebody is: the street and, by itself, the place."""

from headwater.match.identity import Identity
from headwater.match.model.alike import is_within, jaro_winkler, share, similar_sql, within_sql
from headwater.match.model.comparison import NOBODY_SAID, Comparison, Level, Names

NEAR_STREET, NEAR_CITY = 0.9, 0.88
_SAME_NUMBER = "l.street_number = r.street_number AND l.street_number <> ''"
_NEAR_NAME = (
    f"(l.street_digits = r.street_digits AND {similar_sql('l.street', 'r.street', NEAR_STREET)})"
)
_SHARED = "list_has_any(l.street_words, r.street_words)"


def street_levels(clash: str) -> tuple[Level, ...]:
    return (
        Level("household", "same address, another name",
              f"({clash}) AND {_SAME_NUMBER} AND (l.street = r.street OR {_NEAR_NAME})",
              like=("same", "near"), most=4),
        Level("same", "same street and number", f"{_SAME_NUMBER} AND l.street = r.street"),
        Level("near", "same number in nearly the same street", f"{_SAME_NUMBER} AND {_NEAR_NAME}"),
        Level("part", "same number, part of the street's name", f"{_SAME_NUMBER} AND {_SHARED}"),
        Level("same_street", "same street", "l.street = r.street"),
        Level("near_street", "nearly the same street", _NEAR_NAME),
        Level("word", "a part of the street's name", _SHARED),
        Level("number", "same number, another street", _SAME_NUMBER),
        Level("other", "another street", "true"),
    )  # fmt: skip


HOUSEHOLD, SAME, NEAR, PART, SAME_STREET, NEAR_STREET_ONLY, WORD, NUMBER, OTHER = range(9)


def street_level(one: Identity, other: Identity, names: Names) -> int:  # noqa: PLR0911
    a, b = one.street, other.street
    if not a or not b:
        return NOBODY_SAID
    same_number = one.street_number != "" and one.street_number == other.street_number
    if a == b:
        if not same_number:
            return SAME_STREET
        return HOUSEHOLD if names.clash else SAME
    near = one.street_digits == other.street_digits and jaro_winkler(a, b) >= NEAR_STREET
    if near and same_number:
        return HOUSEHOLD if names.clash else NEAR
    shared = share(one.street_words, other.street_words)
    if same_number and shared:
        return PART
    if near:
        return NEAR_STREET_ONLY
    if shared:
        return WORD
    return NUMBER if same_number else OTHER


_BOTH_POSTAL = "l.postal <> '' AND r.postal <> ''"
_BOTH_CITY = "l.city <> '' AND r.city <> ''"
_SAME_POSTAL = "l.postal = r.postal AND l.postal <> ''"
_SAME_CITY = "l.city = r.city AND l.city <> ''"
_NEAR_POSTAL = f"{_BOTH_POSTAL} AND {within_sql('l.postal', 'r.postal', 1)}"
_CITIES_ALIKE = similar_sql("l.city", "r.city", NEAR_CITY)
_NEAR_CITY = f"{_BOTH_CITY} AND {_CITIES_ALIKE}"
_SAME_STATE = "l.state = r.state AND l.state <> ''"
PLACE_LEVELS = (
    Level("same", "same postal code and city", f"{_SAME_POSTAL} AND {_SAME_CITY}", ("city",)),
    Level("same_and_near", "postal code and city nearly the same",
          f"({_SAME_POSTAL} AND {_NEAR_CITY}) OR ({_SAME_CITY} AND {_NEAR_POSTAL})"),
    Level("postal_only", "same postal code",
          f"{_SAME_POSTAL} AND (l.city = '' OR r.city = '')", ("postal",)),
    Level("city_only", "same city", f"{_SAME_CITY} AND (l.postal = '' OR r.postal = '')",
          ("city",)),
    Level("both_near", "postal code and city much alike", f"{_NEAR_POSTAL} AND {_NEAR_CITY}"),
    Level("other_city", "same postal code, another city", _SAME_POSTAL, ("postal",)),
    Level("other_postal", "same city, another postal code", _SAME_CITY, ("city",)),
    Level("near", "a place much alike", f"({_NEAR_POSTAL}) OR ({_NEAR_CITY})"),
    Level("state", "same state, another place", _SAME_STATE),
    Level("other", "another place", "true"),
)  # fmt: skip
(P_SAME, P_SAME_NEAR, P_POSTAL, P_CITY, P_BOTH_NEAR, P_OTHER_CITY, P_OTHER_POSTAL, P_NEAR, P_STATE,
 P_OTHER) = range(10)  # fmt: skip


def place_level(one: Identity, other: Identity, names: Names) -> int:  # noqa: PLR0911
    both_postal = bool(one.postal and other.postal)
    both_city = bool(one.city and other.city)
    if not both_postal and not both_city:
        return NOBODY_SAID
    same_postal = both_postal and one.postal == other.postal
    same_city = both_city and one.city == other.city
    if same_postal:
        if not both_city:
            return P_POSTAL
        if same_city:
            return P_SAME
        near = jaro_winkler(one.city, other.city) >= NEAR_CITY
        return P_SAME_NEAR if near else P_OTHER_CITY
    near_postal = both_postal and is_within(one.postal, other.postal, 1)
    if same_city:
        return P_CITY if not both_postal else P_SAME_NEAR if near_postal else P_OTHER_POSTAL
    near_city = both_city and jaro_winkler(one.city, other.city) >= NEAR_CITY
    if near_postal and near_city:
        return P_BOTH_NEAR
    if near_postal or near_city:
        return P_NEAR
    return P_STATE if one.state and one.state == other.state else P_OTHER


def street(kind: str, clash: str) -> Comparison:
    missing = "l.street = '' OR r.street = ''"
    return Comparison(kind, "street", missing, street_levels(clash), street_level)


def place(kind: str) -> Comparison:
    missing = f"NOT ({_BOTH_POSTAL}) AND NOT ({_BOTH_CITY})"
    return Comparison(kind, "place", missing, PLACE_LEVELS, place_level)
