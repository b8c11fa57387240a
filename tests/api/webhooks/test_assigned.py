"""However a lead gets an owner, a webhook that wants to know is told; so is a queue's alarm."""

from collections.abc import Callable
from datetime import datetime
from types import SimpleNamespace

from headwater import journey
from headwater.api.webhooks.events import chosen
from headwater.people.models import Queue
from headwater.records import trail
from headwater.records.draft import Draft
from headwater.records.models import Lead
from headwater.route import alarms, reassign
from headwater.route.queues import give_back, take, take_next
from headwater.route.stays import QueueStay

MakeLead = Callable[..., Lead]


def told(lead: Lead, event: str) -> int:
    """How many entries of the lead's Trail stand for this event."""
    return sum(chosen(entry, [event]) == event for entry in trail.about(lead))


def test_by_rule_by_taking_by_giving_back_and_by_hand(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    (draft,) = journey.create([Draft({"last_name": "Berg", "company": "Berg"})], door="api")
    assert draft.lead and told(draft.lead, "lead.assigned") == 1
    lead = make_lead(owner=cast.queue)
    take_next(cast.queue, by=cast.mara)
    assert told(lead, "lead.assigned") == 1
    lead.refresh_from_db()
    give_back([lead], by=cast.mara)
    assert told(lead, "lead.assigned") == 2
    take([lead], by=cast.owen)
    lead.refresh_from_db()
    reassign.give([lead], cast.mara, by=cast.ines)
    assert told(lead, "lead.assigned") == 4


def test_an_alarm_of_a_queue(cast: SimpleNamespace, make_lead: MakeLead, noon: datetime) -> None:
    lead = make_lead(owner=cast.queue)
    Queue.objects.update(tell_members_after=0)
    QueueStay.objects.create(lead=lead, queue=cast.queue, since=noon)
    assert alarms.ring(noon) == 1
    assert told(lead, "lead.waited") == 1
