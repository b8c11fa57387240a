"""What became of submissions, as programs are told: the lead, its owner, and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from headwater.api import addresses
from headwater.api.problem_json import errors
from headwater.api.programs import Client
from headwater.capture.body import NOTE
from headwater.catalog import ids, objects
from headwater.people.models import Owner
from headwater.records.models import Lead, Submission, TrailEntry
from headwater.records.problem import Problem
from headwater.records.submission import Door, State
from headwater.web.records.sentences import say

EXPLAINED = ("lead.created", "lead.joined", "lead.assigned")


def base(request: HttpRequest) -> str:
    """The address under which this server is reached."""
    return addresses.base(request)


def found(asked: Sequence[str], client: Client) -> list[Submission]:
    """The submissions with these numbers (or receipts of the spool) that this client has sent."""
    numbers = [int(each) for each in asked if each.isdecimal() and len(each) < 19]
    wanted = Q(pk__in=numbers) | Q(idempotency_key__in=asked)
    rows = _rows().filter(wanted, door__in=(Door.JSON, Door.API)).order_by("id")
    if client.key:
        rows = rows.filter(**{f"payload__{NOTE}__intake__key_id": client.key.pk})
    elif client.user and not client.user.can_configure:
        rows = rows.filter(by=client.user)
    return list(rows)


def reloaded(rows: Iterable[Submission]) -> list[Submission]:
    """These submissions as the journey left them, with leads and owners, in their order."""
    return list(_rows().filter(pk__in=[row.pk for row in rows]).order_by("id"))


def waiting(name: int | str, here: str) -> dict[str, Any]:
    """One that has just been received; `name` is its number, or the receipt of the spool."""
    return {"id": name, "state": State.WAITING.value, "url": f"{here}/api/submissions/{name}"}


def told(
    rows: Sequence[Submission], here: str, problems: Mapping[int, Sequence[Problem]] | None = None
) -> list[dict[str, Any]]:
    """Each submission with all there is to say; `problems` (by number) only the journey knows."""
    stories = _stories(rows)
    return [
        {
            "id": row.pk,
            "state": row.state,
            "url": f"{here}/api/submissions/{row.pk}",
            "reason": row.reason,
            "received_at": row.received_at,
            "settled_at": row.settled_at,
            "lead": _lead(row.lead, here) if row.lead else None,
            "owner": owner(row.lead.owner) if row.lead else None,
            "why": stories.get(row.pk, []),
            "problems": errors(named(each) for each in (problems or {}).get(row.pk, ())),
        }
        for row in rows
    ]


def owner(of: Owner) -> dict[str, Any]:
    """Who has it."""
    prefix = "00G" if of.is_queue else "005"
    kind = "queue" if of.is_queue else "user"
    return {"id": of.pk, "salesforce_id": ids.encode(prefix, of.pk), "type": kind, "name": of.name}


def named(problem: Problem) -> Problem:
    """The same problem with the plain name of its field."""
    field = objects.get("Lead").fields.get(problem.field)
    return Problem(field.attribute, problem.code, problem.message) if field else problem


def _rows() -> "QuerySet[Submission]":
    rows: QuerySet[Submission] = Submission.objects.select_related("lead__owner")
    return rows


def _lead(lead: Lead, here: str) -> dict[str, Any]:
    return {
        "id": lead.pk, "salesforce_id": lead.sf_id, "url": f"{here}/leads/{lead.pk}",
        "status": lead.status, "score": lead.score,
    }  # fmt: skip


def _stories(rows: Sequence[Submission]) -> dict[int, list[str]]:
    """Submission → sentences from the Trail: how its lead came to be, and to whom it went."""
    leads = {row.lead_id for row in rows if row.lead_id}
    if not leads:
        return {}
    of_lead: dict[int, list[TrailEntry]] = {}
    entries = TrailEntry.objects.filter(
        object_name="Lead", record_id__in=leads, event__in=EXPLAINED
    )
    for entry in entries.select_related("by").order_by("id"):
        of_lead.setdefault(entry.record_id, []).append(entry)
    return {
        row.pk: [_sentence(entry) for entry in of_lead.get(row.lead_id or 0, ())
                 if entry.because.get("submission", row.pk) == row.pk]
        for row in rows
    }  # fmt: skip


def _sentence(entry: TrailEntry) -> str:
    said = say(entry)
    return f"{said.what}: {said.why}" if said.why else said.what
