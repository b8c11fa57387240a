"""Salesforce's matching methods: how alike two values are, 0 to 100, and from where they agree.

The normal forms are those of the match model; algorithms and thresholds are in the reference of
Salesforce (Standard Contact and Lead Matching Rule). Pure.
"""

from collections.abc import Callable, Mapping

from rapidfuzz.distance import OSA, JaroWinkler

from headwater.match.normal import names, places
from headwater.match.normal.plain import plain, words
from headwater.match.rules.matching_rule import Method
from headwater.records import keys

SAME = 100.0
_HEARD = 90.0  # written otherwise, but it sounds alike
_CALLED = 95.0  # one name is a short form of the other
_INITIAL = 86.0

THRESHOLDS: Mapping[str, float] = {
    Method.EXACT: 100, Method.FIRST_NAME: 85, Method.LAST_NAME: 90, Method.COMPANY_NAME: 70,
    Method.PHONE: 80, Method.CITY: 85, Method.STREET: 80, Method.ZIP: 80, Method.TITLE: 50,
}  # fmt: skip


def score(method: str, kind: str, one: str, other: str, country: str) -> float:
    """How alike two texts are, 0 to 100; neither may be empty.

    `kind` is the catalog's type of the field, `country` (ISO 2) where local numbers are dialled.
    """
    if method == Method.EXACT:
        return _exact(kind, one, other)
    if method == Method.PHONE:
        return _phone(one, other, country)
    return _SCORES[method](one, other)


def _exact(kind: str, one: str, other: str) -> float:
    """Equal as people mean it: case, a mailbox's tags and a site's path are no difference."""
    normal = _EXACTLY.get(kind, keys.fold)
    first, second = normal(one), normal(other)
    return SAME if first and first == second else 0.0


def _site(text: str) -> str:
    return keys.registered_domain(text) or keys.fold(text)


def _mailbox(text: str) -> str:
    return keys.email_key(text) or keys.fold(text)


_EXACTLY: Mapping[str, Callable[[str], str]] = {
    "email": _mailbox, "url": _site, "phone": keys.letters,
}  # fmt: skip


def _first_name(one: str, other: str) -> float:
    first, second = names.names(one, ""), names.names(other, "")
    if not first.given or not second.given:
        return 0.0
    if first.first == second.first:
        return SAME
    if set(first.nicks) & set(second.nicks):
        return _CALLED
    shorter, longer = sorted((first.given, second.given), key=len)
    if len(shorter) == 1 and longer.startswith(shorter):
        return _INITIAL
    heard = _HEARD if names.sound(first.given) == names.sound(second.given) else 0.0
    return max(heard, JaroWinkler.normalized_similarity(first.first, second.first) * SAME)


def _last_name(one: str, other: str) -> float:
    first, second = names.names("", one).last, names.names("", other).last
    if not first or not second:
        return 0.0
    heard = _HEARD if names.sound(first) == names.sound(second) else 0.0
    return max(heard, _edits(first, second))


def _title(one: str, other: str) -> float:
    first, second = words(one), words(other)
    return SAME if first == second or _is_acronym(first, second) else 0.0


def _company(one: str, other: str) -> float:
    first, second = keys.company_key(one), keys.company_key(other)
    if not first or not second:
        return 0.0
    if first == second or _is_acronym(words(first), words(second)):
        return SAME
    return _edits(plain(first), plain(second))


def _is_acronym(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether one side is a word made of the first letters of the other: CEO, IBM."""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) == 1 and len(longer) > 1 and shorter[0] == "".join(w[0] for w in longer)


def _city(one: str, other: str) -> float:
    return _edits(" ".join(words(one)), " ".join(words(other)))


def _edits(one: str, other: str) -> float:
    return OSA.normalized_similarity(one, other) * SAME if one and other else 0.0


def _street(one: str, other: str) -> float:
    """The house number a third, the name of the street the rest."""
    first, second = places.street(one), places.street(other)
    if not first.name or not second.name:
        return _edits(" ".join(words(one)), " ".join(words(other)))
    named = _edits(first.name, second.name)
    if not first.number and not second.number:
        return named
    return named * 0.65 + (35.0 if first.number == second.number else 0.0)


def _zip(one: str, other: str) -> float:
    """American ones by their first five digits above all; others as a whole."""
    first, second = keys.letters(one).upper(), keys.letters(other).upper()
    if first == second:
        return SAME if first else 0.0
    is_american = first.isdecimal() and second.isdecimal() and {len(first), len(second)} <= {5, 9}
    return _HEARD if is_american and first[:5] == second[:5] else 0.0


def _phone(one: str, other: str, country: str) -> float:
    """Country 10 %, area 50 %, the next three digits 30 %, the last four 10 %."""
    first, second = keys.phone_number(one, country), keys.phone_number(other, country)
    if first is None or second is None:
        digits = ["".join(filter(str.isdigit, text)) for text in (one, other)]
        return SAME if digits[0] and digits[0] == digits[1] else 0.0
    agreed = 10.0 if first.country_code == second.country_code else 0.0
    ours, theirs = _sections(first.national_number), _sections(second.national_number)
    for weight, mine, yours in zip((50.0, 30.0, 10.0), ours, theirs, strict=True):
        agreed += weight if mine == yours else 0.0
    return agreed


def _sections(number: int | None) -> tuple[str, str, str]:
    text = str(number or "")
    return text[:-7], text[-7:-4], text[-4:]


_SCORES: Mapping[str, Callable[[str, str], float]] = {
    Method.FIRST_NAME: _first_name, Method.LAST_NAME: _last_name, Method.TITLE: _title,
    Method.COMPANY_NAME: _company, Method.CITY: _city, Method.STREET: _street, Method.ZIP: _zip,
}  # fmt: skip
