"""Programs go on, each minute: who newly matches comes in, whose time has come moves.

It stands beside the journey because steps need other verbs: qualify and route take what is handed
off, score and match judge anew what was changed.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater import handing_over
from headwater.catalog import objects
from headwater.jobs import job
from headwater.match import keys
from headwater.nurture.programs import advancing, exits, joining
from headwater.nurture.programs.acting import Hands
from headwater.records import writing
from headwater.records.models import Lead
from headwater.score import rescore

MOST_PORTIONS = 50  # in one run; the next minute goes on


@job("programs.tick", cron="* * * * *")
def tick(timestamp: int) -> None:
    """The minute's run; `timestamp` is the Unix time it was meant for."""
    go_on()


@job("programs.sweep", cron="*/5 * * * *")
def sweep(timestamp: int) -> None:
    """Who answered, met us, was converted or opted out leaves, whatever comes next and when."""
    exits.sweep(timezone.now())


def go_on() -> int:
    """Let in who newly matches, then move everybody whose time has come; returns how many moved."""
    now = timezone.now()
    joining.enrol_new(now)
    count = 0
    for _ in range(MOST_PORTIONS):
        moved = advancing.advance(now, HANDS)
        count += moved
        if not moved:
            break
    return count


def _hand_off(leads: Sequence[Lead], words: str) -> None:
    with transaction.atomic():
        handing_over.offer(leads, by=None, words=words)


def _change(leads: Sequence[Lead], values: dict[str, Any], words: str) -> None:
    """Fields by their API names."""
    kind = objects.get("Lead")
    given = {kind.field(name).attribute: value for name, value in values.items()}
    with transaction.atomic():
        if writing.change(leads, given, by=None, because={"words": words}):
            keys.refresh("Lead", leads)
            rescore.rescore([lead.pk for lead in leads])


HANDS = Hands(hand_off=_hand_off, change=_change)
