"""The step that writes a mail: not in quiet hours, not too often, and refused in plain words."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils import timezone

from headwater.nurture.mailing.outgoing import Outgoing, Refused
from headwater.nurture.mailing.sending import send as write
from headwater.nurture.programs import timing
from headwater.nurture.programs.enrolment import Enrolment, StepPass
from headwater.nurture.programs.outcome import Done, Later
from headwater.nurture.programs.program import SendingLimits, Step, StepKind, limits
from headwater.people.organization import organization

At = tuple[Enrolment, Step]
SENDING = 7_305  # one worker counts and writes at a time, so that caps hold exactly
GONE = "The template of this step is gone."


@dataclass(slots=True)
class Counted:
    """What has gone out: the times for each person, the number of today for each sender."""

    limits: SendingLimits
    of_person: dict[int, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    of_sender: dict[int, int] = field(default_factory=lambda: defaultdict(int))


def send(rows: Sequence[At], now: datetime) -> dict[int, Done | Later]:
    """Write the mails of these steps; who must wait is told until when."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SENDING])
    counted = count(rows, now)
    outcomes: dict[int, Done | Later] = {}
    going: list[At] = []
    for row, step in rows:
        later = None if step.template is None else later_than(row, counted, now)
        if later is not None:
            outcomes[row.pk] = later
        elif step.template is None:
            outcomes[row.pk] = Done("refused", GONE)
        else:
            going.append((row, step))
            counted.of_person[row.lead_id].append(now)
            counted.of_sender[sender_id(row)] += 1
    answers = write([outgoing(row, step) for row, step in going])
    for (row, step), answer in zip(going, answers, strict=True):
        outcomes[row.pk] = _done(row, step, answer)
    return outcomes


def outgoing(row: Enrolment, step: Step) -> Outgoing:
    """The mail as it is asked for; its key makes it the only one."""
    return Outgoing(
        person=row.lead, key=f"program:{row.pk}:{step.key}", template=step.template,
        subject=step.text if variant(row, step) == "B" else "", by=row.program.sender,
        program=row.program.name[:80],
    )  # fmt: skip


def variant(row: Enrolment, step: Step) -> str:
    """Which subject the person gets; '' when the step has only one."""
    return row.variant if step.text else ""


def sender_id(row: Enrolment) -> int:
    """In whose name the person is written to."""
    return row.program.sender_id or row.lead.owner_id


def later_than(row: Enrolment, counted: Counted, now: datetime) -> Later | None:
    """Until when this mail has to wait, and for what; None when it may go."""
    rules = counted.limits
    quiet = timing.after_quiet(row.lead, now, rules)
    if quiet > now:
        return Later(quiet, f"quiet hours ({timing.zone_of(row.lead).key})")
    since = now - timedelta(days=rules.person_days)
    heard = sorted(at for at in counted.of_person[row.lead_id] if at > since)
    heard = heard[-rules.person_mails :]
    if rules.person_mails and len(heard) == rules.person_mails:
        free = heard[0] + timedelta(days=rules.person_days)
        words = f"{rules.person_mails} mails in {rules.person_days} days are enough for one person"
        return Later(timing.after_quiet(row.lead, free, rules), words)
    if rules.mailbox_mails and counted.of_sender[sender_id(row)] >= rules.mailbox_mails:
        free = timing.after_quiet(row.lead, _next_morning(now, rules), rules)
        return Later(free, f"{rules.mailbox_mails} mails a day are enough for one sender")
    return None


def _next_morning(now: datetime, rules: SendingLimits) -> datetime:
    zone = ZoneInfo(organization().time_zone)
    tomorrow: date = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, rules.quiet_until, zone)


def count(rows: Sequence[At], now: datetime) -> Counted:
    """What these people and senders have had; two queries."""
    found = Counted(limits())
    today = datetime.combine(
        timezone.localdate(now, ZoneInfo(organization().time_zone)), datetime.min.time(),
        ZoneInfo(organization().time_zone),
    )  # fmt: skip
    mails = StepPass.objects.filter(kind=StepKind.EMAIL, outcome="done")
    since = now - timedelta(days=found.limits.person_days)
    people = {row.lead_id for row, _ in rows}
    heard = mails.filter(enrolment__lead__in=people, at__gt=since)
    for lead_id, at in heard.values_list("enrolment__lead_id", "at"):
        found.of_person[lead_id].append(at)
    senders = {sender_id(row) for row, _ in rows}
    for sender in mails.filter(sender__in=senders, at__gte=today).values_list("sender", flat=True):
        found.of_sender[sender] += 1
    return found


def _done(row: Enrolment, step: Step, answer: object) -> Done:
    key, subject = f"program:{row.pk}:{step.key}", variant(row, step)
    if isinstance(answer, Refused):
        return Done("refused", answer.reason[:500], subject, key)
    return Done("done", "", subject, key, sender_id(row))
