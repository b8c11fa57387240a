"""Mia and Ines agree on what marketing hands over; Mia offers, the reps accept or say why not."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from headwater import early_deals, handing_over, left_behind
from headwater.handing_over import To
from headwater.people.models import User
from headwater.people.user import users
from headwater.qualify import agreeing
from headwater.qualify.models import HandoffPolicy, StageDefinition
from headwater.qualify.stage_definition import Side
from headwater.records.models import Handoff, Lead
from headwater.sample.company import People
from headwater.sample.time_travel import at

AGREED_DAYS_AGO = 60
CALM = timedelta(days=3)  # nobody has worked on the lead for so long
MOST_DECIDED, MOST_WAITING = 16, 5
WHY = (
    "Opened the cold-store guide three times", "Came to our talk at the fair",
    "Wrote back and asked for prices", "Their neighbour is a customer", "Watched the whole webinar",
)  # fmt: skip
NO = (
    ("Not ready", "Budget comes in spring."), ("No phone number", ""), ("Wrong market", "Rents."),
    ("Not ready", "Waits for the landlord."), ("Score not real", "A student with a thesis."),
)  # fmt: skip


@dataclass(slots=True)
class Desk:
    """Who hands over to whom, what is left to be handed over, and chance."""

    people: People
    until: datetime
    leads: Iterator[Lead]
    random: Random


def arrive(people: People, until: datetime) -> None:
    """What was decided in the last weeks, and what waits now."""
    _agree(people, until - timedelta(days=AGREED_DAYS_AGO))
    calm = Lead.objects.open().filter(modified_at__lt=until - CALM, snoozed_until=None)
    calm = calm.order_by("-is_score_qualified", "-score", "modified_at")
    leads = list(calm[: MOST_DECIDED + MOST_WAITING + 2])
    desk = Desk(people, until, iter(leads), Random(5))
    waiting = min(MOST_WAITING, len(leads) // 3)
    decided = min(MOST_DECIDED, len(leads) - waiting - 2)
    best = [next(desk.leads) for _ in range(waiting)]
    for hours, is_accepted in ((30, True), (5, False)):
        _deal(desk, hours, is_accepted)
    for number in range(decided):
        _decide(desk, number)
    for number, lead in enumerate(best):
        _wait(desk, lead, number)


def _agree(people: People, when: datetime) -> None:
    """Three stages are agreed on; of the fourth sales still thinks."""
    with at(when):
        for definition in StageDefinition.objects.all():
            agreeing.sign(definition, Side.MARKETING, by=people.mia)
            if definition.stage != "sql":
                agreeing.sign(definition, Side.SALES, by=people.ines)
        policy = HandoffPolicy.current()
        policy.team, policy.rejected_owner = people.sales, people.mia
        policy.save()


def _decide(desk: Desk, number: int) -> None:
    lead, random = next(desk.leads, None), desk.random
    if lead is None:
        return
    offered = min(lead.modified_at + timedelta(hours=random.uniform(2, 20)), desk.until - CALM)
    with at(offered):
        (row,) = handing_over.offer([lead], by=desk.people.mia, words=random.choice(WHY))
    if number % 7 == 6 and row.due_at:
        with at(row.due_at):
            left_behind.pass_on(row.due_at)
        offered, row = row.due_at, Handoff.objects.offered().get(lead=lead)
    with at(offered + timedelta(hours=random.uniform(0.3, 20))):
        rep = _rep(desk, row)
        if number % 3 == 1:
            reason, note = NO[number // 3 % len(NO)]
            handing_over.reject([row], by=rep, reason=reason, note=note)
        else:
            handing_over.accept([row], by=rep)


def _wait(desk: Desk, lead: Lead, number: int) -> None:
    """The best one meets what was agreed and came by itself."""
    is_hot = number == 0 and lead.is_score_qualified and bool(lead.call_number)
    with at(desk.until - timedelta(hours=1 + 4.5 * number)):
        words = "" if is_hot else WHY[number % len(WHY)]
        handing_over.offer([lead], by=None if is_hot else desk.people.mia, words=words)


def _deal(desk: Desk, hours: int, is_accepted: bool) -> None:
    """Marketing makes an early deal of a lead; one is accepted, one waits."""
    lead, moment = next(desk.leads, None), desk.until - timedelta(hours=hours)
    if lead is None:
        return
    with at(moment):
        words = "Plans a second cold store"
        to = To(owner=desk.people.mara)
        made = early_deals.convert([lead], by=desk.people.mia, to=to, words=words)
    if is_accepted:
        with at(moment + timedelta(hours=2)):
            handing_over.accept(made.handoffs, by=desk.people.mara)


def _rep(desk: Desk, row: Handoff) -> User:
    """Whoever has it, or, where it waits in the queue, one of the reps."""
    return users().get(row.owner.pk) or desk.random.choice(desk.people.reps)
