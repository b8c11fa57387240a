"""A row of a file becomes a draft: columns by the job's mapping, history kept as history.

A row that was imported before (the same Salesforce id, or the same row letter for letter) arrives
with the lead that it made, so that a file that comes twice makes no second lead.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from headwater.capture.body import NOTE, restore
from headwater.capture.cleaning.values import parse_boolean, parse_date, parse_datetime
from headwater.capture.file_rows import (
    CONVERTED,
    CONVERTED_ON,
    CREATED,
    DELETED,
    NAME,
    Plan,
    key_of,
    plan_of,
)
from headwater.capture.releasing import corrected_values
from headwater.records.draft import Draft
from headwater.records.models import ImportJob, Lead, LeadStatus, Submission
from headwater.records.problem import Problem
from headwater.records.stages import Group

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
    """Drafts of rows of one import job, in order, as they were sent and corrected."""
    job = submissions[0].import_job or ImportJob()
    plan, statuses = plan_of(job), known_statuses()
    rows = [_restored(submission.payload) for submission in submissions]
    keys = [key_of(row, plan.id_column) for row in rows]
    known = _imported_before(submissions, keys)
    drafts = []
    for submission, row, key in zip(submissions, rows, keys, strict=True):
        draft = draft_of(plan, submission, row, statuses)
        draft.lead = known.get(key)
        drafts.append(draft)
    return drafts


def draft_of(
    plan: Plan, submission: Submission, row: Mapping[str, Any], statuses: Sequence[LeadStatus]
) -> Draft:
    """One row as a draft: history is kept as history, a foreign status finds its meaning here."""
    draft, special = plan.draft(row)
    draft.submission, draft.received_at = submission, submission.received_at
    if special:
        _place_special(draft, special, plan)
    if "status" in draft.values or "is_converted" in draft.values:
        _place_status(draft, statuses)
    return draft


def known_statuses() -> list[LeadStatus]:
    return list(LeadStatus.objects.filter(is_active=True))


def _restored(payload: Mapping[str, Any]) -> dict[str, Any]:
    return {
        restore(name): restore(value) if isinstance(value, str) else value
        for name, value in corrected_values(payload).items()
        if name != NOTE
    }


def _imported_before(submissions: Iterable[Submission], keys: Iterable[str]) -> dict[str, Lead]:
    """The living lead that an earlier row of the same key made or joined."""
    earlier = (
        Submission.objects.filter(idempotency_key__in=set(keys), lead__is_deleted=False)
        .exclude(pk__in=[s.pk for s in submissions])
        .select_related("lead")
    )
    return {row.idempotency_key: row.lead for row in earlier}


def is_history(draft: Draft) -> bool:
    """Whether what the row tells happened before it came here."""
    return bool(draft.evidence.get("is_history"))


def _place_special(draft: Draft, special: Mapping[str, str], plan: Plan) -> None:
    """What a row tells of its past: when it was born, whether it was converted or deleted."""
    if NAME in special and not draft.values.get("last_name"):
        draft.values["name"] = special[NAME]
    _place_created(draft, special, plan)
    if _is_true(special.get(DELETED, "")):
        problem = "It was deleted in the system that it comes from."
        draft.fail(Problem(DELETED, "ENTITY_IS_DELETED", problem))
    elif _is_true(special.get(CONVERTED, "")):
        _mark_converted(draft, special.get(CONVERTED_ON, ""), plan.date_locale)


def _place_created(draft: Draft, special: Mapping[str, str], plan: Plan) -> None:
    """When the lead was born elsewhere is when it was born; the submission keeps when it came."""
    if CREATED not in special or draft.submission is None:
        return
    came = draft.submission.received_at
    try:
        zone = plan.organization.time_zone
        created: datetime = parse_datetime(special[CREATED], plan.date_locale, zone=zone)
    except ValueError as error:
        draft.problems.append(Problem(CREATED, "INVALID_TYPE_ON_FIELD_IN_RECORD", str(error)))
        return
    if created < came:
        draft.received_at = created
        draft.evidence["is_history"] = came - created > FRESH


def _mark_converted(draft: Draft, on: str, locale: str) -> None:
    """Converted elsewhere: closed and counted as converted, with nothing here that it became."""
    draft.values["is_converted"] = True
    try:
        draft.values["converted_on"] = parse_date(on, locale) if on else None
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
        _mark_converted(draft, "", "en-US")
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
