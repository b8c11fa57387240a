"""Addresses and dates in normal form: street words without abbreviations, digits of a date."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from headwater.match.normal.plain import digits_of, words

# Kinds of street: one word for each, and they tell little.
_KINDS = {
    "street": "st str strasse straat strase", "avenue": "ave av aven avenu avda avenida",
    "road": "rd", "drive": "dr drv", "lane": "ln la", "court": "ct crt", "place": "pl plaza",
    "boulevard": "blvd boul bd", "crescent": "cres cr crs", "circuit": "cct circ", "circle": "cir",
    "terrace": "ter tce terr", "highway": "hwy", "parkway": "pkwy pky", "square": "sq",
    "close": "cl", "way": "wy", "trail": "trl", "grove": "gr grv", "parade": "pde",
    "calle": "c", "rue": "", "via": "", "alley": "aly", "platz": "", "weg": "", "allee": "",
}  # fmt: skip
_SIDES = {
    "north": "n", "south": "s", "east": "e", "west": "w", "suite": "ste", "apartment": "apt",
    "floor": "fl flr", "building": "bldg bld", "mount": "mt", "saint": "snt", "fort": "ft",
    "unit": "", "room": "rm", "northeast": "ne", "northwest": "nw", "southeast": "se",
    "southwest": "sw", "village": "vlge", "first": "1st", "second": "2nd", "third": "3rd",
}  # fmt: skip
_SAME = {short: kind for kind, shorts in (_KINDS | _SIDES).items() for short in shorts.split()}
_TELLING_LITTLE = frozenset((*_KINDS, *_SIDES))
_ATTACHED = re.compile(r"(?<=[a-z]{3})(strasse|straat|str)$")
_NUMBER = re.compile(r"\d+[a-z]?$")
_DIGITS = re.compile(r"\d+")
_TIME = re.compile(r"[T ]\d{1,2}:.*$")
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
        start=1,
    )
}


class Street(NamedTuple):
    """House number, name without its kind, all words; '' or () is what nobody said."""

    number: str = ""
    name: str = ""
    words: tuple[str, ...] = ()
    digits: str = ""


@lru_cache(maxsize=2048)
def street(text: str) -> Street:
    """'12b Main St.' is number '12b' and name 'main'; 'Hauptstr. 7' is '7' and 'haupt'."""
    said = [_SAME.get(word, word) for word in words(text)]
    said = [part for word in said for part in _ATTACHED.sub(" street", word).split()]
    number = next((word for word in said if _NUMBER.fullmatch(word)), "")
    rest = list(said)
    if number:
        rest.remove(number)
    telling = [word for word in rest if word not in _TELLING_LITTLE] or rest
    name = "".join(telling)
    return Street(number, name, tuple(sorted(set(telling))), digits_of(name))


@lru_cache(maxsize=2048)
def place(text: str) -> str:
    """A city or state in letters: 'St. James' and 'Saint James' are 'saintjames'."""
    said = words(text)
    return "".join("saint" if word == "st" else _SAME.get(word, word) for word in said)


@lru_cache(maxsize=2048)
def postal(text: str) -> str:
    """A postal code: letters and digits; of ZIP+4 the first five."""
    code = "".join(words(text))
    return code[:5] if len(code) == 9 and code.isdigit() else code


@lru_cache(maxsize=1024)
def day(value: object) -> str:
    """A date as eight digits, '' when it is none: '1978-11-12', '12/11/78', '19781112'."""
    if isinstance(value, datetime | date):
        return f"{value.year:04}{value.month:02}{value.day:02}"
    text = _TIME.sub("", str(value or "").strip().lower())
    for name, number in _MONTHS.items():
        if name in text:
            text = re.sub(rf"\s*{name}[a-z]*\.?\s*", f" {number} ", text)
            parts = _DIGITS.findall(text)
            break
    else:
        parts = _DIGITS.findall(text)
    if len(parts) == 1 and len(parts[0]) == 8:
        return str(parts[0])
    if len(parts) != 3:
        return ""
    if len(parts[0]) == 4:
        year, month, of_month = parts
    elif "." in text or int(parts[0]) > 12:
        of_month, month, year = parts
    else:
        month, of_month, year = parts
    if len(year) == 2:
        year = ("19" if int(year) > 30 else "20") + year
    return f"{year:0>4}{month:0>2}{of_month:0>2}"[:8]
