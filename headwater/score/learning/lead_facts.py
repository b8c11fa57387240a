"""What is known of leads at a moment, as columns to learn from.

Trained and estimated by the same code: nothing here may look beyond the moment.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.people.organization import organization
from headwater.records import keys
from headwater.records.models import Lead
from headwater.score.learning import as_it_was, behaviour, leakage
from headwater.score.learning.table import is_known

# Columns of Lead that nothing is learned from, and why.
LEFT_OUT: dict[str, str] = {
    "status": "says where it stands",
    "status_group": "says where it stands",
    "is_closed": "says how it ended",
    "closed_reason": "says why it ended",
    "is_converted": "says how it ended",
    "converted_on": "is written by the conversion",
    "first_touched_at": "is written by who works on it",
    "last_activity_on": "is overwritten until the end",
    "status_changed_at": "is overwritten until the end",
    "modified_at": "is overwritten until the end",
    "snoozed_until": "is written by who works on it",
    "is_unread_by_owner": "is written by who works on it",
    "is_deleted": "is written at the end",
    "rating": "is a judgement, renewed until the end",
    "score": "is what this is compared with",
    "probability": "is what is to be found out",
    "grade": "is a judgement, renewed until the end",
    "do_not_call": "",  # its name is about calls, but the lead says it
}
VALUES = frozenset({"picklist", "boolean", "int", "double", "currency", "percent"})
BY_VALUE = frozenset({"country", "state"})  # texts of which the same comes often
OF_PEOPLE = frozenset({"name", "last_name", "system_modstamp", "created_at"})
AGES = ((timedelta(days=6), "new"), (timedelta(days=28), "a week"), (timedelta(days=85), "a month"))
PARTS_OF_DAY = ((6, "night"), (12, "morning"), (18, "afternoon"), (24, "evening"))
DECIDES = ("chief", "ceo", "cfo", "cto", "coo", "owner", "founder", "president", "director",
           "head of", "managing", "vp", "partner")  # fmt: skip


def columns(ids: Sequence[int], moments: Sequence[datetime]) -> dict[str, list[Any]]:
    """Column → one value for each lead and moment. Four queries, however many."""
    leads = {row["id"]: row for row in Lead.objects.filter(pk__in=set(ids)).values(*_read())}
    before = as_it_was.undone(ids, moments)
    done = behaviour.done(ids, moments)
    zone = ZoneInfo(organization().time_zone)
    fields = learned_fields()
    rows = [
        _said(leads[pk], was, fields)
        | _did(did)
        | _came(leads[pk]["created_at"].astimezone(zone))
        | {"age": age(moment - leads[pk]["created_at"])}
        for pk, was, did, moment in zip(ids, before, done, moments, strict=True)
    ]
    return {name: [row[name] for row in rows] for name in labels()}


def labels() -> dict[str, str]:
    """Every column in words."""
    told = {field.attribute: field.label for field in learned_fields()}
    for what, label in behaviour.LABELS.items():
        told[what] = label
        told[f"{what} lately"] = f"{label} {behaviour.LATELY}"
    return told | {
        "mail_kind": "E-mail address", "says_rank": "Title says", "came_on": "Came on a",
        "came_at": "Came in the", "age": "Known for",
    }  # fmt: skip


def learned_fields() -> list[FieldDef]:
    """The fields that are looked at: no reference, no date, nothing that is left out."""
    return [
        field for field in objects.get("Lead").fields.values()
        if not (why_not(field) or field.is_reference or field.expression
                or field.type in ("id", "datetime", "date") or field.attribute in OF_PEOPLE
                or field.is_unique or field.is_external_id)
    ]  # fmt: skip


def why_not(field: FieldDef) -> str:
    """Why a field is not learned from, by what is known of it or by its name."""
    known = None if field.is_custom else LEFT_OUT.get(field.attribute)
    return leakage.by_name(field.label) if known is None else known


def left_out() -> list[dict[str, str]]:
    """For the page: label and reason of each field that is left out."""
    every = ((field, why_not(field)) for field in objects.get("Lead").fields.values())
    return [{"label": field.label, "why": why} for field, why in every if why]


def _read() -> list[str]:
    own = [field.attribute for field in learned_fields() if not field.is_custom]
    return sorted({"id", "created_at", "custom", "email", "website", "title", *own})


def _said(
    lead: Mapping[str, Any], before: Mapping[str, Any], fields: Sequence[FieldDef]
) -> dict[str, Any]:
    """What the fields said."""
    row = {field.attribute: _value(lead, before, field) for field in fields}
    row["mail_kind"] = _mail_kind(str(as_it_was.value(lead, before, "email") or ""))
    row["says_rank"] = _rank(str(as_it_was.value(lead, before, "title") or ""))
    return row


def _did(did: Mapping[str, tuple[int, int]]) -> dict[str, Any]:
    row = {}
    for what in behaviour.LABELS:
        row[what], row[f"{what} lately"] = did.get(what, (0, 0))
    return row


def _came(came: datetime) -> dict[str, Any]:
    """When, by the clock of the organisation."""
    return {
        "came_on": "weekend" if came.weekday() > 4 else "working day",
        "came_at": next(word for hour, word in PARTS_OF_DAY if came.hour < hour),
    }


def _value(lead: Mapping[str, Any], before: Mapping[str, Any], field: FieldDef) -> Any:
    """By value where many leads share it, else only whether somebody said something."""
    value = as_it_was.value(lead, before, field.attribute)
    if not _is_by_value(field):
        return "given" if is_known(value) else "not given"
    if field.type in ("int", "double", "currency", "percent"):
        return None if value in (None, "") else float(value)
    return value


def _is_by_value(field: FieldDef) -> bool:
    return field.type in VALUES or field.attribute in BY_VALUE


def _mail_kind(address: str) -> str:
    domain = keys.registered_domain(address.rpartition("@")[2]) if "@" in address else ""
    if not domain:
        return "not given"
    if keys.is_disposable_domain(domain):
        return "throw-away"
    return "of a free provider" if keys.is_free_domain(domain) else "of a company"


def _rank(title: str) -> str:
    if not title.strip():
        return "not given"
    said = f" {title.lower()} "
    return "they decide" if any(word in said for word in DECIDES) else "something else"


def age(since: timedelta) -> str:
    """How long the lead has been known, as it is learned by."""
    return next((word for limit, word in AGES if since < limit), "three months")
