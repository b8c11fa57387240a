"""Scores keep up with what leads do and with time, by a job; to look at one costs nothing.

A lead says at which hour its score changes by itself (`score_due_at`); what it does is noted by a
trigger (`Unscored`), also when a verdict about a machine is changed or a visit joins a lead.
"""

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.jobs import job
from headwater.records.models import Lead
from headwater.score.rescore import PORTION, rescore, rescore_all
from headwater.score.rules import known

# Whoever is at it has these rows; a second worker takes others.
TAKE = """
DELETE FROM score_unscored WHERE id IN (
  SELECT id FROM score_unscored ORDER BY id LIMIT %s::int FOR UPDATE SKIP LOCKED
) RETURNING lead_id
"""
RELATIVE = ("LAST_", "NEXT_", "THIS_", "TODAY", "YESTERDAY", "TOMORROW", "_AGO")


@job("score.behaviour", cron="* * * * *")
def follow_behaviour(timestamp: int = 0) -> None:
    """Each minute: leads that did something since they were scored."""
    while take_behaviour():
        pass


@job("score.decay", cron="5 * * * *")
def decay(timestamp: int = 0) -> None:
    """Each hour: leads of which a part has lost a point by now."""
    fade()


@job("score.relative_days", cron="20 3 * * *")
def follow_the_calendar(timestamp: int = 0) -> None:
    """Each night, where a rule asks for days that move (`LAST_N_DAYS:30`): every lead."""
    if any(word in rule.criteria.upper() for rule in known()[1] for word in RELATIVE):
        rescore_all()


def take_behaviour() -> int:
    """Score the next leads that did something; returns how many there were."""
    with transaction.atomic():  # a worker that is killed leaves them to the next one
        ids = {key for (key,) in statements.run(TAKE, [PORTION])}
        rescore(ids)
    return len(ids)


def fade() -> int:
    """Score the leads whose hour has come; returns of how many something changed."""
    changed = 0
    due = Lead.objects.filter(score_due_at__lte=timezone.now(), is_converted=False)
    ids = due.alive().order_by("pk").values_list("pk", flat=True)
    last = 0
    while portion := list(ids.filter(pk__gt=last)[:PORTION]):
        changed, last = changed + rescore(portion, is_decay=True), portion[-1]
    return changed
