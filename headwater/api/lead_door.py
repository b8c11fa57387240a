"""The API as one of the doors: what is sent is kept as a submission and goes through the journey.

Both happen in one transaction, so an answer and its submission are always there together. A
duplicate is recognised and told on the Trail, but never merged: a client gets the record it made.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import journey
from headwater.api import dated, duplicates
from headwater.api.caller import Caller
from headwater.api.problems import Problems, of_many
from headwater.capture import json_post
from headwater.capture.export_rows import is_history
from headwater.catalog import objects
from headwater.database import statements
from headwater.match.rules.step import FOUND
from headwater.records import writing
from headwater.records.draft import Draft
from headwater.records.models import Lead, LeadStatus, Submission
from headwater.records.problem import Problem, Refused
from headwater.records.submission import Door

LONGEST_AGENT = 300
AT_ONCE = 200  # in one batch of the journey
Row = tuple[Mapping[str, Any], dict[str, Any]]  # as it came, and by attribute


def create(caller: Caller, fields: Mapping[str, Any], values: dict[str, Any]) -> Lead:
    """The lead of what was sent: `fields` as it came, `values` by attribute; raises Problems.

    A refusal leaves its submission too, rejected with the reasons.
    """
    [made] = create_many(caller, [(fields, values)])
    if isinstance(made, Problems):
        raise made
    return made


def create_many(caller: Caller, rows: Sequence[Row]) -> list[Lead | Problems]:
    """The same for many in their order, in batches; a refused one leaves the others."""
    drafts = [
        draft for start in range(0, len(rows), AT_ONCE)
        for draft in _batch(caller, rows[start : start + AT_ONCE])
    ]  # fmt: skip
    return [
        draft.lead if draft.lead is not None and draft.is_live else _refused(caller, draft)
        for draft in drafts
    ]


def _batch(caller: Caller, rows: Sequence[Row]) -> list[Draft]:
    by, now = caller.by, timezone.now()
    agent = caller.header("User-Agent").replace("\x00", "")[:LONGEST_AGENT]
    # They are written settled, with their leads; an error undoes the transaction that is open.
    with transaction.atomic(savepoint=False):
        submissions = [
            Submission(received_at=now, door=Door.API, payload=json_post.kept(dict(fields)), by=by,
                       user_agent=agent)
            for fields, _ in rows
        ]  # fmt: skip
        for submission, key in zip(
            submissions, statements.reserve(Submission, len(rows)), strict=True
        ):
            submission.pk = key
        drafts = [
            Draft(values=values, submission=submission, received_at=now)
            for (_, values), submission in zip(rows, submissions, strict=True)
        ]
        for draft in drafts:
            if (
                not caller.assigns
            ):  # nobody is asked whose it is: it is the caller's, as in Salesforce
                draft.values.setdefault("owner_id", by.pk)
            _check(draft)
        _bear(caller, drafts)
    return drafts


def _bear(caller: Caller, drafts: Sequence[Draft]) -> None:
    """Through the journey, what is long past apart: no clock starts for it."""
    pasts = [dated.prepare(draft) for draft in drafts]
    for past in sorted({is_history(draft) for draft in drafts}):
        journey.create(
            [draft for draft in drafts if is_history(draft) is past], door=Door.API,
            by=caller.by, assigns=caller.assigns, joins=False, is_history=past,
            saves_duplicates=duplicates.Wishes.of(caller).allow_save,
        )  # fmt: skip
    born = [(draft.lead, each) for draft, each in zip(drafts, pasts, strict=True)
            if draft.is_new]  # fmt: skip
    dated.stamp(objects.get("Lead"), born, by=caller.by)


def _refused(caller: Caller, draft: Draft) -> Problems:
    decision = draft.evidence.get(FOUND)
    if decision is not None:
        told = duplicates.refusal(caller, objects.get("Lead"), draft.values, decision)
        if told:
            return told
    return of_many(draft.problems or [Problem("", "INVALID_INPUT", draft.reason)])


def _check(draft: Draft) -> None:
    """Strictly: where a form's slip is cleaned or left out, a program is told of its own."""
    try:
        fitted = writing.fit(objects.get("Lead"), draft.values, is_new=True)
    except Refused as refused:
        draft.fail(*refused.problems)
        return
    draft.values = {name: fitted[name] for name in draft.values}
    status = draft.values.get("status")
    if draft.values.get("is_converted"):
        return  # elsewhere, which only some may say
    if status and LeadStatus.objects.filter(name=status, is_converted=True).exists():
        message = f"A lead cannot be created as “{status}”; convert it."
        draft.fail(Problem("Status", "INVALID_STATUS", message))
