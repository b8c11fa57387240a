"""Leads that are there already go on to somebody by themselves: by the rules, in turn, or on to
the next one where nothing happened."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import Owner, Team, User
from headwater.people.standing import moment
from headwater.records.lead import Lead
from headwater.route import decide
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.because import told
from headwater.route.decide import Verdict, in_team
from headwater.route.fallback import default_owner
from headwater.route.pools import Pools
from headwater.route.reassign import move

NO_TEAM = Verdict(None, "no team is in charge of it")
LAST_RULES = """
SELECT DISTINCT ON (record_id) record_id, (because->>'rule_id')::bigint
FROM records_trailentry
WHERE object_name = 'Lead' AND record_id = ANY (%s::bigint[]) AND event = 'lead.assigned'
  AND because ? 'rule_id'
ORDER BY record_id, at DESC, id DESC
"""


def by_rules(leads: Sequence[Lead], *, at: datetime) -> dict[int, Verdict]:
    """Who would get these leads by the rules, by lead key; the turns are taken, no owner is moved.

    In a transaction: the rounds stay held until it ends.
    """
    with moment():
        return decide.verdicts(leads, at=at) if leads else {}


def in_turn(
    team: Team, leads: Sequence[Lead], *, at: datetime, away_from: Collection[int] = ()
) -> dict[int, Verdict]:
    """Who of a team gets these leads, by lead key; the turns are taken, no owner is moved.

    Nobody of `away_from` gets one.
    """
    rule = AssignmentRule(team=team, name=f"team {team}")
    with moment():
        return _asked(rule, leads, at, away_from)


def pass_on(
    leads: Sequence[Lead],
    *,
    by: User | None = None,
    because: Mapping[str, Any],
    away_from: Collection[int] = (),
) -> int:
    """Give each lead to the next one of the team whose rule gave it away, else to the default
    owner; returns how many moved.

    Nobody of `away_from` gets one, nor whoever has it now. Clocks and tasks go along.
    """
    now, moved = timezone.now(), 0
    with moment(), transaction.atomic():
        for owner, why, some in _moves(leads, now, away_from):
            move(some, owner, by=by, because={**why, **because})
            moved += len(some)
    return moved


def _moves(
    leads: Sequence[Lead], at: datetime, away_from: Collection[int]
) -> list[tuple[Owner, dict[str, Any], list[Lead]]]:
    """To whom, why, which leads; those that would stay where they are are left out."""
    default = default_owner(away_from=away_from)
    groups: dict[str, tuple[Owner, dict[str, Any], list[Lead]]] = {}
    verdicts = _next_ones(leads, at, away_from)
    for lead in leads:
        verdict = verdicts.get(lead.pk, NO_TEAM)
        owner = verdict.owner or default
        if owner.pk != lead.owner_id:
            why = told(verdict, owner)
            groups.setdefault(statements.dumped([owner.pk, why]), (owner, why, []))[2].append(lead)
    return list(groups.values())


def _next_ones(
    leads: Sequence[Lead], at: datetime, away_from: Collection[int]
) -> dict[int, Verdict]:
    """Who is next in the team whose rule gave the lead away; a lead of no team is left out."""
    decided = dict(statements.run(LAST_RULES, [[lead.pk for lead in leads]]))
    rules = AssignmentRule.objects.filter(team__isnull=False).select_related("rule_set", "team")
    known = rules.in_bulk(set(decided.values()))
    groups: dict[tuple[int, int], list[Lead]] = defaultdict(list)
    for lead in leads:
        if decided.get(lead.pk) in known:
            groups[decided[lead.pk], lead.owner_id].append(lead)
    verdicts: dict[int, Verdict] = {}
    for (rule_id, owner_id), some in sorted(groups.items(), key=lambda each: each[0]):
        verdicts |= _asked(known[rule_id], some, at, {*away_from, owner_id})
    return verdicts


def _asked(
    rule: AssignmentRule, leads: Sequence[Lead], at: datetime, away_from: Collection[int]
) -> dict[int, Verdict]:
    """The turns of one rule's team; the rule's criteria and whom else it asks do not matter."""
    pools = Pools.held([rule], at, away_from=away_from)
    found = {lead.pk: in_team(rule, pools.next(rule, lead)) for lead in leads}
    pools.write()
    return found
