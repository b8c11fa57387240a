"""`POST /api/leads`: leads as plain JSON, one or many, for programs that speak no Salesforce.

By default they are committed as submissions and answered 202 at once; the worker takes them
through the journey. With `Prefer: wait` (RFC 7240) or `?wait=1` the journey runs now, in one
transaction with the answer's idempotency key. While the database is away they go to the spool.
"""

import hashlib
import logging
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from headwater import intake
from headwater.api import answers, body, idempotency, intake_key, outcomes, programs
from headwater.api.problem_json import Told, errors
from headwater.api.programs import AWAY, Client
from headwater.capture import drafting, json_post, spool
from headwater.capture.receiving import Post, Sender, wake
from headwater.records.models import Submission
from headwater.records.problem import Problem
from headwater.records.submission import Door, State

log = logging.getLogger("headwater.api")

MOST = 1_000  # leads in one call
AT_ONCE = 200  # in one batch of the journey
YES = frozenset({"1", "true", "yes"})


@dataclass(frozen=True, slots=True)
class Sending:
    """One call: the leads as they came, and how they are to be answered."""

    client: Client
    leads: list[Any]
    is_many: bool
    waits: bool
    base: str
    agent: str
    keys: list[str]  # by which each lead comes in once, also by way of the spool
    is_keyed: bool  # the client gave an idempotency key


def post(request: HttpRequest) -> HttpResponse:
    """POST /api/leads → 202, or 201/200/422 for those who wait."""
    programs.refuse_ourselves(request)
    raw = body.read(request)
    try:
        client = programs.client_of(request)
        programs.refuse_readers(client)
        sending = _sending(request, client, raw)
        _count(client, len(sending.leads))
        return idempotency.once(request, client.mark, raw, lambda: _work(sending))
    except AWAY:
        known = programs.remembered(request)
        if known is None:
            raise
        return _spooled(_sending(request, known, raw))


def read(request: HttpRequest, name: str) -> HttpResponse:
    """GET /api/submissions/<id>: what became of it; ids joined by commas give a list."""
    client = programs.client_of(request)
    asked = [each for each in name.split(",") if each][:MOST]
    rows = outcomes.found(asked, client)
    if not rows:
        raise Told(404, "Not found", "You sent no submission with this number.")
    told = outcomes.told(rows, outcomes.base(request))
    return answers.json({"submissions": told} if len(asked) > 1 else told[0])


def _sending(request: HttpRequest, client: Client, raw: bytes) -> Sending:
    leads, is_many = leads_in(raw)
    key = idempotency.key_of(request)
    stem = uuid.uuid4().hex
    if key:
        stem = hashlib.blake2b(f"{client.mark} {key}".encode(), digest_size=16).hexdigest()
    return Sending(
        client=client, leads=leads, is_many=is_many, waits=_waits(request),
        base=outcomes.base(request), agent=request.headers.get("User-Agent", ""),
        keys=[f"json:{stem}:{place}" for place in range(len(leads))], is_keyed=bool(key),
    )  # fmt: skip


def leads_in(raw: bytes) -> tuple[list[Any], bool]:
    """The leads of a body, and whether it is a list; raises Told for what is no JSON at all."""
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise Told(400, "Not JSON", f"The body cannot be read as JSON: {error}.") from None
    shared: dict[str, Any] = {}
    if isinstance(said, dict) and isinstance(said.get("leads"), list):
        shared = {name: value for name, value in said.items() if name != "leads"}
        said = said["leads"]
    if isinstance(said, dict):
        return [said], False
    if not isinstance(said, list) or not said:
        words = "Send one lead as an object, or several as {“leads”: […]}."
        raise Told(400, "No lead in it", words)
    if len(said) > MOST:
        raise Told(413, "Too many", f"One call takes up to {MOST} leads; these are {len(said)}.")
    return [shared | each if isinstance(each, dict) else each for each in said], True


def _waits(request: HttpRequest) -> bool:
    preferred = [each.strip() for each in request.headers.get("Prefer", "").lower().split(",")]
    asked = request.GET.get("wait", "").lower() in YES
    return asked or any(each.partition("=")[0].strip() == "wait" for each in preferred)


def _count(client: Client, count: int) -> None:
    seconds = intake_key.spend(client.key, count, now=timezone.now()) if client.key else 0
    if seconds and client.key:
        words = f"“{client.key}” may bring {client.key.per_minute} leads a minute. Wait a moment."
        raise Told(429, "Too many at once", words, headers={"Retry-After": str(seconds)})


