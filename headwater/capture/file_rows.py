"""Rows of a file as what they become: a payload, a key that tells them again, a draft.

A `Plan` is made once for a job and reads every row by it; values are typed as the file writes its
dates and numbers, and choices get the spelling that they have here.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

import orjson

from headwater.capture.body import MARK, NOTE, UNSTORABLE, escape
from headwater.capture.cleaning.step import PARSER_OF
from headwater.capture.cleaning.values import PARSERS
from headwater.capture.failures import unguarded
from headwater.capture.reading import DATE_LOCALES, NUMBER_LOCALES
from headwater.capture.tables import EXTRA
from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.people.models import Organization
from headwater.people.organization import organization
from headwater.records.consenting import FILE, told_by
from headwater.records.draft import Draft
from headwater.records.import_job import ImportJob
from headwater.records.problem import Problem

# Targets of a mapping that are no plain fields of the lead.
ID, NAME, CREATED = "Id", "Name", "CreatedDate"
CONVERTED, CONVERTED_ON, DELETED = "IsConverted", "ConvertedDate", "IsDeleted"
SPECIAL = (ID, NAME, CREATED, CONVERTED, CONVERTED_ON, DELETED)
TORN = "It has more cells than the header: a quote or a delimiter is missing."

MARKED = MARK.encode()
Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the rows of one job are read: column → (attribute, reader), column → special target."""

    fields: Mapping[str, tuple[str, Read | None]]
    special: Mapping[str, str]
    date_locale: str
    organization: Organization
    always: Mapping[str, Any] = field(default_factory=dict)
    wish: str = ""
    id_column: str = ID
    campaign_id: int | None = None
    member_status: str = ""
    told_by: str = ""

    def draft(self, row: Mapping[str, Any]) -> tuple[Draft, dict[str, str]]:
        """A draft of one row, and what it says to the special targets."""
        draft = Draft(values=dict(self.always), campaign_id=self.campaign_id)
        draft.member_status = self.member_status
        draft.if_known = self.wish
        draft.evidence[FILE] = self.told_by
        special: dict[str, str] = {}
        for column, value in row.items():
            if (found := self.fields.get(column)) is not None:
                attribute, read = found
                text = value if isinstance(value, str) else as_text(value)
                if text[:1] == "'":
                    text = unguarded(text)
                draft.values[attribute] = read(text) if read else text
            elif column in self.special:
                special[self.special[column]] = as_text(value)
        if EXTRA in row:
            draft.fail(Problem("", "MALFORMED_ROW", TORN))
        return draft, special


def plan_of(job: ImportJob) -> Plan:
    """The plan of a job; one query for the picklists."""
    org, known = organization(), objects.get("Lead").fields
    dates = DATE_LOCALES.get(job.date_order, org.locale)
    numbers = NUMBER_LOCALES.get(job.decimal_mark, org.locale)
    lists = picklists.lists()
    return Plan(
        fields={
            column: (known[target].attribute, _reader(known[target], dates, numbers, lists))
            for column, target in job.mapping.items()
            if target in known and target not in SPECIAL
        },
        special={column: target for column, target in job.mapping.items() if target in SPECIAL},
        date_locale=dates,
        organization=org,
        always={"owner_id": job.owner_id} if job.owner_id else {},
        wish=job.known,
        id_column=next((c for c, target in job.mapping.items() if target == ID), ID),
        campaign_id=job.campaign_id,
        member_status=job.member_status,
        told_by=told_by(job),
    )


def said(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a row says: its cells without the empty ones."""
    return {name: value for name, value in row.items() if value not in ("", None)}


def payload_and_key(row: dict[str, Any], id_column: str = ID) -> tuple[dict[str, Any], str]:
    """What the submission of a row keeps (what JSONB cannot hold is escaped), and its key."""
    text = dumped(row)
    if b"\\u0000" in text or MARKED in text or b"\\ud" in text:
        row = {escape(name): storable(value) for name, value in row.items()}
    return row, _external(row, id_column) or _digest(text)


def key_of(row: Mapping[str, Any], id_column: str = ID) -> str:
    """What makes a row the same row in another file: its Salesforce id, else all it says."""
    plain = {name: value for name, value in said(row).items() if name != NOTE}
    return _external(plain, id_column) or _digest(dumped(plain))


def dumped(row: Mapping[str, Any]) -> bytes:
    """A row as JSON, its columns in one order."""
    try:
        return orjson.dumps(row, option=orjson.OPT_NON_STR_KEYS | orjson.OPT_SORT_KEYS)
    except TypeError:  # half a surrogate pair, a number beyond 64 bits
        return json.dumps(row, default=str, sort_keys=True).encode()


def _external(row: Mapping[str, Any], id_column: str) -> str:
    external = str(row.get(id_column) or "")
    return f"import:{external[:18]}" if external else ""


def _digest(text: bytes) -> str:
    return f"row:{blake2b(text, digest_size=24).hexdigest()}"


def storable(value: Any) -> Any:
    if isinstance(value, str):
        return escape(value) if UNSTORABLE.search(value) else value
    if isinstance(value, dict):
        return {escape(str(name)): storable(each) for name, each in value.items()}
    return [storable(each) for each in value] if isinstance(value, list) else value


def as_text(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _reader(
    field: FieldDef, dates: str, numbers: str, lists: Mapping[str, list[str]]
) -> Read | None:
    """What types the text of this field, None where text is all it takes."""
    if field.type in PARSER_OF:
        parse = PARSERS[PARSER_OF[field.type]]
        locale = dates if field.type in ("date", "datetime") else numbers
        return lambda text: _parsed(parse, text, locale)
    choices = field.choices or lists.get(field.picklist, ())
    # The status has its own way: it may be another system's word for a step.
    if choices and field.attribute != "status":
        known = {choice.lower(): choice for choice in choices}
        if field.type == "multipicklist":
            return lambda text: ";".join(_chosen(part, known) for part in _parts(text))
        return lambda text: _chosen(text, known)
    return None


def _parsed(parse: Callable[[str, str], Any], text: str, locale: str) -> Any:
    try:
        return parse(text, locale)
    except ValueError:
        return text  # the cleaning tells what is wrong with it


def _chosen(text: str, known: Mapping[str, str]) -> str:
    return known.get(text.strip().lower(), text)


def _parts(text: str) -> list[str]:
    mark = ";" if ";" in text else ","
    return [part.strip() for part in text.split(mark) if part.strip()]
