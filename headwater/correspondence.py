"""Mail that belongs to a conversation: replies join a record, bounces mark an address.

It stands beside the journey, as the intake does: an inquiry makes a lead by the journey, and what
is said afterwards hangs on that lead, or on what it became. Everything happens in the transaction
that settles the submission.
"""

import json
from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.utils import timezone

from headwater.capture.mail.arrival import raw_of
from headwater.capture.mail.drafts import Mail
from headwater.capture.mail.letter import Letter, read
from headwater.capture.mail.quoting import original_of
from headwater.capture.mail.sniffing import sniff
from headwater.capture.mail.sorting import Kind, Verdict
from headwater.nurture.mailing.reports import complained
from headwater.qualify import self_moving
from headwater.qualify.contact import replied
from headwater.qualify.touch import touch
from headwater.records import trail, undeliverable
from headwater.records.draft import Draft
from headwater.records.models import (
    EmailAttachment,
    EmailMessage,
    Lead,
    Submission,
)
from headwater.records.notification import News, tell
from headwater.records.stages import Event
from headwater.records.submission import State

PAGES = {"lead": "leads", "contact": "contacts", "opportunity": "opportunities"}
LINKS = ("lead", "contact", "account", "opportunity")


def settle(drafts: Sequence[Draft]) -> list[Draft]:
    """Settle replies and bounces; the drafts that remain go through the journey."""
    remaining = []
    for draft in drafts:
        mail: Mail = draft.evidence["mail"]
        kind = mail.verdict.kind
        if kind in (Kind.REPLY, Kind.COLLEAGUE):
            _join(draft, mail)
        elif kind is Kind.BOUNCE:
            _came_back(draft, mail.verdict)
        else:
            _tell_automatic(mail)
            remaining.append(draft)
    return remaining


def keep(drafts: Sequence[Draft]) -> None:
    """After the journey: the message of each inquiry stands on its lead's timeline."""
    for draft in drafts:
        if not (draft.is_live and draft.lead and draft.submission):
            continue
        mail: Mail = draft.evidence["mail"]
        message = _message(draft.submission, mail, {"lead": draft.lead})
        message.is_inquiry = draft.is_new
        _store(message, mail, draft.submission)
        undeliverable.clear(draft.lead.email)


def _join(draft: Draft, mail: Mail) -> None:
    """A reply, or what a colleague wrote to the person from their own mailbox."""
    submission, answered, verdict = draft.submission, mail.verdict.answers, mail.verdict
    assert submission and answered
    links = _links(answered)
    message = _message(submission, mail, links)
    if verdict.colleague:
        message.is_incoming, message.state = False, EmailMessage.State.SENT
        message.created_by = message.modified_by = verdict.colleague
    _store(message, mail, submission)
    lead: Lead | None = links.get("lead")
    because = {"message": message.pk, "subject": message.subject, "from": message.from_address}
    event = "email.sent" if verdict.colleague else "email.received"
    records = [record for record in (lead, links.get("opportunity")) if record is not None]
    trail.write(
        trail.entry(event, record, by=verdict.colleague, at=submission.received_at, because=because)
        for record in records or [links["contact"]]
    )
    if verdict.colleague and lead is not None and lead.is_open:
        touch([lead], by=verdict.colleague, because="Wrote an e-mail", at=submission.received_at)
    if verdict.colleague is None:
        if lead is not None and lead.is_open:
            replied([lead], at=submission.received_at)
        if lead is not None:
            self_moving.on_event([lead], Event.REPLY, at=submission.received_at)
        _notify(message, links)
        undeliverable.clear(verdict.person.address)
    _settled(submission, lead, "It belongs to a conversation that is known here.")
    _send_news(lead)


def _links(answered: EmailMessage) -> dict[str, Any]:
    """What a reply hangs on: what the message hung on, and what its lead has become since."""
    links = {name: getattr(answered, name) for name in LINKS}
    lead: Lead | None = links["lead"]
    if lead is not None and lead.is_converted:
        for name in LINKS[1:]:
            links[name] = links[name] or getattr(lead, f"converted_{name}")
    return {name: record for name, record in links.items() if record and not record.is_deleted}


