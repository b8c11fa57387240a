"""What the values of a column look like: addresses, numbers, dates, countries, a few choices.

Pure functions over a sample of texts. A shape is a describe type of the catalog, or one of the
kinds below that only mapping asks for.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from headwater.capture.cleaning.places import find_country
from headwater.capture.cleaning.values import parse_boolean

# Kinds that are no type of a custom field: a country, somebody's whole name, a record's id.
COUNTRY, FULL_NAME, SF_ID = "country", "full name", "id"
MOST = 400  # values looked at
SURE = 0.8  # of the values must fit
LONG_TEXT = 200
MOST_CHOICES = 30
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
URL = re.compile(
    r"(https?://\S+|www\.\S+\.\S+|[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,15}(/\S*)?)", re.I
)
PHONE = re.compile(r"[+(]?\d[\d\s().+/-]{5,22}(\s?(x|ext\.?|#)\s?\d{1,6})?", re.I)
DATE = re.compile(r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}([-/.])\s?\d{1,2}\1\s?(\d{4}|\d{2})")
TIME = re.compile(r"[ T,]+\d{1,2}:\d\d(:\d\d(\.\d+)?)?\s?([AaPp][Mm]|Z|[+-]\d\d:?\d\d)?$")
MONEY = re.compile(r"(?:[$€£¥]|(?<![A-Za-z])(?:EUR|USD|GBP|CHF)(?![A-Za-z]))")
NUMBER = re.compile(r"[-+]?(\d{1,3}([.,'’ \xa0]\d{3})+|\d+)([.,]\d+)?")
ID = re.compile(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?")
PERSON = re.compile(
    r"((dr|prof|mr|mrs|ms|herr|frau)\.? )?[^\W\d_][\w.'’-]*( [^\W\d_][\w.'’-]*){1,3}", re.I
)


@dataclass(frozen=True, slots=True)
class Shape:
    """What a column holds; `choices` are its values where they are few and come again."""

    type: str = "string"
    choices: tuple[str, ...] = ()
    filled: int = 0
    looked: int = 0


def of(texts: Sequence[str]) -> Shape:
    """The shape of a column from a sample of its texts, empty ones included."""
    looked = texts[:MOST]
    filled = [text.strip() for text in looked if text.strip()]
    counts = Counter(filled)
    kind = next((name for name, fits in FITS if _share(filled, fits) >= SURE), "")
    choices: tuple[str, ...] = ()
    if not kind:
        repeated = len(filled) >= 8 and len(counts) <= min(MOST_CHOICES, len(filled) / 3)
        if repeated and max(map(len, counts)) <= 60:
            kind, choices = "picklist", tuple(sorted(counts))
        else:
            kind = "textarea" if any(len(text) > LONG_TEXT for text in filled) else "string"
    return Shape(kind, choices, len(filled), len(looked))


def is_date(text: str) -> bool:
    return bool(DATE.fullmatch(TIME.sub("", text)))


def _share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


def _is_email(text: str) -> bool:
    return bool(EMAIL.fullmatch(text))


def _is_url(text: str) -> bool:
    return bool(URL.fullmatch(text)) and not NUMBER.fullmatch(text)


def _is_id(text: str) -> bool:
    return bool(ID.fullmatch(text)) and any(map(str.isdigit, text)) and any(map(str.isalpha, text))


def _is_phone(text: str) -> bool:
    """Enough digits, and written as people write numbers to dial: with a +, a 0 or gaps."""
    digits = sum(map(str.isdigit, text))
    is_dialled = text[0] in "+(0" or any(not char.isdigit() for char in text)
    return (
        7 <= digits <= 20 and is_dialled and bool(PHONE.fullmatch(text)) and not _is_grouped(text)
    )


def _is_grouped(text: str) -> bool:
    return bool(NUMBER.fullmatch(text)) and not text.isdigit() and text[0] not in "+0"


def _is_moment(text: str) -> bool:
    return bool(TIME.search(text)) and is_date(text)


def _is_boolean(text: str) -> bool:
    try:
        parse_boolean(text)
    except ValueError:
        return False
    return not text.isdigit()


def _is_percent(text: str) -> bool:
    return text.endswith("%") and bool(NUMBER.fullmatch(text.rstrip("% ")))


def _is_money(text: str) -> bool:
    plain = MONEY.sub("", text).strip(" -–.")
    return plain != text and bool(NUMBER.fullmatch(plain))


def _is_number(text: str) -> bool:
    is_code = len(text) > 1 and text[0] == "0" and text.isdigit()  # 01067 is a postal code
    return bool(NUMBER.fullmatch(text)) and not is_code


def _is_country(text: str) -> bool:
    return len(text) <= 60 and find_country(text) is not None


def _is_full_name(text: str) -> bool:
    return bool(PERSON.fullmatch(text))


FITS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", _is_email),
    ("datetime", _is_moment),
    ("date", is_date),
    (SF_ID, _is_id),
    ("phone", _is_phone),
    ("percent", _is_percent),
    ("currency", _is_money),
    ("double", _is_number),
    ("url", _is_url),
    ("boolean", _is_boolean),
    (COUNTRY, _is_country),
)


def field_type(shape: Shape) -> str:
    """The type of a custom field that would hold such values."""
    return shape.type if shape.type not in (COUNTRY, FULL_NAME, SF_ID) else "string"


def looks_like_names(texts: Iterable[str]) -> bool:
    """Whether most are a first and a last name; asked last, as many things look like that."""
    filled = [text.strip() for text in texts if text.strip()][:MOST]
    return len(filled) > 0 and _share(filled, _is_full_name) >= SURE
