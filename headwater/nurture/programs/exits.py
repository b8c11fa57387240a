"""What ends a program for a person, read for a whole batch in one query."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from headwater.database import statements
from headwater.nurture.programs import enrolling
from headwater.nurture.programs.enrolment import Enrolment
from headwater.nurture.programs.program import Exit

# What happened since the enrolment. An opt-out from before it refuses each mail in words instead.
ASKED = """
SELECT held.id, lead.is_deleted, lead.is_converted, lead.is_closed,
    EXISTS (SELECT 1 FROM records_emailmessage mail WHERE mail.lead_id = held.lead_id
        AND mail.is_incoming AND NOT mail.is_deleted AND mail.created_at > held.enrolled_at),
    EXISTS (SELECT 1 FROM records_event meeting WHERE meeting.lead_id = held.lead_id
        AND NOT meeting.is_deleted AND meeting.created_at > held.enrolled_at),
    EXISTS (SELECT 1 FROM records_consent said WHERE said.lead_id = held.lead_id
        AND said.channel = 'email' AND said.state = 'withdrawn' AND said.at > held.enrolled_at)
    AND lead.has_opted_out_of_email
    OR EXISTS (SELECT 1 FROM records_trailentry entry WHERE entry.object_name = 'Lead'
        AND entry.record_id = held.lead_id AND entry.at > held.enrolled_at
        AND entry.event = 'topic.withdrawn'),
    EXISTS (SELECT 1 FROM records_emailmessage mail WHERE mail.lead_id = held.lead_id
        AND mail.state = 'bounced' AND mail.created_at > held.enrolled_at)
FROM nurture_enrolment held JOIN records_lead lead ON lead.id = held.lead_id
WHERE held.id = ANY (%s::bigint[])
"""
# Whom something happened to of late: everything that ends a program writes the Trail.
LATELY = """
SELECT held.id FROM nurture_enrolment held WHERE held.state = 'running' AND held.lead_id IN (
    SELECT record_id FROM records_trailentry
    WHERE object_name = 'Lead' AND at > %s::timestamptz
    UNION SELECT lead_id FROM records_event WHERE created_at > %s::timestamptz)
ORDER BY held.id LIMIT 1000
"""
WORDS = {
    Exit.REPLY: "replied",
    Exit.MEETING: "a meeting was agreed",
    Exit.CONVERSION: "was converted",
    Exit.UNSUBSCRIBE: "unsubscribed",
    Exit.BOUNCE: "mail to them came back",
}
LATE = timedelta(hours=1)  # how far back the sweep looks; it runs every five minutes


def found(held: Sequence[Enrolment]) -> dict[int, tuple[str, str]]:
    """Those for whom the program is over: key → which exit it was, and why in words."""
    rows = statements.run(ASKED, [[row.pk for row in held]]) if held else []
    exits = {row.pk: row.program.exits for row in held}
    why = ((key, _why(answers, exits[key])) for key, *answers in rows)
    return {key: each for key, each in why if each is not None}


def sweep(now: datetime) -> int:
    """End the programs of those to whom something happened of late; returns how many."""
    with transaction.atomic():
        since = now - LATE
        keys = [key for (key,) in statements.run(LATELY, [since, since])]
        rows = Enrolment.objects.running().filter(pk__in=keys).order_by("pk")
        rows = rows.select_for_update(of=("self",), skip_locked=True)
        held = list(rows.select_related("lead", "program"))
        why = found(held)
        over = [row for row in held if row.pk in why]
        enrolling.end(over, why, now=now)
    return len(over)


def _why(answers: Sequence[bool], exits: Sequence[str]) -> tuple[str, str] | None:
    is_deleted, is_converted, is_closed, *happened = answers
    if is_deleted:
        return "", "was deleted or merged into another record"
    replied, met, unsubscribed, bounced = happened
    told = {
        Exit.CONVERSION: is_converted, Exit.REPLY: replied, Exit.MEETING: met,
        Exit.UNSUBSCRIBE: unsubscribed, Exit.BOUNCE: bounced,
    }  # fmt: skip
    for each, is_true in told.items():
        if is_true and each in exits:
            return each.value, WORDS[each]
    if is_converted:
        return Exit.CONVERSION.value, WORDS[Exit.CONVERSION]
    return ("", "was closed") if is_closed else None
