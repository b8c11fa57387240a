"""The journey's seventh step: who asked on the web is answered at once.

The message is written with the lead, in the same transaction; a job hands it to the mail server.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import formataddr, make_msgid, parseaddr
from zoneinfo import ZoneInfo

from django.conf import settings

from headwater import statements
from headwater.jobs import enqueue
from headwater.nurture import merge
from headwater.nurture.addresses import objection
from headwater.nurture.auto_response import send_auto_response
from headwater.nurture.models import Delivery, MailTemplate
from headwater.nurture.templates import active
from headwater.people.models import User
from headwater.people.user import users
from headwater.records import trail
from headwater.records.clock import Kind
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, EmailMessage, Lead
from headwater.records.submission import Door
from headwater.records.undeliverable import ENOUGH

PUBLIC_DOORS = (Door.FORM, Door.WEB_TO_LEAD, Door.EMAIL)
DEFAULT_TEMPLATE = "auto_response"
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
ANSWERED = "SELECT key FROM records_emailmessage WHERE key = ANY (%s::text[])"


@dataclass(frozen=True, slots=True)
class Known:
    """What the answers of one batch need, each read in one query."""

    templates: Mapping[str, MailTemplate]
    owners: Mapping[int, User]
    due_at: dict[int, datetime]
    undeliverable: frozenset[str]
    answered: frozenset[str]


def enrol(batch: Batch) -> None:
    """Answer the web inquiries of this batch, each person at most once a day."""
    if batch.is_history or batch.door not in PUBLIC_DOORS:
        return
    drafts = _to_answer(batch)
    if not drafts:
        return
    known = _read(batch, drafts)
    messages = [
        _message(batch, draft, lead, known) for draft, lead in drafts
        if _template_key(draft) in known.templates and _key(batch, lead) not in known.answered
    ]  # fmt: skip
    _keep(batch, messages)


def _to_answer(batch: Batch) -> list[tuple[Draft, Lead]]:
    """The live drafts with an address, one for each lead, whose door did not switch it off."""
    found: dict[int, tuple[Draft, Lead]] = {}
    for draft in batch.live:
        if draft.lead and draft.lead.email and _template_key(draft):
            found.setdefault(draft.lead.pk, (draft, draft.lead))
    return list(found.values())


def _template_key(draft: Draft) -> str:
    return str(draft.evidence.get("auto_response", DEFAULT_TEMPLATE))


def _key(batch: Batch, lead: Lead) -> str:
    """One answer a day: the unique key says so, also to two batches at the same moment."""
    on = batch.now.astimezone(ZoneInfo(batch.organization.time_zone)).date()
    return f"auto:{lead.pk}:{on}"


def _read(batch: Batch, drafts: list[tuple[Draft, Lead]]) -> Known:
    ids = [lead.pk for _, lead in drafts]
    addresses = sorted({lead.email.lower() for _, lead in drafts})
    return Known(
        templates=active(),
        owners=users(),
        due_at=_due_at(batch, ids),
        undeliverable=_texts(statements.run(UNDELIVERABLE, [addresses])),
        answered=_texts(statements.run(ANSWERED, [[_key(batch, lead) for _, lead in drafts]])),
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
    recipient = merge.Recipient(
        lead, batch.organization, known.owners.get(lead.owner_id), known.due_at.get(lead.pk)
    )
    subject, text, html = merge.preview(known.templates[_template_key(draft)], recipient)
    problem = objection(lead, draft.contact, known.undeliverable)
    thread: dict[str, str] = draft.evidence.get("thread", {})  # of the mail that this answers
    _, from_address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = statements.new(
        EmailMessage, key=_key(batch, lead), state=State.REFUSED if problem else State.WAITING,
        from_address=formataddr((batch.organization.name, from_address)), to_address=lead.email,
        subject=merge.answer_to(thread.get("subject", "")) or subject, text=text, html=html,
        in_reply_to=thread.get("in_reply_to", ""), references=thread.get("references", ""),
        problem=problem, created_at=batch.now, modified_at=batch.now,
        message_id=make_msgid(domain=from_address.rpartition("@")[2]),
    )  # fmt: skip
    message.lead = lead
    return message


def _keep(batch: Batch, messages: list[EmailMessage]) -> None:
    if not messages:
        return
    for message, key in zip(messages, statements.reserve(EmailMessage, len(messages)), strict=True):
        message.pk = key
    # A lead that two batches answer at once is locked by the first: the second sees its answer.
    batch.add(messages)
    batch.trail.extend(_refusals(batch, messages))
    waiting = [message.pk for message in messages if message.state == State.WAITING]
    due_at = batch.now + GRACE
    batch.add([statements.new(Delivery, message_id=key, again_at=due_at) for key in waiting])
    if waiting:
        enqueue(send_auto_response, message_ids=waiting)


def _refusals(batch: Batch, messages: Iterable[EmailMessage]) -> list[trail.TrailEntry]:
    return [
        trail.entry(
            "email.refused", message.lead, by=None, at=batch.now,
            because={"message": message.pk, "to": message.to_address, "problem": message.problem},
        )
        for message in messages if message.state == State.REFUSED
    ]  # fmt: skip
