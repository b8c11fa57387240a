"""120 days at Juniper Solar: inquiries come in, people call, convert, win and lose.

Everything is done by the deeds that people and doors use, at the moment it would have happened.
"""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count, groupby
from random import Random
from typing import Any

from headwater import journey
from headwater.capture.web_to_lead import ATTRIBUTE_OF
from headwater.catalog import objects
from headwater.people.models import Organization, User
from headwater.records.draft import Batch, Draft
from headwater.records.models import Campaign, EmailMessage, Notification, Submission
from headwater.records.submission import Door
from headwater.sample import clocks, mornings, selling
from headwater.sample.company import People
from headwater.sample.inquiries import Inquiry, inquiries
from headwater.sample.time_travel import at
from headwater.sample.visits import visit_of

DAYS = 120
COUNT = 1_500
PARAMETER_OF = {attribute: parameter for parameter, attribute in ATTRIBUTE_OF.items()}
Report = Callable[[str, float], None]
Deed = Callable[[datetime], None]


@dataclass(slots=True)
class History:
    """The world while it is lived through; `agenda` holds what somebody will do and when."""

    people: People
    campaigns: dict[str, Campaign]
    until: datetime
    random: Random
    agenda: list[tuple[datetime, int, Deed]] = field(default_factory=list)
    ticket: Iterator[int] = field(default_factory=count)

    def later(self, when: datetime, deed: Deed) -> None:
        """Put a deed on the agenda; what would lie in the future stays undone."""
        if when < self.until:
            heapq.heappush(self.agenda, (when, next(self.ticket), deed))

    def work_until(self, moment: datetime) -> None:
        """Do all that is on the agenda before `moment`, each at its own time."""
        while self.agenda and self.agenda[0][0] <= moment:
            when, _, deed = heapq.heappop(self.agenda)
            with at(when):
                deed(when)


def live(
    people: People, campaigns: dict[str, Campaign], *, until: datetime, report: Report,
    amount: int = COUNT,
) -> None:  # fmt: skip
    """Tell the whole story up to `until`; `report(words, share done)` shows how far it is."""
    history = History(people, campaigns, until, Random(7))
    told = inquiries(history.random, until=until, days=DAYS, count=amount)
    selling.plan_direct_deals(history)
    mornings.plan(history)
    done = 0
    for (_day, _door), group in groupby(told, key=lambda each: (each.at.date(), each.way.door)):
        members = list(group)
        history.work_until(members[0].at)
        with at(members[0].at):
            clocks.look(members[0].at)
        _arrive(history, members)
        done += len(members)
        report(f"Living through {DAYS} days", done / amount)
    history.work_until(until)
    Notification.objects.update(read_at=until)  # what was said along the way has been heard
    _waiting_now(history)


def _arrive(history: History, members: list[Inquiry]) -> None:
    """Inquiries through one door go through the journey together."""
    door = Door(members[0].way.door)
    submissions = [_submission(door, member) for member in members]
    moment = members[-1].at
    with at(moment):
        Submission.objects.bulk_create(submissions)
        drafts = [
            _draft(history, member, submission)
            for member, submission in zip(members, submissions, strict=True)
        ]
        batch = Batch(
            drafts=drafts, door=door, now=moment, organization=Organization.current(),
            by=_typist(history, door),
        )  # fmt: skip
        for draft, member in zip(journey.run(batch), members, strict=True):
            if draft.is_new and draft.lead:
                selling.begin(history, draft.lead.pk, member)
    # What a mail server would have taken on that day has long been sent.
    EmailMessage.objects.filter(state=EmailMessage.State.WAITING).update(
        state=EmailMessage.State.SENT, sent_at=moment
    )


def _submission(door: Door, member: Inquiry) -> Submission:
    said = {name: value for name, value in member.values.items() if value not in ("", None)}
    named = {_parameter(door, name): value for name, value in said.items()}
    is_form = door in (Door.FORM, Door.WEB_TO_LEAD)
    payload: dict[str, Any] = named
    if is_form:
        payload = {name: [str(value)] for name, value in named.items()} | visit_of(member)
    return Submission(
        received_at=member.at, door=door, form=member.way.form, payload=payload
    )  # fmt: skip


def _parameter(door: Door, attribute: str) -> str:
    """How the door calls a field: Salesforce's forms have names of their own."""
    if door == Door.WEB_TO_LEAD and attribute in PARAMETER_OF:
        return PARAMETER_OF[attribute]
    is_custom = attribute.endswith("__c")
    return attribute if is_custom else objects.get("Lead").by_attribute(attribute).name


def _draft(history: History, member: Inquiry, submission: Submission) -> Draft:
    campaign = history.campaigns.get(member.way.campaign)
    return Draft(
        values=dict(member.values),
        submission=submission,
        received_at=member.at,
        campaign_id=campaign.pk if campaign else None,
        member_status="Sent" if member.way.source == "Purchased List" else "Responded",
    )


def _typist(history: History, door: Door) -> User | None:
    return {Door.IMPORT: history.people.mia, Door.HAND: history.people.ines}.get(door)


def _waiting_now(history: History) -> None:
    """Three people who have just been missed: whoever asks next stands above them on Today."""
    fresh = inquiries(Random(11), until=history.until, days=1, count=90)
    wanted = [each for each in fresh if each.way.form == "quote" and each.values["phone"]][:3]
    for minutes, inquiry in zip((11, 8, 6), wanted, strict=True):
        moment = history.until - timedelta(minutes=minutes)
        values = inquiry.values | {"email": f"new{minutes}.{inquiry.values['email']}"}
        _arrive(history, [Inquiry(moment, inquiry.way, values, inquiry.is_business)])