def _work(sending: Sending) -> HttpResponse:
    with transaction.atomic():
        rows = _received(sending)
        if sending.waits:
            return _judged(sending, rows)
        wake()
    return _accepted(sending, [outcomes.waiting(row.pk, sending.base) for row in rows])


def _received(sending: Sending) -> list[Submission]:
    """Every lead as a submission; those that the spool has brought in meanwhile are taken up."""
    rows = list(_rows(sending))
    try:
        with transaction.atomic():
            Submission.objects.bulk_create(rows)
    except IntegrityError:
        earlier = Submission.objects.filter(idempotency_key__in=sending.keys).order_by("id")
        rows = list(earlier)
        if len(rows) < len(sending.leads):
            raise
    return rows


def _rows(sending: Sending) -> Iterator[Submission]:
    now = timezone.now()
    for post in _posts(sending):
        yield Submission(
            received_at=now, door=post.door, payload=post.payload, by=sending.client.user,
            user_agent=post.sender.user_agent, referrer=post.sender.referrer,
            # Without a key of the client's nothing can come twice, and no index need grow.
            idempotency_key=post.key if sending.is_keyed else None,
        )  # fmt: skip


def _posts(sending: Sending) -> Iterator[Post]:
    note = sending.client.key.note if sending.client.key else {}
    agent = sending.agent.replace("\x00", "")[:300]
    for lead, mark in zip(sending.leads, sending.keys, strict=True):
        referrer = str(lead.get("referrer") or "") if isinstance(lead, dict) else ""
        sender = Sender(user_agent=agent, referrer=json_post.kept(referrer)[:1000])
        yield Post(Door.JSON, json_post.payload_of(lead, note), sender=sender, key=mark)


def _judged(sending: Sending, rows: Sequence[Submission]) -> HttpResponse:
    problems: dict[int, list[Problem]] = {}
    waiting = [row for row in rows if row.state == State.WAITING]
    for start in range(0, len(waiting), AT_ONCE):
        problems |= _run(waiting[start : start + AT_ONCE])
    settled = outcomes.reloaded(rows)
    told = outcomes.told(settled, sending.base, problems)
    if sending.is_many:
        is_any_new = any(row.state == State.CREATED for row in settled)
        counts = {state.value: sum(row.state == state for row in settled) for state in State}
        return _waited({"counts": counts, "submissions": told}, 201 if is_any_new else 200)
    state = settled[0].state
    if state == State.REJECTED:
        said = errors(outcomes.named(each) for each in problems.get(settled[0].pk, ()))
        # Told, not raised: the submission is kept with its reason, and so is this answer.
        return Told(
            422, "No lead came of it", settled[0].reason, errors=said, submission=told[0]
        ).answer
    status = {State.CREATED: 201, State.WAITING: 202}.get(State(state), 200)
    return _waited(told[0], status, location=told[0]["url"])


def _run(rows: Sequence[Submission]) -> dict[int, list[Problem]]:
    """One batch through the journey; should it fail, it waits for the worker."""
    try:
        with transaction.atomic():
            drafts = intake.settle(rows, drafting.drafts_of(rows))
            with connection.cursor() as cursor:  # what only a commit would refuse is refused here
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except AWAY:
        raise
    except Exception:
        log.exception("%d leads could not be judged at once; they wait for the worker", len(rows))
        wake()
        return {}
    return {draft.submission.pk: draft.problems for draft in drafts if draft.submission}


def _waited(told: Any, status: int, *, location: str = "") -> HttpResponse:
    answer = answers.json(told, status)
    answer.headers["Preference-Applied"] = "wait"
    if location:
        answer.headers["Location"] = location
    return answer


def _accepted(sending: Sending, told: list[dict[str, Any]]) -> HttpResponse:
    answer = answers.json({"submissions": told} if sending.is_many else told[0], 202)
    if not sending.is_many:
        answer.headers["Location"] = told[0]["url"]
    return answer


def _spooled(sending: Sending) -> HttpResponse:
    """Nothing can be committed: written to disk (fsync), to come in when the database is back."""
    log.warning("The database is away; %d leads go to the spool", len(sending.leads))
    for each in _posts(sending):
        spool.keep(each)
    return _accepted(sending, [outcomes.waiting(key, sending.base) for key in sending.keys])


collection = programs.resource(POST=post)
submission = programs.resource(GET=read)
