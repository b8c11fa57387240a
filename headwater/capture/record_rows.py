"""Rows of a file that are accounts, contacts, opportunities or campaigns: written as they are.

They may point to each other by `@reference` (an sfdx tree) or by Salesforce's id, within one file
or to a file that was imported before.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.capture.body import NOTE, restore
from headwater.capture.failures import unguarded
from headwater.capture.file_rows import key_of
from headwater.capture.imports import IMPORTABLE
from headwater.capture.mapping import guess
from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import consenting, dealing, writing
from headwater.records.consent import Source
from headwater.records.models import ImportJob, Submission
from headwater.records.problem import Problem, Refused
from headwater.records.submission import State

RECORD = "record"  # in the door's note: the 18-character id of what a row became


Objection = Callable[[str, dict[str, Any]], str]


def bring_in(
    job: ImportJob,
    submissions: list[Submission],
    *,
    object_of: Callable[[dict[str, Any]], str],
    objection: Objection,
) -> None:
    """Write each row and settle its submission; call it in a transaction.

    `objection` says of an object and its values by attribute why the row is not to come in.
    """
    known = _known(submissions)
    for submission in submissions:
        key = key_of(submission.payload)
        name = object_of(submission.payload)
        if key in known:
            submission.state = State.MERGED
            submission.reason = f"It was imported before: {known[key]}."
            _note(submission, known[key])
        elif name not in IMPORTABLE:
            submission.state = State.REJECTED
            submission.reason = f"{name} cannot be imported; {', '.join(IMPORTABLE)} can."
        else:
            _write(job, submission, name, known, objection)
            if submission.state == State.CREATED:
                submission.idempotency_key = key
                _remember(known, submission, key)
    now = timezone.now()  # behind everything that was written: what is later, people did
    for submission in submissions:
        submission.settled_at = now
    Submission.objects.bulk_create(submissions)


def record_of(submission: Submission) -> str:
    """The 18-character id of what a row became or was before, '' where it became nothing."""
    return str((submission.payload.get(NOTE) or {}).get(RECORD) or "")


def _write(
    job: ImportJob,
    submission: Submission,
    name: str,
    known: Mapping[str, str],
    objects_to: Objection,
) -> None:
    values, doubts = _values(job, submission.payload, name, known)
    reason = objects_to(name, values)
    if reason:
        submission.state, submission.reason = State.REJECTED, reason[:1000]
        return
    record = _create(name, values, doubts, job.created_by, consenting.told_by(job))
    submission.state = State.CREATED if record else State.REJECTED
    submission.reason = " ".join(problem.message for problem in dict.fromkeys(doubts))[:1000]
    if record:
        _note(submission, record.sf_id)


def _create(
    name: str, values: dict[str, Any], doubts: list[Problem], by: User | None, told_by: str
) -> Any:
    """The record, or None; what does not fit is left out once and told in `doubts`."""
    try:
        with transaction.atomic():
            if name == "Opportunity":  # its stage says whether it is won, and how probable
                return dealing.open_deal(values, by=by)
            record = writing.create(name, values, by=by)
            if name == "Contact":
                consenting.note_new(record, by=by, source=Source.IMPORT, detail=told_by)
            return record
    except Refused as refused:
        doubts += refused.problems
        unfit = {problem.field for problem in refused.problems}
        fitting = {a: v for a, v in values.items() if _name_of(name, a) not in unfit}
        return _create(name, fitting, doubts, by, told_by) if len(fitting) < len(values) else None


def _values(
    job: ImportJob, row: dict[str, Any], name: str, known: Mapping[str, str]
) -> tuple[dict[str, Any], list[Problem]]:
    fields = objects.get(name).fields
    mapping = job.mapping if name == job.object_name else guess(row, name)
    values: dict[str, Any] = {}
    doubts: list[Problem] = []
    for column, target in mapping.items():
        value, field = row.get(column), fields.get(target)
        if value in ("", None) or field is None or not field.is_createable:
            continue
        if isinstance(value, str):
            value = unguarded(restore(value))
        if field.is_reference:
            found = known.get(_reference(str(value)))
            if found is None:
                text = f"{field.label} “{str(value)[:40]}” points to nothing that was imported."
                doubts.append(Problem(target, "INVALID_CROSS_REFERENCE_KEY", text))
                continue
            value = found
        values[field.attribute] = value
    return values, doubts


def _reference(text: str) -> str:
    """The key under which what this points to was imported."""
    return text if text.startswith("@") else f"import:{text[:18]}"


def _known(submissions: Iterable[Submission]) -> dict[str, str]:
    """Key or @reference → id, of what these rows name and earlier imports made."""
    named = {key_of(each.payload) for each in submissions}
    tags = set()
    for each in submissions:
        for value in each.payload.values():
            if isinstance(value, str) and value.startswith("@"):
                tags.add(value[1:])
            elif isinstance(value, str) and len(value) in (15, 18):
                named.add(_reference(value))
    earlier = Submission.objects.filter(idempotency_key__in=named)
    if tags:
        earlier |= Submission.objects.filter(
            door="import", state=State.CREATED, payload__attributes__referenceId__in=sorted(tags)
        )
    found: dict[str, str] = {}
    for row in earlier.order_by("id"):
        _remember(found, row, row.idempotency_key or "")
    return found


def _remember(known: dict[str, str], submission: Submission, key: str) -> None:
    record = (submission.payload.get(NOTE) or {}).get(RECORD)
    about = submission.payload.get("attributes")
    if record:
        known[key] = record
        if isinstance(about, dict) and about.get("referenceId"):
            known[f"@{about['referenceId']}"] = record


def _note(submission: Submission, record_id: str) -> None:
    submission.payload = submission.payload | {NOTE: {RECORD: record_id}}


def _name_of(object_name: str, attribute: str) -> str:
    kind = objects.get(object_name)
    return attribute if attribute.endswith("__c") else kind.by_attribute(attribute).name
