"""A row of a file becomes a draft: columns by the job's mapping, history kept as history.

A row that was imported before (the same Salesforce id, or the same row letter for letter) arrives
with the lead that it made, so that a file that comes twice makes no second lead.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from headwater.capture.body import NOTE, restore
from headwater.capture.cleaning.values import parse_boolean, parse_date, parse_datetime
from headwater.capture.failures import unguarded
from headwater.capture.releasing import corrected_values
from headwater.capture.tables import EXTRA
from headwater.catalog import objects
from headwater.people.models import Organization
from headwater.records.draft import Draft
from headwater.records.models import ImportJob, Lead, LeadStatus, Submission
from headwater.records.problem import Problem
from headwater.records.stages import Group

# Targets of a mapping that are no plain fields of the lead.
ID, NAME, CREATED = "Id", "Name", "CreatedDate"
CONVERTED, CONVERTED_ON, DELETED = "IsConverted", "ConvertedDate", "IsDeleted"
SPECIAL = (ID, NAME, CREATED, CONVERTED, CONVERTED_ON, DELETED)
FRESH = timedelta(days=1)  # what is older happened elsewhere: no clock starts, no mail goes out

# What other systems call the steps of the status path.
GROUP_OF = {
    "new": Group.NEW, "open": Group.NEW, "not contacted": Group.NEW, "neu": Group.NEW,
    "contacted": Group.CONTACTED, "working": Group.CONTACTED, "in progress": Group.CONTACTED,
    "attempted to contact": Group.CONTACTED, "connected": Group.CONTACTED,
    "open deal": Group.CONTACTED, "in bearbeitung": Group.CONTACTED,
    "qualified": Group.QUALIFIED, "sales qualified": Group.QUALIFIED,
    "qualifiziert": Group.QUALIFIED, "unqualified": Group.NOT_QUALIFIED,
    "disqualified": Group.NOT_QUALIFIED, "dead": Group.NOT_QUALIFIED, "junk": Group.NOT_QUALIFIED,
    "lost": Group.NOT_QUALIFIED, "closed": Group.NOT_QUALIFIED, "bad timing": Group.NOT_QUALIFIED,
    "converted": Group.CONVERTED, "customer": Group.CONVERTED,
}  # fmt: skip


def drafts_of(submissions: Sequence[Submission]) -> list[Draft]:
    """Drafts of rows of one import job, in order."""
    job = submissions[0].import_job or ImportJob()
    organization = Organization.current()
    statuses = list(LeadStatus.objects.filter(is_active=True))
    known = _imported_before(submissions)
    drafts = []
    for submission in submissions:
        row = _restored(corrected_values(submission.payload))
        draft = _draft(submission, row, job.mapping, organization)
        _place_status(draft, statuses)
        draft.lead = known.get(key_of(submission.payload))
        draft.campaign_id = job.campaign_id
        drafts.append(draft)
    return drafts


def _restored(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        restore(name): restore(value) if isinstance(value, str) else value
        for name, value in payload.items()
    }


def key_of(row: Mapping[str, Any]) -> str:
    """What makes a row the same row in another file: its Salesforce id, else all it says."""
    external = str(row.get(ID) or "")
    if external:
        return f"import:{external[:18]}"
    said = {name: value for name, value in row.items() if name != NOTE and value not in ("", None)}
    text = json.dumps(said, sort_keys=True, default=str).encode("utf-8", "backslashreplace")
    return f"row:{hashlib.sha256(text).hexdigest()}"


def _imported_before(submissions: Iterable[Submission]) -> dict[str, Lead]:
    """The living lead that an earlier row of the same key made or joined."""
    keys = {key_of(submission.payload): submission.pk for submission in submissions}
    earlier = (
        Submission.objects.filter(idempotency_key__in=keys, lead__is_deleted=False)
        .exclude(pk__in=[s.pk for s in submissions])
        .select_related("lead")
    )
    return {row.idempotency_key: row.lead for row in earlier}


def is_history(draft: Draft) -> bool:
    """Whether what the row tells happened before it came here."""
    return bool(draft.evidence.get("is_history"))


def _draft(
    submission: Submission, row: dict[str, Any], mapping: Mapping[str, str], org: Organization
) -> Draft:
    by_name = objects.get("Lead").fields
    draft = Draft(values={}, submission=submission, received_at=submission.received_at)
    special: dict[str, str] = {}
    for column, target in mapping.items():
        value = row.get(column)
        if value in ("", None) or not target:
            continue
        if target in SPECIAL:
            special.setdefault(target, str(value))
        elif target in by_name:
            text = unguarded(value) if isinstance(value, str) else _as_text(value)
            draft.values.setdefault(by_name[target].attribute, text)
    if EXTRA in row:
        problem = "It has more cells than the header: a quote or a delimiter is missing."
        draft.fail(Problem("", "MALFORMED_ROW", problem))
    if NAME in special and not draft.values.get("last_name"):
        draft.values["name"] = special[NAME]
    _place_created(draft, special, org)
    if _is_true(special.get(DELETED, "")):
        problem = "It was deleted in the system that it comes from."
        draft.fail(Problem(DELETED, "ENTITY_IS_DELETED", problem))
    elif _is_true(special.get(CONVERTED, "")):
        _mark_converted(draft, special.get(CONVERTED_ON, ""), org)
    return draft


def _as_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)


def _place_created(draft: Draft, special: Mapping[str, str], org: Organization) -> None:
    """When the lead was born elsewhere is when it was born; the submission keeps when it came."""
    if CREATED not in special or draft.submission is None:
        return
    came = draft.submission.received_at
    try:
        created: datetime = parse_datetime(special[CREATED], org.locale, zone=org.time_zone)
    except ValueError as error:
        draft.problems.append(Problem(CREATED, "INVALID_TYPE_ON_FIELD_IN_RECORD", str(error)))
        return
    if created < came:
        draft.received_at = created
        draft.evidence["is_history"] = came - created > FRESH


def _mark_converted(draft: Draft, on: str, org: Organization) -> None:
    """Converted elsewhere: closed and counted as converted, with nothing here that it became."""
    draft.values["is_converted"] = True
    try:
        draft.values["converted_on"] = parse_date(on, org.locale) if on else None
    except ValueError:
        draft.original["converted_on"] = on[:100]
    draft.evidence["is_history"] = True


def _place_status(draft: Draft, statuses: Sequence[LeadStatus]) -> None:
    """The status of the same name, else the first of the same meaning, else the usual first one."""
    said = str(draft.values.pop("status", "")).strip()
    is_converted = bool(draft.values.get("is_converted"))
    by_name = {status.name.lower(): status for status in statuses}
    group = Group.CONVERTED if is_converted else GROUP_OF.get(said.lower())
    found = by_name.get(said.lower()) or next((s for s in statuses if s.group == group), None)
    if found and found.is_converted and not is_converted:
        _mark_converted(draft, "", Organization(locale="en-US"))
    if is_converted and not (found and found.is_converted):
        found = next((status for status in statuses if status.is_converted), None)
    if found:
        draft.values["status"] = found.name
        if found.is_closed or found.is_converted:
            draft.evidence["is_history"] = True
    if said and (found is None or found.name.lower() != said.lower()):
        draft.original["status"] = said[:255]
        message = f"“{said[:80]}” is no status here; it came in as {found or 'new'}."
        draft.problems.append(Problem("Status", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message))


def _is_true(text: str) -> bool:
    try:
        return bool(text) and parse_boolean(text)
    except ValueError:
        return False
