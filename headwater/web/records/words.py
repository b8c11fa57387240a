"""A field's value in words, and as an input takes it."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from headwater.catalog.fields import FieldDef
from headwater.records.keys import phone_text
from headwater.web.templatetags import words

ACRONYMS = {"SIC", "ID", "URL", "VAT"}
# What a page calls a field, where that is not Salesforce's label.
OWN = {
    "Name": "Name", "OwnerId": "Owner", "CreatedDate": "Created", "Email": "E-mail",
    "HasOptedOutOfEmail": "No e-mail",
}  # fmt: skip


def label(field: FieldDef) -> str:
    """The label in sentence case, as all words on our pages are: “Mobile phone”."""
    if field.is_custom:
        return field.label
    text = OWN.get(field.name) or field.label.removesuffix(" ID")
    first, *rest = text.split(" ")
    return " ".join([first, *(word if word in ACRONYMS else word.lower() for word in rest)])


def held(record: Any, field: FieldDef) -> Any:
    """What a record holds in a field, custom or not."""
    if field.is_custom:
        value = record.custom.get(field.name)
        return field.empty if value is None else value
    if field.expression:  # there only where the query read it
        return getattr(record, field.attribute, field.empty)
    return getattr(record, field.attribute)


def shown(record: Any, field: FieldDef, currency: str = "") -> str:
    """The value as people read it; '' when it is empty."""
    value = held(record, field)
    if value is None or value == "":
        return ""
    if field.is_reference:
        return str(getattr(record, field.attribute.removesuffix("_id"), "") or "")
    return said(field, value, currency)


def said(field: FieldDef, value: Any, currency: str = "") -> str:
    """A value, typed or as JSON keeps it, in words."""
    if value is None or value == "":
        return ""
    teller = TELLERS.get(field.type)
    if field.type == "currency":
        return words.money(Decimal(str(value)), currency)
    return teller(value) if teller else str(value)


def day(value: Any) -> str:
    """2 Mar or, of another year, 2 Mar 2024; with the time of day where there is one."""
    if isinstance(value, str):
        value = dt.datetime.fromisoformat(value) if "T" in value else dt.date.fromisoformat(value)
    if isinstance(value, dt.datetime):
        local = timezone.localtime(value)
        return f"{day(local.date())}, {local:%H:%M}"
    year = "" if value.year == timezone.localdate().year else f" {value.year}"
    return f"{value.day} {value:%b}{year}"


def given(posted: QueryDict, name: str) -> str:
    """What was typed for a name, without what no database holds; '' when nothing was."""
    return posted.get(name, "").replace("\x00", "").strip()


def plain(value: Any) -> str:
    """A number without trailing zeros."""
    text = f"{Decimal(str(value)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed(record: Any, field: FieldDef) -> Any:
    """The value as its input takes it."""
    value = held(record, field)
    if value is None or field.type == "boolean":
        return value
    if field.is_number:
        return plain(value)
    if field.type == "multipicklist":
        return str(value).split(";") if value else []
    if field.type == "datetime":
        value = dt.datetime.fromisoformat(value) if isinstance(value, str) else value
        return f"{timezone.localtime(value):%Y-%m-%dT%H:%M}"
    return value.isoformat() if isinstance(value, dt.date) else value


TELLERS: dict[str, Callable[[Any], str]] = {
    "boolean": lambda value: "Yes" if value else "No",
    "percent": lambda value: f"{plain(value)} %",
    "int": lambda value: f"{Decimal(plain(value)):,}",
    "double": lambda value: f"{Decimal(plain(value)):,}",
    "date": day,
    "datetime": day,
    "phone": phone_text,
    "multipicklist": lambda value: ", ".join(str(value).split(";")),
}


def moment(text: str | None) -> dt.datetime | None:
    """A moment that a session or a form keeps as text; None when it is none. Local without zone."""
    try:
        found = dt.datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else timezone.make_aware(found)
