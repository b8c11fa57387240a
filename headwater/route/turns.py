"""A turn that brought nothing real is given back, once: spam, or what sales has rejected."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.people.models import User
from headwater.people.user import users
from headwater.records import trail
from headwater.records.lead import Lead
from headwater.records.models import TrailEntry
from headwater.route.round_robin import hold

LAST_TURNS = """
SELECT DISTINCT ON (record_id) id, record_id, (because->>'turn')::bigint,
       (changes->'owner_id'->>1)::bigint
FROM records_trailentry
WHERE object_name = 'Lead' AND record_id = ANY (%s::bigint[]) AND event = 'lead.assigned'
  AND because ? 'turn'
ORDER BY record_id, at DESC, id DESC
"""
GIVE_BACK = """
INSERT INTO route_returnedturn (entry_id, team_id, user_id, at)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::bigint[], %s::timestamptz[])
ON CONFLICT DO NOTHING RETURNING entry_id, team_id, user_id
"""


SPAM = "Spam"  # the closed reason
LOOKS_BACK = timedelta(hours=1)
CLOSED_AS_SPAM = """
SELECT DISTINCT lead.id FROM records_trailentry entry
JOIN records_lead lead ON lead.id = entry.record_id
WHERE entry.event IN ('lead.status_changed', 'call.logged') AND entry.at >= %s::timestamptz
  AND entry.object_name = 'Lead' AND lead.is_closed AND lead.closed_reason = %s::text
"""


class ReturnedTurn(models.Model):
    """A turn that was given back: the `entry` of the Trail by which the lead was assigned."""

    entry = models.OneToOneField(TrailEntry, models.CASCADE, primary_key=True, related_name="+")
    team = models.ForeignKey("people.Team", models.CASCADE, related_name="+")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)


def give_back(leads: Sequence[Lead], *, because: dict[str, Any], by: User | None = None) -> int:
    """Whoever got these leads in turn gets the next ones of their team instead.

    Each turn once, however often this is asked; a lead that came another way is left out. Returns
    how many turns were given back. The Trail of the lead tells it, with `because`.
    """
    taken = statements.run(LAST_TURNS, [[lead.pk for lead in leads]]) if leads else []
    if not taken:
        return 0
    now, of_entry = timezone.now(), {entry: lead for entry, lead, _, _ in taken}
    with transaction.atomic():
        given = _returned(taken, now)
        of_lead = {lead.pk: lead for lead in leads}
        trail.write(
            trail.entry("lead.turn_given_back", of_lead[of_entry[entry]], by=by, at=now,
                        because={"to": users()[user].name, **because})
            for entry, _, user in given
        )  # fmt: skip
    return len(given)


@job("route.give_back_spam", cron="* * * * *")
def give_back_spam(timestamp: int = 0) -> None:
    """Turns whose lead was closed as spam; the Trail tells which, by whatever way it was closed."""
    since = timezone.now() - LOOKS_BACK
    keys = [key for (key,) in statements.run(CLOSED_AS_SPAM, [since, SPAM])]
    if keys:
        give_back(list(Lead.objects.filter(pk__in=keys)), because={"words": "it was spam"})


def _returned(taken: Sequence[tuple[Any, ...]], now: datetime) -> list[tuple[int, int, int]]:
    """Those turns (entry, team, user) that were not given back before; their rounds know it."""
    rounds = hold(team for _, _, team, _ in taken)
    entries, _, teams, people = (list(column) for column in zip(*taken, strict=True))
    given = statements.run(GIVE_BACK, [entries, teams, people, [now] * len(taken)])
    owed: dict[int, list[int]] = defaultdict(list)
    for _, team, user in given:
        owed[team].append(user)
    for team, row in rounds.items():
        row.owed = [*row.owed, *owed[team]]
    statements.update(list(rounds.values()), ("owed",))
    return [(entry, team, user) for entry, team, user in given]
