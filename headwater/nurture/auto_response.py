"""Handing automatic answers to the mail server: claimed, sent, settled; tried again for a day.

A message is claimed and the claim committed before the server hears of it; it is settled after the
server has accepted it. One window remains that no SMTP client can close: when the process dies
after the server's "250" and before our commit, the claim runs out after ten minutes and the same
message goes out once more. It then carries the same Message-ID, by which most mailboxes show it
once. A failure that may pass (server away, 4xx) is tried again by the minute's job.
"""

import json
from email.utils import formataddr

from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.utils import timezone

from headwater.jobs import job
from headwater.nurture.mail_server import CLAIM_LASTS, PAUSES, Failure, close, hand_over
from headwater.nurture.models import Delivery
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import reply_address, trail, undeliverable
from headwater.records.consent_link import address_of
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
            failure = hand_over(_mail(message), server)
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
    messages = EmailMessage.objects.select_related("lead__owner", "delivery")
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
    """Whether the person has opted out, since then or on another record; it is then refused."""
    if not has_opted_out(message.to_address):
        return False
    message.state, message.problem = State.REFUSED, "Has opted out of e-mail."
    with transaction.atomic():
        message.save(update_fields=["state", "problem"])
        Delivery.objects.filter(message=message).update(again_at=None)
        _tell("email.refused", message)
    return True


def _mail(message: EmailMessage) -> EmailMultiAlternatives:
    headers = {
        "Message-ID": message.message_id,
        "Auto-Submitted": "auto-replied",  # RFC 3834: other machines do not answer it
        "X-Auto-Response-Suppress": "All",
        "From": message.from_address,
    }
    if message.in_reply_to:
        headers |= {"In-Reply-To": message.in_reply_to, "References": message.references}
    if message.lead and (address := address_of(message.lead)):
        headers["List-Unsubscribe"] = f"<{address}>"  # RFC 8058: mail programs show a button
        headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    # Replies and bounces find back by the signed address, also where a mailer drops every header.
    signed = reply_address.address_of(message.pk, organization().reply_address)
    mail = EmailMultiAlternatives(
        message.subject, message.text, signed or message.from_address, [message.to_address],
        headers=headers, reply_to=_reply_to(message, signed),
    )  # fmt: skip
    if message.html:
        mail.attach_alternative(message.html, "text/html")
    return mail


def _reply_to(message: EmailMessage, signed: str) -> list[str] | None:
    chosen: str = message.delivery.reply_to
    if chosen:
        return [chosen]
    owner = User.objects.filter(pk=message.lead.owner_id).first() if message.lead else None
    if signed:
        return [formataddr((owner.name if owner else organization().name, signed))]
    return [owner.email] if owner else None


def _tell(event: str, message: EmailMessage) -> None:
    """To the Trail, and to the pages that show this lead."""
    if message.lead is None:
        return
    because = {"message": message.pk, "subject": message.subject, "to": message.to_address}
    if message.problem:
        because["problem"] = message.problem
    trail.write([trail.entry(event, message.lead, by=None, because=because)])
    said = {"owner": message.lead.owner_id, "what": "lead", "id": message.lead_id}
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify('headwater_live', %s)", [json.dumps(said)])
