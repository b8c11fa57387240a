"""Who waits at Juniper Solar: the queue of a trade show, mail that is held, an answer by rule."""

from datetime import datetime, time, timedelta

from headwater import journey
from headwater.nurture.models import AutoResponseRule, MailTemplate
from headwater.people.models import Queue, QueueMember
from headwater.records.draft import Draft
from headwater.records.models import NotificationSettings
from headwater.records.submission import Door
from headwater.route import alarms, queues, stays
from headwater.sample.company import People
from headwater.sample.time_travel import at

# Hours since they came to the stand; who they are.
VISITORS = (
    (29.0, "Ruth", "Castellano", "Castellano Cold Chain", 120),
    (7.5, "Jonas", "Weber", "Weber Glass", 45),
    (3.0, "Amara", "Diallo", "Front Range Bakery", 30),
    (1.2, "Pete", "Hollis", "Hollis Feed and Seed", 12),
    (0.2, "Noor", "Haddad", "Sunset Laundry", 25),
)
TAKEN = (5.0, "Ellen", "Frisk", "Frisk Timber", 60)
TEXT = """Hello {{FirstName|there}},

thank you for asking about batteries. {{Owner.Name|One of us}} will call you {{Clock.AnswerBy|soon}}
and will want to know what you use at night: a bill of any month is a good start.

{{Owner.Name|Your battery team}}
{{Organization.Name}}
"""


def arrive(people: People, until: datetime) -> None:
    """The queue fills, one lead is taken, alarms ring; Mara gets a digest, Owen sleeps at night."""
    queue = _queue(people)
    for told in sorted((*VISITORS, TAKEN), reverse=True):
        _come(told, queue, people, until)
    with at(until - timedelta(hours=2)):
        stays.look(queue, by=people.owen, at=until - timedelta(hours=2))
        queues.take(list(stays.waiting([queue.pk]).filter(last_name=TAKEN[2])), by=people.owen)
    with at(until):
        alarms.watch(0)
    NotificationSettings.objects.create(
        user=people.mara, digest_at=time(7, 30), mail={"task.due": "digest", "lead.new": "digest"}
    )
    NotificationSettings.objects.create(user=people.owen, quiet="times", quiet_from=time(21))
    _answer()


def _queue(people: People) -> Queue:
    queue = Queue.objects.create(
        kind="Group", name="Trade shows", email="shows@juniper.example", manager=people.ines,
        tell_members_after=60, tell_manager_after=480, is_telling_members=True,
    )  # fmt: skip
    for member in people.reps:
        QueueMember.objects.create(queue=queue, user=member)
    return queue


def _come(
    told: tuple[float, str, str, str, int], queue: Queue, people: People, until: datetime
) -> None:
    hours, first, last, company, size = told
    host = company.lower().replace(" ", "-")
    moment = until - timedelta(hours=hours)
    with at(moment):
        journey.create(
            [Draft(received_at=moment, values={
                "first_name": first, "last_name": last, "company": company,
                "email": f"{first.lower()}@{host}.example", "number_of_employees": size,
                "lead_source": "Trade Show", "owner_id": queue.pk,
            })],
            door=Door.HAND, by=people.mia, now=moment,
        )  # fmt: skip
        stays.keep(moment)


def _answer() -> None:
    template = MailTemplate.objects.create(
        key="battery", name="Answer about batteries", text=TEXT,
        subject="{{Organization.Name}}: your battery",
    )  # fmt: skip
    AutoResponseRule.objects.create(
        name="Batteries", criteria="Interest__c IN ('Battery', 'Solar and battery')",
        template=template, sender_name="The battery team at Juniper Solar", sort_order=1,
    )  # fmt: skip
