"""Taking a mail back while it still waits: until a worker claims it, or its time comes."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from headwater.nurture.models import Delivery
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import EmailMessage

TOO_LATE = "It has gone already."


def take_back(messages: Sequence[EmailMessage], *, by: User | None) -> list[EmailMessage]:
    """Take these mails back; returns those that had not gone.

    A worker that claims one at this moment holds its row: it is skipped here, and goes.
    """
    now = timezone.now()
    with transaction.atomic():
        free = Delivery.objects.takeable().filter(message__in=messages)
        held = free.select_for_update(skip_locked=True, of=("self",))
        keys = set(held.values_list("message_id", flat=True))
        taken = [message for message in messages if message.pk in keys]
        EmailMessage.objects.filter(pk__in=keys).update(
            state=EmailMessage.State.UNDONE, modified_at=now, modified_by=by
        )
        Delivery.objects.filter(pk__in=keys).update(again_at=None)
        trail.write(
            trail.entry("email.taken_back", message.person, by=by, at=now,
                        because={"message": message.pk, "subject": message.subject})
            for message in taken if message.person
        )  # fmt: skip
    return taken
