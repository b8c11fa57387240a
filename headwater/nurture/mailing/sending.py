"""Writing mail that is to go out: refused in plain words, or queued once under its key.

Nothing is sent here: the rows stand in the caller's transaction, and a job delivers them after it.
"""

import hmac
from collections.abc import Sequence
from datetime import datetime
from email.utils import formataddr, parseaddr
from hashlib import sha256

from django.conf import settings
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import enqueue
from headwater.nurture import merge
from headwater.nurture.auto_response import send_auto_response
from headwater.nurture.delivery import Kind
from headwater.nurture.enrol import GRACE
from headwater.nurture.mailing.outgoing import Outgoing, Refused
from headwater.nurture.mailing.refusing import agreed, key_of, refusals
from headwater.nurture.models import Delivery
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.people.user import users
from headwater.records import trail
from headwater.records.models import EmailMessage, Lead, Topic

Answer = EmailMessage | Refused


def send(messages: Sequence[Outgoing]) -> list[Answer]:
    """Queue these mails; answers each with its message, or why it is not sent, in their order.

    Call it in a transaction. Under a key that is known the message of then comes back, whatever
    became of it. The number of queries grows with the topics, not with the messages.
    """
    now = timezone.now()
    known = _by_key(messages)
    wanted = {each.key: each for each in messages if each.key not in known}
    refused = _refused(list(wanted.values()), now)
    _tell_refused(refused, wanted, now)
    with moment():
        queued = _queue([each for key, each in wanted.items() if key not in refused], now)
    return [(known | queued).get(each.key) or refused[each.key] for each in messages]


def _by_key(messages: Sequence[Outgoing]) -> dict[str, EmailMessage]:
    rows = EmailMessage.objects.filter(key__in=[each.key for each in messages])
    return {row.key: row for row in rows}


def _refused(wanted: Sequence[Outgoing], now: datetime) -> dict[str, Refused]:
    found = dict[str, Refused]()
    for topic, about in _by_topic(wanted):
        reasons = refusals([each.person for each in about], topic=topic, at=now)
        for each in about:
            if reason := reasons.get(key_of(each.person)):
                found[each.key] = Refused(each.person, reason, each.key)
    return found


def _by_topic(wanted: Sequence[Outgoing]) -> list[tuple[Topic | None, list[Outgoing]]]:
    groups: dict[int | None, tuple[Topic | None, list[Outgoing]]] = {}
    for each in wanted:
        topic = each.about
        groups.setdefault(topic.pk if topic else None, (topic, []))[1].append(each)
    return list(groups.values())


def _tell_refused(refused: dict[str, Refused], wanted: dict[str, Outgoing], now: datetime) -> None:
    trail.write(
        trail.entry(
            "email.refused", each.person, by=wanted[key].by, at=now,
            because={"to": each.person.email, "problem": each.reason,
                     "program": wanted[key].program},
        )
        for key, each in refused.items()
    )  # fmt: skip


def _queue(wanted: Sequence[Outgoing], now: datetime) -> dict[str, EmailMessage]:
    """The messages of these keys; one that somebody else wrote at this moment is theirs."""
    if not wanted:
        return {}
    watched = {key for topic, about in _by_topic(wanted)
               for key in agreed([each.person for each in about], topic)}  # fmt: skip
    rows = [_message(each, now) for each in wanted]
    for row, pk in zip(rows, statements.reserve(EmailMessage, len(rows)), strict=True):
        row.pk = pk
    EmailMessage.objects.bulk_create(rows, ignore_conflicts=True)
    kept = _by_key(wanted)
    mine = [(each, row) for each, row in zip(wanted, rows, strict=True)
            if kept[each.key].pk == row.pk]  # fmt: skip
    Delivery.objects.bulk_create(
        _delivery(each, row, now, is_watched=key_of(each.person) in watched) for each, row in mine
    )
    trail.write(_written(each, row, now) for each, row in mine)
    _enqueue(mine)
    return kept | {row.key: row for _, row in mine}


def _message(each: Outgoing, now: datetime) -> EmailMessage:
    sender = each.by or users().get(each.person.owner_id)
    subject, text, html = _words(each, sender, now)
    from_address = _from(sender)
    message = EmailMessage(
        key=each.key, to_address=each.person.email, subject=subject, text=text, html=html,
        from_address=from_address, message_id=_message_id(each.key, from_address),
        created_at=now, modified_at=now, created_by=each.by, modified_by=each.by,
    )  # fmt: skip
    if isinstance(each.person, Lead):
        message.lead = each.person
    else:
        message.contact, message.account_id = each.person, each.person.account_id
    if each.answers is not None:
        message.in_reply_to = each.answers.message_id
        message.references = f"{each.answers.references} {each.answers.message_id}".strip()
    return message


def _words(each: Outgoing, sender: User | None, now: datetime) -> tuple[str, str, str]:
    recipient = merge.Recipient(each.person, organization(), sender, at=now)
    if each.template is not None and not each.is_own:
        subject, text, html = merge.preview(each.template, recipient)
        return (each.subject and merge.line(each.subject, recipient)) or subject, text, html
    return merge.own_words(each.subject, each.text, each.html, recipient)


def _from(sender: User | None) -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if sender is not None and sender.email:
        return formataddr((sender.name, sender.email))
    return formataddr((organization().name or name, address))


def _message_id(key: str, from_address: str) -> str:
    """The same for the same key, and nobody else can tell it beforehand."""
    secret = sha256(b"headwater.message_id:" + settings.SECRET_KEY.encode()).digest()
    name = hmac.digest(secret, key.encode(), "sha256").hex()[:32]
    return f"<{name}@{parseaddr(from_address)[1].rpartition('@')[2] or 'localhost'}>"


def _delivery(
    each: Outgoing, message: EmailMessage, now: datetime, *, is_watched: bool
) -> Delivery:
    is_personal = each.by is not None and not each.program
    wants = each.template.is_tracked if each.template else True
    return Delivery(
        message=message, kind=Kind.PERSONAL if is_personal else Kind.PROGRAM,
        not_before=each.at, again_at=(each.at or now) + GRACE, topic=each.about,
        program=each.program, template=each.template.key if each.template else "",
        is_tracked=is_watched and wants,
    )  # fmt: skip


def _written(each: Outgoing, message: EmailMessage, now: datetime) -> trail.TrailEntry:
    because = {"message": message.pk, "subject": message.subject, "to": message.to_address}
    if each.program:
        because["program"] = each.program
    if each.at is not None:
        because["at"] = each.at.isoformat()
    return trail.entry("email.queued", each.person, by=each.by, at=now, because=because)


def _enqueue(mine: Sequence[tuple[Outgoing, EmailMessage]]) -> None:
    """One job for each time at which something goes."""
    by_time: dict[datetime | None, list[int]] = {}
    for each, row in mine:
        by_time.setdefault(each.at, []).append(row.pk)
    for at, keys in by_time.items():
        enqueue(send_auto_response, at=at, message_ids=keys)
