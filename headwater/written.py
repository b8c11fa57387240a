"""A colleague's mail counts as an answer once it is out: the clock stops then, not before.

It stands beside the verbs: what was sent is known to `nurture`, whose clock stops to `qualify`.
"""

from datetime import timedelta

from django.utils import timezone

from headwater.jobs import enqueue, job
from headwater.qualify.touch import touch
from headwater.records.models import EmailMessage

LOOK_AGAIN = timedelta(minutes=1)
State = EmailMessage.State


def watch(message: EmailMessage) -> None:
    """Call it in the transaction that queues a colleague's mail to a lead."""
    if message.lead_id and message.created_by_id:
        at = message.delivery.not_before
        enqueue(note_written, at=at and at + timedelta(seconds=5), message_id=message.pk)


@job("written.note")
def note_written(message_id: int) -> None:
    """Once the mail is out its lead was answered; while it still waits, look again."""
    rows = EmailMessage.objects.select_related("lead", "created_by")
    message = rows.filter(pk=message_id).first()
    if message is None or message.lead is None:
        return
    if message.state == State.WAITING:
        enqueue(note_written, at=timezone.now() + LOOK_AGAIN, message_id=message_id)
    elif message.state == State.SENT and message.lead.is_open:
        because = "Wrote an e-mail"
        touch([message.lead], by=message.created_by, because=because, at=message.sent_at)
