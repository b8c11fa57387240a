"""The journey's seventh step: who asked on the web is answered at once.

The message is written with the lead, in the same transaction; a job hands it to the mail server.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, make_msgid, parseaddr
from hashlib import sha256

from django.conf import settings

from headwater.database import statements
from headwater.jobs import enqueue
from headwater.nurture import merge
from headwater.nurture.addresses import objection
from headwater.nurture.answers import Answer, of_batch
from headwater.nurture.auto_response import send_auto_response
from headwater.nurture.models import Delivery
from headwater.people.models import User
from headwater.people.user import users
from headwater.records import trail
from headwater.records.clock import Kind
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, EmailMessage, Lead
from headwater.records.submission import Door
from headwater.records.undeliverable import ENOUGH

PUBLIC_DOORS = (Door.FORM, Door.WEB_TO_LEAD, Door.EMAIL)
GRACE = timedelta(minutes=1)  # the job of the batch comes first, the minute's job second
State = EmailMessage.State
DUE = """
SELECT lead_id, due_at FROM records_clock
WHERE lead_id = ANY (%s::bigint[]) AND kind = 'first_attempt' AND stopped_at IS NULL
"""
UNDELIVERABLE = f"""
SELECT address FROM records_undeliverable
WHERE address = ANY (%s::text[]) AND (is_hard OR count >= {ENOUGH})
"""  # noqa: S608
# Each address has keys that begin alike; the index of patterns finds them.
ANSWERED = """
SELECT stem FROM unnest(%s::text[]) AS stem WHERE EXISTS (
    SELECT 1 FROM records_emailmessage message WHERE message.created_at > %s::timestamptz
    AND message.key ~>=~ stem AND message.key ~<~ (stem || chr(127)))
"""


@dataclass(frozen=True, slots=True)
class Known:
    """What the answers of one batch need, each read in one query."""

    answers: Mapping[int, Answer]
    owners: Mapping[int, User]
    due_at: dict[int, datetime]
    undeliverable: frozenset[str]
    answered: frozenset[str]


def enrol(batch: Batch) -> None:
    """Answer the web inquiries of this batch, each person once in so many hours."""
    if batch.is_history or batch.door not in PUBLIC_DOORS:
        return
    drafts = _to_answer(batch)
    if not drafts:
        return
    known = _read(batch, drafts)
    chosen = [
        (draft, lead) for draft, lead in drafts
        if lead.pk in known.answers and _stem(lead) not in known.answered
    ]  # fmt: skip
    messages = [_message(batch, draft, lead, known) for draft, lead in chosen]
    _keep(batch, messages, [known.answers[lead.pk] for _, lead in chosen])


def _to_answer(batch: Batch) -> list[tuple[Draft, Lead]]:
    """The live drafts with an address, one for each address, whose door did not switch it off."""
    found: dict[str, tuple[Draft, Lead]] = {}
    for draft in batch.live:
        if draft.lead and draft.lead.email and draft.evidence.get("auto_response") != "":
            found.setdefault(_stem(draft.lead), (draft, draft.lead))
    return list(found.values())


def _stem(lead: Lead) -> str:
    """What the keys of all answers to one address begin with."""
    return f"auto:{sha256(lead.email.strip().lower().encode()).hexdigest()[:24]}:"


def _key(batch: Batch, lead: Lead) -> str:
    return f"{_stem(lead)}{batch.now.isoformat()}:{lead.pk}"


def _read(batch: Batch, drafts: list[tuple[Draft, Lead]]) -> Known:
    ids = [lead.pk for _, lead in drafts]
    addresses = sorted({lead.email.lower() for _, lead in drafts})
    since = batch.now - timedelta(hours=batch.organization.hours_between_answers)
    return Known(
        answers=of_batch(batch, drafts),
        owners=users(),
        due_at=_due_at(batch, ids),
        undeliverable=_texts(statements.run(UNDELIVERABLE, [addresses])),
        answered=_texts(statements.run(ANSWERED, [[_stem(lead) for _, lead in drafts], since])),
    )


def _due_at(batch: Batch, ids: list[int]) -> dict[int, datetime]:
    """By when each lead has been promised an answer, by a clock of this batch or an earlier one."""
    clocks = (clock for clock in batch.added(Clock) if clock.kind == Kind.FIRST_ATTEMPT)
    due = {clock.lead_id: clock.due_at for clock in clocks}
    earlier = [key for key in ids if key not in due]
    return due | dict(statements.run(DUE, [earlier]) if earlier else ())


def _texts(rows: list[tuple[str]]) -> frozenset[str]:
    return frozenset(text for (text,) in rows)


def _message(batch: Batch, draft: Draft, lead: Lead, known: Known) -> EmailMessage:
    answer, owner = known.answers[lead.pk], known.owners.get(lead.owner_id)
    recipient = merge.Recipient(
        lead, batch.organization, owner, known.due_at.get(lead.pk), batch.now
    )
    subject, text, html = merge.preview(answer.template, recipient)
    sender = (answer.rule and answer.rule.sender_name) or batch.organization.name
    problem = objection(lead, draft.contact, known.undeliverable)
    thread: dict[str, str] = draft.evidence.get("thread", {})  # of the mail that this answers
    _, from_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = statements.new(
        EmailMessage, key=_key(batch, lead), state=State.REFUSED if problem else State.WAITING,
        from_address=formataddr((sender, from_address)), to_address=lead.email,
        subject=merge.answer_to(thread.get("subject", "")) or subject, text=text, html=html,
        in_reply_to=thread.get("in_reply_to", ""), references=thread.get("references", ""),
        problem=problem, created_at=batch.now, modified_at=batch.now,
        message_id=make_msgid(domain=from_address.rpartition("@")[2]),
    )  # fmt: skip
    message.lead = lead
    return message


def _keep(batch: Batch, messages: list[EmailMessage], answers: list[Answer]) -> None:
    if not messages:
        return
    for message, key in zip(messages, statements.reserve(EmailMessage, len(messages)), strict=True):
        message.pk = key
    # A lead that two batches answer at once is locked by the first: the second sees its answer.
    batch.add(messages)
    batch.trail.extend(_refusals(batch, messages))
    batch.trail.extend(_choices(batch, messages, answers))
    waiting = [
        statements.new(Delivery, message_id=message.pk, again_at=batch.now + GRACE,
                       reply_to=answer.rule.reply_to if answer.rule else "")
        for message, answer in zip(messages, answers, strict=True)
        if message.state == State.WAITING
    ]  # fmt: skip
    batch.add(waiting)
    if waiting:
        enqueue(send_auto_response, message_ids=[each.pk for each in waiting])


def _choices(
    batch: Batch, messages: Iterable[EmailMessage], answers: Iterable[Answer]
) -> Iterator[trail.TrailEntry]:
    """Which rule chose an answer; the usual one needs no word."""
    for message, answer in zip(messages, answers, strict=True):
        if answer.rule and message.state == State.WAITING:
            because = {"rule": answer.rule.name, "rule_id": answer.rule.pk,
                       "sentence": answer.rule.sentence, "template": answer.template.name,
                       "message": message.pk}  # fmt: skip
            yield trail.entry("email.chosen", message.lead, by=None, at=batch.now, because=because)


def _refusals(batch: Batch, messages: Iterable[EmailMessage]) -> list[trail.TrailEntry]:
    return [
        trail.entry(
            "email.refused", message.lead, by=None, at=batch.now,
            because={"message": message.pk, "to": message.to_address, "problem": message.problem},
        )
        for message in messages if message.state == State.REFUSED
    ]  # fmt: skip
