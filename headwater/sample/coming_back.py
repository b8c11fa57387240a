"""Nobody is lost at Juniper Solar: who was closed, rejected or silent comes back by rules."""

from datetime import datetime, timedelta

from headwater.nurture.models import Program
from headwater.people.models import Owner
from headwater.records import engagement, trail
from headwater.records.engagement import Engagement, Kind
from headwater.records.models import EmailMessage, Lead
from headwater.recycling import hourly
from headwater.recycling.models import RecycleRule
from headwater.sample.company import People
from headwater.sample.time_travel import at

BEGUN = 24  # days ago
LOOKS = (24, 20, 15, 10, 6, 2, 0)
# Rule → days, and whether they go into the program that warms again. The others stay switched off:
# those of “any other reason” are on the list of who has no way back.
AGREED = {
    "Not for us": (0, False), "Not now": (14, True), "Rejected by sales": (7, True),
    "Mail stays unanswered": (3, False), "Never reached by phone": (14, True),
}  # fmt: skip
OPENS, CLICKS, MACHINES = 3, 7, 5  # each so-many-th mail is opened, clicked, opened by a machine


def arrive(people: People, until: datetime) -> None:
    """Ada switches rules on; Headwater looks every few days; people open what was sent."""
    program = Program.objects.filter(is_active=True).order_by("-pk").first()
    with at(until - timedelta(days=BEGUN)):
        for rule in RecycleRule.objects.filter(name__in=AGREED):
            _switch_on(rule, program, people)
    for days in LOOKS:
        moment = until - timedelta(days=days)
        with at(moment):
            hourly.run(moment)
    _open(until)


def _switch_on(rule: RecycleRule, program: Program | None, people: People) -> None:
    rule.after_days, is_warmed = AGREED[rule.name]
    rule.is_active = True
    if is_warmed and program:
        rule.way, rule.program = "program", program
    if rule.name == "Not now":
        rule.words = "Two weeks later things may stand otherwise."
    if rule.name == "Mail stays unanswered":
        rule.attempts = 2
    if rule.name == "Rejected by sales":
        rule.owner = Owner.objects.get(pk=people.mia.pk)
    rule.save()
    changes = {"is_active": [False, True]}
    trail.write([trail.entry("recycling rule.changed", rule, by=people.ada, changes=changes)])


def _open(until: datetime) -> None:
    """Some of what programs and answers sent was opened, some by a machine at once."""
    mails = EmailMessage.objects.filter(is_incoming=False, state="sent", lead__isnull=False)
    recent = mails.filter(sent_at__gt=until - timedelta(days=21), sent_at__lt=until)
    events = []
    for number, mail in enumerate(recent.order_by("pk")[:300]):
        for every, kind, after in (
            (OPENS, Kind.EMAIL_OPEN, timedelta(hours=3)),
            (CLICKS, Kind.EMAIL_CLICK, timedelta(hours=3, minutes=2)),
            (MACHINES, Kind.EMAIL_OPEN, timedelta(seconds=1)),
        ):
            moment = (mail.sent_at or until) + after
            if number % every == 0 and moment < until:
                events.append(_event(mail, kind, moment, every))
    engagement.note(events)


def _event(mail: EmailMessage, kind: Kind, moment: datetime, every: int) -> Engagement:
    lead: Lead | None = mail.lead
    what = "https://juniper.example/guide" if kind == Kind.EMAIL_CLICK else mail.subject
    return Engagement(
        at=moment, kind=kind, lead=lead, message=mail, what=what[:500],
        agent="Mozilla/5.0 (Windows NT 10.0; Win64; x64) Firefox/131.0",
        key=f"sample:{mail.pk}:{kind}:{every}",
    )  # fmt: skip
