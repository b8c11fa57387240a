"""Compound fields: an address as one value, made of the fields that are its parts."""

from collections.abc import Mapping
from functools import cache

from headwater.catalog.fields import FieldDef

# name in the answer → column; what no address here has is null, as in an address without it.
PARTS = ("city", "country", "postal_code", "state", "street")
# object → name of the compound, beginning of its parts' names and columns
ADDRESSES = {
    "Lead": {"Address": ""},
    "Contact": {"MailingAddress": "mailing_", "OtherAddress": "other_"},
    "Account": {"BillingAddress": "billing_", "ShippingAddress": "shipping_"},
}
WITH_PLACE = frozenset({("Lead", "Address")})


@cache
def fields_of(object_name: str, columns: frozenset[str]) -> Mapping[str, FieldDef]:
    """The compound fields of an object whose table has these columns, by API name."""
    return {
        name: FieldDef(
            name=name, label=name.replace("Address", " Address").strip(), type="address",
            attribute=name, is_createable=False, is_updateable=False,
            expression=_sql(start, columns),
        )
        for name, start in ADDRESSES.get(object_name, {}).items()
        if f"{start}city" in columns
    }  # fmt: skip


def part_of(object_name: str, field_name: str) -> str:
    """The compound field that a field is a part of, '' for one that stands alone."""
    for name in ADDRESSES.get(object_name, {}):
        start = name.removesuffix("Address")
        ends = ("City", "Country", "PostalCode", "State", "Street", "Latitude", "Longitude")
        if field_name in {start + end for end in ends}:
            return name
    return ""


def _sql(start: str, columns: frozenset[str]) -> str:
    """A JSON object; NULL where every part is empty."""
    known = {part: f'"{{table}}"."{start}{part}"' for part in PARTS if start + part in columns}
    pairs = [f"'{_camel(part)}', NULLIF({column}, '')" for part, column in known.items()]
    for part in ("latitude", "longitude"):
        value = f'"{{table}}"."{start}{part}"' if start + part in columns else "NULL"
        pairs.append(f"'{part}', {value}")
    pairs.append("'geocodeAccuracy', NULL")
    is_there = " || ".join(known.values())
    return f"(CASE WHEN {is_there} <> '' THEN jsonb_build_object({', '.join(pairs)}) END)"


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)
