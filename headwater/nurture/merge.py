"""Merge fields: `{{FirstName|there}}` names a field and what to say when it is empty.

A list of names, not a language: no attribute is looked up, nothing is evaluated. Whatever a
visitor typed stays one short line without links, so that a form cannot be made to send adverts.
"""

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from headwater.catalog import objects
from headwater.nurture.answer_by import in_words
from headwater.nurture.mail_template import MailTemplate
from headwater.people.models import Organization, User
from headwater.records.models import Contact, Lead

LONGEST = 200  # characters of one merged value
FOREIGN = {
    "Owner.Name": "Name of the owner (empty for a queue)",
    "Owner.FirstName": "First name of the owner",
    "Owner.Title": "Title of the owner",
    "Owner.Phone": "Phone of the owner",
    "Owner.Email": "E-mail of the owner",
    "Organization.Name": "Name of your company",
    "Clock.DueAt": "By when somebody will have answered",
    "Clock.AnswerBy": "The same in words, such as “tomorrow by 10:00”",
}
OF_ACCOUNT = {"company": "name", "industry": "industry", "website": "website"}
_FIELD = re.compile(r"\{\{([^{}]*)\}\}")
_BRACES = re.compile(r"\{\{|\}\}")
_LINK = re.compile(r"://|www\.|\bhttp|[<>]", re.IGNORECASE)


class MergeError(ValueError):
    """A template that cannot be merged; `position` counts characters from 0."""

    def __init__(self, message: str, position: int) -> None:
        self.position = position
        super().__init__(message)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who gets the mail and who answers for it; `owner` is None for a queue.

    `lead` may be a contact, whose fields have the same names. `at` is when it is written.
    """

    lead: Lead | Contact
    organization: Organization
    owner: User | None = None
    due_at: datetime | None = None
    at: datetime | None = None


def fields() -> list[tuple[str, str]]:
    """Every name that may stand in a template, with its label."""
    own = objects.get("Lead").fields.values()
    mergeable = [field for field in own if field.type not in ("id", "reference")]
    return [*((field.name, field.label) for field in mergeable), *FOREIGN.items()]


def check(text: str) -> None:
    """Raises MergeError for an unknown field or a brace too many, with its position."""
    known = {name.lower(): name for name, _ in fields()}
    for found in _FIELD.finditer(text):
        name = found[1].partition("|")[0].strip()
        if name.lower() not in known:
            raise MergeError(_unknown(name, known), found.start())
    blanked = _FIELD.sub(lambda found: " " * len(found[0]), text)
    if stray := _BRACES.search(blanked):
        message = f"“{stray[0]}” stands alone; a field looks like {{{{FirstName|there}}}}."
        raise MergeError(message, stray.start())


def merge(text: str, recipient: Recipient, *, escape: Callable[[str], str] = str) -> str:
    """The text with each field replaced by its value, else by its fallback, else by nothing."""

    foreign = _foreign(recipient) if "." in text else {}

    def value(found: re.Match[str]) -> str:
        name, _, fallback = found[1].partition("|")
        return escape(_value(name.strip(), recipient, foreign)) or fallback.strip()

    return _FIELD.sub(value, text)


def preview(template: MailTemplate, recipient: Recipient) -> tuple[str, str, str]:
    """Subject, text and HTML ('' without) as this recipient would get them."""
    return own_words(template.subject, template.text, template.html, recipient)


def own_words(subject: str, text: str, rich: str, recipient: Recipient) -> tuple[str, str, str]:
    """The same for words that stand in no template; `rich` is HTML, and values are escaped."""
    return (
        line(subject, recipient),
        merge(text, recipient),
        merge(rich, recipient, escape=html.escape),
    )


def line(subject: str, recipient: Recipient) -> str:
    """A subject: merged, on one line."""
    return " ".join(merge(subject, recipient).split())


def _value(name: str, recipient: Recipient, foreign: Mapping[str, str]) -> str:
    """One field's value as text; '' when it is empty or there is no such field (any more)."""
    if name.lower() in foreign:
        return foreign[name.lower()]
    lead = recipient.lead
    try:
        field = objects.of_model(lead).field(name)
    except objects.UnknownName:
        return _of_account(name, lead)
    raw = lead.custom.get(field.attribute) if field.is_custom else getattr(lead, field.attribute)
    return _harmless(_text(raw, recipient))


def _of_account(name: str, person: Lead | Contact) -> str:
    """What a lead says of its company, a contact's account says; '' for anything else."""
    account = person.account if isinstance(person, Contact) else None
    if account is None:
        return ""
    attribute = OF_ACCOUNT.get(name.lower())
    return _harmless(str(getattr(account, attribute) or "")) if attribute else ""


def _foreign(recipient: Recipient) -> dict[str, str]:
    owner = recipient.owner
    people = {
        f"Owner.{name}": str(getattr(owner, attribute, "") or "")
        for name, attribute in (
            ("Name", "name"), ("FirstName", "first_name"), ("Title", "title"), ("Phone", "phone"),
            ("Email", "email"),
        )
    }  # fmt: skip
    told = people | {
        "Organization.Name": recipient.organization.name,
        "Clock.DueAt": _text(recipient.due_at, recipient),
        "Clock.AnswerBy": _answer_by(recipient),
    }
    return {name.lower(): value for name, value in told.items()}


def _answer_by(recipient: Recipient) -> str:
    if recipient.due_at is None:
        return ""
    house, country = recipient.organization, getattr(recipient.lead, "country", "")
    return in_words(
        recipient.due_at, recipient.at or timezone.now(), zone=house.time_zone,
        locale=house.locale, is_far=bool(country) and country != house.country,
    )  # fmt: skip


def _text(raw: Any, recipient: Recipient) -> str:
    if raw is None or isinstance(raw, bool):
        return "yes" if raw else ""
    if isinstance(raw, datetime):
        here = raw.astimezone(ZoneInfo(recipient.organization.time_zone))
        return f"{here:%A} {here.day} {here:%B}, {here:%H:%M} ({here:%Z})"
    if isinstance(raw, date):
        return f"{raw.day} {raw:%B} {raw.year}"
    return f"{raw:,}" if isinstance(raw, int | Decimal) else str(raw)


def answer_to(subject: str) -> str:
    """The subject of an answer, "Re: …"; '' where it would carry a link back to a forged sender."""
    line = _harmless(subject)
    return line if not line or line[:3].lower() == "re:" else f"Re: {line}"


def _harmless(text: str) -> str:
    line = " ".join(text.split())
    return "" if _LINK.search(line) else line[:LONGEST]


def _unknown(name: str, known: dict[str, str]) -> str:
    close = get_close_matches(name.lower(), known, n=1, cutoff=0.6)
    hint = f" Did you mean {known[close[0]]}?" if close else ""
    return f"There is no field “{name}” to merge.{hint}"
