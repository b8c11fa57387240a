"""The lead answered: that is a contact, and whoever waited for it waits no more."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from headwater.qualify import cadences, snoozing
from headwater.qualify.clocks import stop_kind
from headwater.qualify.pausing import end_with_reply
from headwater.qualify.touch import hold
from headwater.records.clock import Kind
from headwater.records.models import Clock, Lead


def replied(leads: Sequence[Lead], *, at: datetime) -> list[Clock]:
    """A reply of these leads came at that moment; returns the clocks that it stopped.

    Pauses end, cadences stop, what was put aside is back. The first contact is made if somebody
    of ours had tried before: an inquiry that is followed by another letter is still unanswered.
    """
    with transaction.atomic():
        hold(leads)
        end_with_reply(leads, at=at)
        snoozing.wake(leads, at=at)
        cadences.stop(leads, because="they replied", by=None, now=at)
        touched = [lead for lead in leads if lead.first_touched_at]
        return stop_kind(touched, Kind.FIRST_CONTACT, because="They replied", at=at)
