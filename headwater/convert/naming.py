"""What new records are called: patterns such as `{company}, {Interest__c}`, filled by the lead.

A word in braces is a field of the lead, by its attribute or its API name, or one of today's
`{year}`, `{month}`, `{quarter}`. What a lead does not know leaves no hole: the separators around
an empty place go with it.
"""

import re
from datetime import date

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.convert.conversion_settings import ConversionSettings
from headwater.convert.filling import value_of
from headwater.records.models import Lead

PLACE = re.compile(r"\{(\w+)\}")
# Text between two places that only holds them apart.
SEPARATOR = re.compile(r"^[\s,;:/|·–—-]+|[\s,;:/|·–—-]+$")
DATES = ("year", "month", "quarter")
LONGEST = {"Account": 255, "Opportunity": 120}


def account_name(lead: Lead, settings: ConversionSettings, today: date) -> str:
    """What a new business account is called; '' where neither pattern nor company says it."""
    return fill(settings.account_name, lead, today)[: LONGEST["Account"]] or lead.company


def deal_name(lead: Lead, settings: ConversionSettings, today: date) -> str:
    """What a new opportunity is called; never empty. Who has no company stands for it."""
    name = fill(settings.deal_name, lead, today, company=lead.company or lead.name) or lead.name
    return name[: LONGEST["Opportunity"]].rstrip()


def follow_up_subject(lead: Lead, settings: ConversionSettings, today: date) -> str:
    """What is to be done after the conversion."""
    return fill(settings.follow_up_subject, lead, today)[:255]


def fill(pattern: str, lead: Lead, today: date, *, company: str = "") -> str:
    """A pattern with the lead's values in it; `company` stands for an empty one."""
    texts = PLACE.split(pattern)[::2]
    places = PLACE.findall(pattern)
    said = ""
    for before, place in zip(texts, [*places, ""], strict=True):
        value = _value(place, lead, today) if place else ""
        value = value or (company if place.casefold() == "company" else "")
        if place and not value:  # the next text begins where this place would have stood
            said += before
        else:
            said = _joined(said, before) + value
    return " ".join(SEPARATOR.sub("", said).split())


def unknown(pattern: str) -> list[str]:
    """The places of a pattern that are no field of a lead."""
    places = PLACE.findall(pattern)
    return [place for place in places if place not in DATES and _field(place) is None]


def _joined(said: str, text: str) -> str:
    """Of two separators that meet where nothing is said between them, one stays."""
    ending = SEPARATOR.search(said) if said else None
    if ending and ending.end() == len(said) and SEPARATOR.match(text):
        return said[: ending.start()] + text
    return said + text


def _value(place: str, lead: Lead, today: date) -> str:
    if place in DATES:
        return {"year": f"{today:%Y}", "month": f"{today:%B}",
                "quarter": f"Q{(today.month + 2) // 3}"}[place]  # fmt: skip
    field = _field(place)
    value = value_of(lead, field) if field else None
    return "" if value is None else str(value).strip()


def _field(place: str) -> FieldDef | None:
    kind = objects.get("Lead")
    return kind.by_attributes.get(place) or kind.fields.get(place)
