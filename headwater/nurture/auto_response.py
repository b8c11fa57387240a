"""Handing messages to the mail server: claimed, sent, settled; tried again for a day.

A message is claimed and the claim committed before the server hears of it; it is settled after the
server has accepted it. One window remains that no SMTP client can close: when the process dies
after the server's "250" and before our commit, the claim runs out after ten minutes and the same
message goes out once more. It then carries the same Message-ID, by which most mailboxes show it
once. A failure that may pass (server away, 4xx) is tried again by the minute's job.
"""

import json

from django.core.mail import get_connection
from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.nurture.delivery import Kind
from headwater.nurture.envelope import mail_of
from headwater.nurture.mail_server import CLAIM_LASTS, PAUSES, Failure, close, hand_over
from headwater.nurture.mailing.refusing import key_of, refusals
from headwater.nurture.models import Delivery
from headwater.records import trail, undeliverable
from headwater.records.consenting import has_opted_out
from headwater.records.models import EmailMessage

AT_ONCE = 500
State = EmailMessage.State


@job("nurture.send_auto_response")
def send_auto_response(message_ids: list[int]) -> None:
    """Send the answers of one batch; what cannot go out now is left to the minute's job."""
    send(message_ids)


@job("nurture.send_waiting", cron="* * * * *")
def send_waiting(timestamp: int) -> None:
    """Send what waits: failed for a while, or left behind by a worker that died."""
    due = Delivery.objects.filter(
        again_at__lte=timezone.now(), message__state=State.WAITING
    ).order_by("again_at")
    send(list(due.values_list("message_id", flat=True)[:AT_ONCE]))


def send(message_ids: list[int]) -> int:
    """Send these messages unless somebody else does; returns how many the server accepted."""
    server = get_connection()
    sent_count = 0
    try:
        for message_id in message_ids:
            message = claim(message_id)
            if message is None or _is_withdrawn(message):
                continue
            failure = hand_over(mail_of(message), server)
            settle(message, failure)
            sent_count += failure is None
            if failure and failure.is_server_away:
                break  # the others were not claimed and wait for the next minute
    finally:
        close(server)
    return sent_count


def claim(message_id: int) -> EmailMessage | None:
    """Hold a waiting message for ten minutes; None when it is settled or held by somebody else."""
    now = timezone.now()
    with transaction.atomic():
        free = Delivery.objects.free_at(now).filter(message_id=message_id)
        delivery = free.select_for_update(skip_locked=True, of=("self",)).first()
        if delivery is None:
            return None
        delivery.claimed_at, delivery.again_at = now, now + CLAIM_LASTS
        delivery.try_count += 1
        delivery.save()
    messages = EmailMessage.objects.select_related(
        "lead__owner", "contact", "delivery__topic", "created_by"
    )
    found: EmailMessage = messages.get(pk=message_id)
    return found


def settle(message: EmailMessage, failure: Failure | None) -> None:
    """Write down what became of a try: sent, failed for good, or to be tried again."""
    now = timezone.now()
    delivery: Delivery = message.delivery
    is_over = failure is None or failure.is_final or delivery.try_count > len(PAUSES)
    message.problem = failure.words[:500] if failure else ""
    if failure is None:
        message.state, message.sent_at = State.SENT, now
    elif is_over:
        message.state = State.FAILED
    message.modified_at = now
    delivery.again_at = None if is_over else now + PAUSES[delivery.try_count - 1]
    with transaction.atomic():
        message.save(update_fields=["state", "sent_at", "problem", "modified_at"])
        delivery.save(update_fields=["again_at"])
        if failure and failure.is_bad_address:
            undeliverable.mark(message.to_address, failure.words, is_hard=True, at=now)
        if is_over:
            _tell("email.failed" if failure else "email.sent", message)


def _is_withdrawn(message: EmailMessage) -> bool:
    """Whether the person has said no since it was written, or on another record: it is refused."""
    problem = _objection(message)
    if not problem:
        return False
    message.state, message.problem = State.REFUSED, problem
    with transaction.atomic():
        message.save(update_fields=["state", "problem"])
        Delivery.objects.filter(message=message).update(again_at=None)
        _tell("email.refused", message)
    return True


def _objection(message: EmailMessage) -> str:
    delivery: Delivery = message.delivery
    if delivery.kind == Kind.ANSWER or message.person is None:
        return "Has opted out of e-mail." if has_opted_out(message.to_address) else ""
    reasons = refusals([message.person], topic=delivery.topic, at=timezone.now())
    return reasons.get(key_of(message.person), "")


def _tell(event: str, message: EmailMessage) -> None:
    """To the Trail, and to the pages that show this person."""
    person = message.person
    if person is None:
        return
    because = {"message": message.pk, "subject": message.subject, "to": message.to_address}
    if message.problem:
        because["problem"] = message.problem
    if message.delivery.program:
        because["program"] = message.delivery.program
    by = message.created_by
    trail.write([trail.entry(event, person, by=by, because=because)])
    said = {"owner": person.owner_id, "what": type(person).__name__.lower(), "id": person.pk}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('headwater_live', %s)", [json.dumps(said)])
