"""What follows: an agreed cadence, leads on their way through it, calls that come again."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from headwater.nurture.models import MailTemplate
from headwater.people.models import User
from headwater.qualify import cadences, recurring, snoozing, tasks
from headwater.qualify.models import Cadence, CadenceStep, Recurrence
from headwater.records.models import Lead, Task
from headwater.sample.company import People
from headwater.sample.time_travel import at

STEPS: dict[str, tuple[str, tuple[tuple[str, str, int], ...]]] = {
    "New inquiry": (
        "For everybody who asked for something and was not reached at once.",
        (("Call", "Call, ask what they need", 0), ("Email", "Send the guide and two dates", 1),
         ("Call", "Call before noon", 2), ("Task", "Look for somebody else at the company", 3),
         ("Email", "Say that you close it for now", 5)),
    ),
    "After the fair": (
        "For contacts of a trade fair, within the week after it.",
        (("Email", "Thank them for the talk", 1), ("Call", "Ask for a site visit", 2),
         ("Call", "Last try", 4)),
    ),
}  # fmt: skip
LETTER = {
    "subject": "The guide, and two dates, {{FirstName|hello}}",
    "text": "Hello {{FirstName|there}},\n\nhere is our guide to solar with storage. "
    "Shall we talk on Tuesday at ten, or on Thursday at three?\n\n"
    "{{Owner.Name}}\n{{Organization.Name}}\n",
}
DONE = (0, 1, 1, 3)  # steps that the leads on the way have behind them


def arrive(people: People, until: Any) -> None:
    """Two cadences, leads of Mara's and of others on them, and a weekly call."""
    with at(until - timedelta(days=40)):
        first, _ = [_agree(name) for name in STEPS]
    calm = Lead.objects.open().filter(snoozed_until=None, cadence_runs=None)
    calm = calm.filter(created_at__lt=until - timedelta(days=12))
    for number, rep in enumerate(people.reps[:2]):
        leads = list(calm.filter(owner=rep).order_by("-modified_at")[: len(DONE) + 2])
        for lead, done in zip(leads, DONE, strict=False):
            _live(lead, first, rep, done, until - timedelta(days=9 + number))
        if len(leads) > len(DONE):
            _weekly(leads[len(DONE)], rep, until)
        if len(leads) > len(DONE) + 1:
            with at(until - timedelta(hours=3)):
                snoozing.until_reply(leads[len(DONE) + 1], by=rep)


def _agree(name: str) -> Cadence:
    text, steps = STEPS[name]
    cadence: Cadence = Cadence.objects.create(name=name, description=text)
    template, _ = MailTemplate.objects.get_or_create(
        key="guide-and-dates", defaults={"name": "Guide and two dates", **LETTER}
    )
    for place, (kind, subject, days) in enumerate(steps, 1):
        CadenceStep.objects.create(
            cadence=cadence, place=place, kind=kind, subject=subject, after_days=days,
            template=template if kind == "Email" else None,
        )  # fmt: skip
    return cadence


def _live(lead: Lead, cadence: Cadence, rep: User, done: int, begun: Any) -> None:
    """Start it, and do so many steps, each on its day."""
    with at(begun):
        cadences.start([lead], cadence, by=rep)
    for number in range(done):
        with at(begun + timedelta(days=1 + 2 * number)):
            open_ones = Task.objects.open().filter(cadence_run__lead=lead).select_related("lead")
            tasks.complete(list(open_ones), by=rep)


def _weekly(lead: Lead, rep: User, until: Any) -> None:
    with at(until - timedelta(days=1)):
        due = timezone.now().replace(hour=15, minute=0, second=0, microsecond=0)
        task = tasks.add(
            lead, subject=f"Weekly word with {lead}", by=rep, subtype="Call",
            due_at=due + timedelta(days=1), remind_at=due + timedelta(days=1),
        )  # fmt: skip
        recurring.repeat(task, Recurrence(unit="week", every=1), by=rep)
