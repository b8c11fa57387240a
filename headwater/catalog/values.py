"""From what a program or a person gave to the value a field holds, or one plain sentence why not.

Locales are the doors' business (capture reads "1.234,5"); here a number is a number or its plain
text, a date is ISO 8601.
"""

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.dateparse import parse_date, parse_datetime

from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef

TRUE = frozenset({"true", "1", "yes", "on"})
FALSE = frozenset({"false", "0", "no", "off", ""})
LONGEST_NUMBER = 40  # digits; far more than any column holds


class Unfit(ValueError):
    """A value that a field cannot hold; `code` is Salesforce's error code."""

    def __init__(self, code: str, message: str) -> None:
        self.code = code
        super().__init__(message)


def fit(field: FieldDef, given: Any) -> Any:
    """The typed value of `field` for what was given; raises Unfit."""
    if given is None or (isinstance(given, str) and not given.strip()):
        return field.empty
    reader = READERS.get(field.type, _text)
    return reader(field, given)


def stored(value: Any) -> Any:
    """A typed value as the `custom` JSONB column keeps it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def _text(field: FieldDef, given: Any) -> str:
    if isinstance(given, bool | dict | list):
        raise Unfit("INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.label} takes text.")
    text = str(given)
    # PostgreSQL cannot hold NUL, and half a surrogate pair is no character.
    if not text.isascii() or "\x00" in text:
        text = text.replace("\x00", "").encode("utf-8", "replace").decode()
    if field.length and len(text) > field.length:
        raise Unfit(
            "STRING_TOO_LONG",
            f"{field.label} holds at most {field.length} characters; this has {len(text)}.",
        )
    if field.is_restricted and field.choices and field.type != "multipicklist":
        _must_be_listed(field, [text])
    return text


def _many(field: FieldDef, given: Any) -> str:
    chosen = given if isinstance(given, list) else str(given).split(";")
    if not all(isinstance(each, str) for each in chosen):
        raise Unfit("INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.label} takes a list of texts.")
    chosen = [each.strip() for each in chosen if each.strip()]
    if field.is_restricted and field.choices:
        _must_be_listed(field, chosen)
    return _text(field, ";".join(dict.fromkeys(chosen)))


def _must_be_listed(field: FieldDef, chosen: list[str]) -> None:
    for each in chosen:
        if each not in field.choices:
            raise Unfit(
                "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST",
                f"{field.label}: “{each}” is none of {', '.join(field.choices)}.",
            )


def _number(field: FieldDef, given: Any) -> Decimal | int:
    try:
        number = Decimal(str(given).strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(given, bool) or not number.is_finite():
        raise Unfit("INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.label} takes a number.")
    if number.adjusted() > LONGEST_NUMBER:  # arithmetic would overflow
        raise Unfit("NUMBER_OUTSIDE_VALID_RANGE", f"{field.label} cannot be as large as that.")
    if field.type == "int":
        if number != number.to_integral_value() or abs(number) >= 2**31:
            raise Unfit("NUMBER_OUTSIDE_VALID_RANGE", f"{field.label} takes a whole number.")
        return int(number)
    digits = (field.precision or 18) - field.scale
    if abs(number) >= Decimal(10) ** digits:
        raise Unfit("NUMBER_OUTSIDE_VALID_RANGE", f"{field.label} takes at most {digits} digits.")
    return round(number, field.scale)


def _truth(field: FieldDef, given: Any) -> bool:
    word = str(given).strip().lower()
    if word not in TRUE | FALSE:
        raise Unfit("INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.label} is either true or false.")
    return word in TRUE


def _date(field: FieldDef, given: Any) -> dt.date:
    if isinstance(given, dt.datetime):
        return given.date()
    if isinstance(given, dt.date):
        return given
    try:
        found = parse_date(str(given).strip()[:10])
    except ValueError:
        found = None
    if found is None:
        raise Unfit(
            "INVALID_TYPE_ON_FIELD_IN_RECORD", f"{field.label} takes a date such as 2026-03-31."
        )
    return found


def _datetime(field: FieldDef, given: Any) -> dt.datetime:
    if isinstance(given, dt.datetime):
        found: dt.datetime | None = given
    else:
        try:
            found = parse_datetime(str(given).strip())
        except ValueError:
            found = None
    if found is None:
        raise Unfit(
            "INVALID_TYPE_ON_FIELD_IN_RECORD",
            f"{field.label} takes a time such as 2026-03-31T14:30:00Z.",
        )
    return found if found.tzinfo else found.replace(tzinfo=dt.UTC)


def _reference(field: FieldDef, given: Any) -> int:
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    try:
        prefix, key = ids.decode(str(given).strip())
    except ids.MalformedId as problem:
        raise Unfit("MALFORMED_ID", f"{field.label}: {problem}") from None
    found = objects.by_prefix(prefix)
    allowed = {target.object_name for target in field.targets}
    if "Owner" in allowed:
        allowed |= {"User", "Group"}
    if found is None or found.name not in allowed:
        raise Unfit("MALFORMED_ID", f"{field.label}: this is the id of something else.")
    return key


READERS = {
    "int": _number,
    "double": _number,
    "currency": _number,
    "percent": _number,
    "boolean": _truth,
    "date": _date,
    "datetime": _datetime,
    "reference": _reference,
    "multipicklist": _many,
}