def _message(submission: Submission, mail: Mail, links: dict[str, Any]) -> EmailMessage:
    letter, verdict, at = mail.letter, mail.verdict, submission.received_at
    return EmailMessage(
        key=f"mail:{submission.pk}",
        state=EmailMessage.State.RECEIVED,
        is_incoming=True,
        from_address=str(verdict.person)[:320],
        to_address=", ".join(map(str, letter.headers.people("to")))[:320] or submission.form,
        subject=(verdict.subject or letter.subject)[:998],
        text=verdict.text or letter.text,
        message_id=letter.message_id[:250],
        in_reply_to=next(iter(letter.headers.message_ids("in-reply-to")), "")[:250],
        references=" ".join(letter.references),
        sent_at=at,
        created_at=at,
        modified_at=at,
        **links,
    )


def _store(message: EmailMessage, mail: Mail, submission: Submission) -> None:
    """The message and its files; the bytes are read again, so that a batch never holds them all."""
    message.save(force_insert=True)
    if not mail.letter.files:
        return
    files = _files(read(raw_of(submission)), mail.verdict)
    EmailAttachment.objects.bulk_create(
        EmailAttachment(
            message=message, place=place, name=file.name[:255], size=file.size,
            content=file.content or None, content_type=sniff(file.content),
            is_inline=file.is_inline, problem=file.problem,
        )
        for place, file in enumerate(files)
    )  # fmt: skip


def _files(letter: Letter, verdict: Verdict) -> list[Any]:
    if verdict.colleague and verdict.kind is Kind.INQUIRY:
        original_of(letter)  # what was inside the forwarded message takes its place
    return letter.files


def _notify(message: EmailMessage, links: dict[str, Any]) -> None:
    """Tell the owner of what the conversation is about now."""
    about = links.get("opportunity") or links.get("contact") or links.get("lead")
    if "lead" in links and not links["lead"].is_converted:
        about = links["lead"]
    if about is None:
        return
    who = links.get("lead") or links.get("contact") or message.from_address
    text = f"{who} replied: {message.subject or message.text[:80]}"
    url = f"/{PAGES[str(about._meta.model_name)]}/{about.pk}"
    news = News(f"mail:{message.pk}", text, url, (about.owner_id,), "lead.replied")
    tell([news], timezone.now())


def _came_back(draft: Draft, verdict: Verdict) -> None:
    """A bounce marks the address that we wrote to, never another one that it may name."""
    submission, message, bounce = draft.submission, verdict.answers, verdict.bounce
    assert submission and message and bounce
    address, at = message.to_address.lower(), submission.received_at
    if bounce.is_complaint:
        complained(address, at=at)
        _settled(submission, message.lead, verdict.reason)
        _send_news(message.lead)
        return
    if not bounce.is_delay:
        undeliverable.mark(address, bounce.reason, is_hard=bounce.is_hard, at=at)
        message.state = EmailMessage.State.BOUNCED
        message.problem = bounce.reason[:500]
        message.save(update_fields=["state", "problem"])
    lead, person = message.lead, message.person
    if person is not None:
        how = "delayed" if bounce.is_delay else "hard" if bounce.is_hard else "soft"
        because = {
            "message": message.pk, "address": address, "reason": bounce.reason,
            "status": bounce.status, "how": how,
        }  # fmt: skip
        trail.write([trail.entry("email.bounced", person, by=None, at=at, because=because)])
    _settled(submission, lead, verdict.reason)
    _send_news(lead)


def _tell_automatic(mail: Mail) -> None:
    """An out-of-office note is no answer, but whoever waits for one wants to know."""
    answered = mail.verdict.answers
    if mail.verdict.kind is Kind.ASIDE and answered is not None and answered.lead is not None:
        because = {"subject": mail.letter.subject[:200], "text": mail.letter.text[:300]}
        trail.write(
            [trail.entry("email.answered_by_machine", answered.lead, by=None, because=because)]
        )


def _settled(submission: Submission, lead: Lead | None, reason: str) -> None:
    submission.state, submission.reason, submission.lead = State.MERGED, reason[:1000], lead
    submission.settled_at = timezone.now()
    submission.save(update_fields=["state", "reason", "lead", "settled_at"])


def _send_news(lead: Lead | None) -> None:
    if lead is None:
        return
    said = {"owner": lead.owner_id, "what": "lead", "id": lead.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('headwater_live', %s)", [json.dumps(said)])
