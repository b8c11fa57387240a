"""The API as one of the doors: what is sent is kept as a submission and goes through the journey.

Both happen in one transaction, so an answer and its submission are always there together. A
duplicate is recognised and told on the Trail, but never merged: a client gets the record it made.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import journey
from headwater.api import duplicates
from headwater.api.gate import Call
from headwater.api.problems import Problems, of_many
from headwater.capture import json_post
from headwater.catalog import objects
from headwater.match.rules.step import FOUND
from headwater.records import writing
from headwater.records.draft import Draft
from headwater.records.models import Lead, LeadStatus, Submission
from headwater.records.problem import Problem, Refused
from headwater.records.submission import Door

LONGEST_AGENT = 300


def create(call: Call, fields: Mapping[str, Any], values: dict[str, Any]) -> Lead:
    """The lead of what was sent: `fields` as it came, `values` by attribute; raises Problems.

    A refusal leaves its submission too, rejected with the reasons.
    """
    by, agent = call.by, call.header("User-Agent")
    assigns = call.header("Sforce-Auto-Assign").strip().lower() != "false"
    with transaction.atomic():
        submission = Submission.objects.create(
            received_at=timezone.now(), door=Door.API, payload=json_post.kept(dict(fields)), by=by,
            user_agent=agent.replace("\x00", "")[:LONGEST_AGENT],
        )  # fmt: skip
        draft = Draft(values=values, submission=submission, received_at=submission.received_at)
        _check(draft)
        journey.create(
            [draft], door=Door.API, by=by, assigns=assigns, joins=False,
            saves_duplicates=duplicates.Wishes.of(call).allow_save,
        )  # fmt: skip
    if draft.lead is None or not draft.is_live:
        raise _refused(call, draft)
    return draft.lead


def _refused(call: Call, draft: Draft) -> Problems:
    decision = draft.evidence.get(FOUND)
    if decision is not None:
        told = duplicates.refusal(call, objects.get("Lead"), draft.values, decision)
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
    if status and LeadStatus.objects.filter(name=status, is_converted=True).exists():
        message = f"A lead cannot be created as “{status}”; convert it."
        draft.fail(Problem("Status", "INVALID_STATUS", message))
