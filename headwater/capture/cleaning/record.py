"""A whole lead at once: each attribute by its own rule, what changed kept, what is odd told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from headwater.capture.cleaning.companies import clean_company, is_placeholder
from headwater.capture.cleaning.emails import parse_email
from headwater.capture.cleaning.names import Name, clean_salutation, proper_names, split_name
from headwater.capture.cleaning.phones import parse_phone
from headwater.capture.cleaning.places import (
    find_country,
    find_state,
    wrong_pair,
)
from headwater.capture.cleaning.text import clean_text, storable
from headwater.capture.cleaning.values import parse_boolean, parse_currency, parse_integer
from headwater.capture.cleaning.websites import parse_website
from headwater.records.problem import Problem

TEXTS_IN_LINES = frozenset({"street", "description"})
# No name, address or number is longer; such a text is cut and told, but not taken apart.
LONGEST = 1000
PHONES = ("phone", "mobile_phone", "fax")
TYPED: Mapping[str, Callable[[str, str], Any]] = {
    "annual_revenue": parse_currency,
    "number_of_employees": parse_integer,
    "has_opted_out_of_email": parse_boolean,
    "has_opted_out_of_fax": parse_boolean,
    "do_not_call": parse_boolean,
}


@dataclass(slots=True)
class Cleaned:
    """A lead's clean values, the text as typed of those that changed, and what is odd."""

    values: dict[str, Any]
    original: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def report(self, attribute: str, code: str, message: str) -> None:
        self.problems.append(Problem(attribute, code, message))


def clean(
    values: Mapping[str, Any],
    *,
    country: str,
    locale: str,
    lengths: Mapping[str, int] | None = None,
) -> Cleaned:
    """Clean a lead's attributes; `country` (ISO code) and `locale` are the organisation's.

    Only text is touched. A problem never drops a value: what cannot be understood stays as typed,
    except where a column holds no text (TYPED): such a value is left out and kept in `original`.
    `name`, `country_code` and `state_code` are understood and dissolved into lead attributes.
    """
    cleaned = Cleaned(_in_clean_text(values))
    _clean_names(cleaned)
    _clean_places(cleaned, country)
    _clean_phones(cleaned, country)
    _clean_addresses(cleaned)
    _clean_typed(cleaned, locale)
    if lengths:
        _cut(cleaned, lengths)
    _remember(cleaned, values)
    return cleaned


def _in_clean_text(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with every text cleaned; one that is clean already stays the very same object."""
    said = dict(values)
    for attribute, value in values.items():
        if isinstance(value, str) and not (
            value.isascii() and value.isprintable() and "  " not in value
            and value[:1] != " " and value[-1:] != " "
        ):  # fmt: skip
            said[attribute] = clean_text(value, multiline=attribute in TEXTS_IN_LINES)
    return said


def _text(cleaned: Cleaned, attribute: str) -> str:
    value = cleaned.values.get(attribute)
    return value if value and isinstance(value, str) and len(value) <= LONGEST else ""


def _clean_names(cleaned: Cleaned) -> None:
    values = cleaned.values
    if "name" in values:
        _split_name(values)
    if salutation := _text(cleaned, "salutation"):
        values["salutation"] = clean_salutation(salutation)
    first, last = _text(cleaned, "first_name"), _text(cleaned, "last_name")
    proper_first, proper_last = proper_names(first, last)
    if first != proper_first:
        values["first_name"] = proper_first
    if last != proper_last:
        values["last_name"] = proper_last
    if company := _text(cleaned, "company"):
        values["company"] = clean_company(company)
        if is_placeholder(company):
            cleaned.report("company", "PLACEHOLDER", f"{company} is not the name of a company.")


def _split_name(values: dict[str, Any]) -> None:
    whole = values.pop("name")
    if isinstance(whole, str) and whole and not values.get("last_name"):
        name = split_name(whole) if len(whole) <= LONGEST else Name("", "", whole)
        values["last_name"] = name.last
        for attribute, part in (("salutation", name.salutation), ("first_name", name.first)):
            if part and not values.get(attribute):
                values[attribute] = part


def _clean_places(cleaned: Cleaned, default: str) -> None:
    values = cleaned.values
    for attribute, coded in (("country", "country_code"), ("state", "state_code")):
        if coded in values and (code := values.pop(coded)) and not values.get(attribute):
            values[attribute] = code
    typed, state = _text(cleaned, "country"), _text(cleaned, "state")
    found = find_country(typed) if typed else None
    if found:
        values["country"] = found.name
    elif typed:
        cleaned.report("country", "INVALID_COUNTRY", f"{typed} is not a country that we know.")
    code = found.code if found else default.upper() if not typed else ""
    if state and (known := find_state(state, code)):
        values["state"] = known.name
    elif state and found and (reason := wrong_pair(state, code)):
        cleaned.report("state", "INVALID_STATE", reason)
    if postal_code := _text(cleaned, "postal_code"):
        values["postal_code"] = postal_code.upper()


def _clean_phones(cleaned: Cleaned, default: str) -> None:
    found = find_country(country) if (country := _text(cleaned, "country")) else None
    for attribute in PHONES:
        if text := _text(cleaned, attribute):
            phone = parse_phone(text, found.code if found else default)
            cleaned.values[attribute] = phone.text
            if phone.reason:
                cleaned.report(attribute, "INVALID_PHONE", phone.reason)


def _clean_addresses(cleaned: Cleaned) -> None:
    if text := _text(cleaned, "email"):
        email = parse_email(text)
        cleaned.values["email"] = email.address if email.is_valid else text
        if not email.is_valid:
            cleaned.report("email", "INVALID_EMAIL_ADDRESS", email.reason)
    if text := _text(cleaned, "website"):
        website = parse_website(text)
        cleaned.values["website"] = website.url or text
        if website.reason:
            cleaned.report("website", "INVALID_WEBSITE", website.reason)


def _clean_typed(cleaned: Cleaned, locale: str) -> None:
    for attribute, parse in TYPED.items():
        if not isinstance(text := cleaned.values.get(attribute), str):
            continue
        del cleaned.values[attribute]
        if text:
            try:
                cleaned.values[attribute] = parse(text, locale)
            except ValueError as error:
                code = "INVALID_TYPE_ON_FIELD_IN_RECORD"
                cleaned.report(attribute, code, str(error))


def _cut(cleaned: Cleaned, lengths: Mapping[str, int]) -> None:
    for attribute, text in cleaned.values.items():
        length = lengths.get(attribute, 0)
        if length and isinstance(text, str) and len(text) > length:
            cleaned.values[attribute] = text[:length].rstrip()
            cleaned.report(
                attribute,
                "STRING_TOO_LONG",
                f"It has {len(text)} characters; the first {length} are used and all are kept.",
            )


def _remember(cleaned: Cleaned, values: Mapping[str, Any]) -> None:
    for attribute, value in values.items():
        now = _whole(cleaned) if attribute == "name" else cleaned.values.get(attribute)
        if now is not value and value and isinstance(value, str) and str(now) != value:
            cleaned.original[attribute] = storable(value)


def _whole(cleaned: Cleaned) -> str:
    """A name that was only taken apart has not changed."""
    parts = (str(cleaned.values.get(part) or "") for part in ("first_name", "last_name"))
    return " ".join(filter(None, parts))
