"""Which assignment rule decides about a lead, and who gets it: judged by SQL, explained here.

Nothing is written here; the teams' rounds move on with the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.judge import judge_rows
from headwater.people.models import Owner
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.round_robin import MOVING, Rounds, TakenTurns


@dataclass(slots=True)
class Verdict:
    """Who gets a lead and why, in words. Without an owner, it goes to the default owner.

    `tried` are the rules that were asked before and were not true.
    """

    owner: Owner | None
    words: str
    rule: AssignmentRule | None = None
    tried: list[str] = field(default_factory=list)
    passed_over: list[dict[str, str]] = field(default_factory=list)


def decide(batch: Batch, leads: Sequence[Lead]) -> dict[int, Verdict]:
    """The verdict on each of the batch's leads by key: the first true rule, all in one SELECT.

    Holds the rounds of the teams that get something until the transaction ends, unless the batch
    is one of several of a file.
    """
    if not leads:
        return {}
    asked = rules.known()
    ids = [lead.id for lead in leads]
    criteria = [rule.criteria for rule in asked]
    zone = batch.organization.time_zone
    truths = judge_rows(criteria, "Lead", batch.leads, zone=zone, now=batch.now)
    winners = {pk: _first_true(asked, truths.get(pk, ())) for pk in ids}
    teams = [rule.team_id for rule in winners.values() if rule and rule.team_id]
    rounds = TakenTurns(teams) if batch.is_shared and teams else Rounds(teams)
    verdicts = {pk: _verdict(rule, rounds) for pk, rule in winners.items()}
    batch.change(list(rounds.rounds.values()), *MOVING)
    names = [rule.name for rule in asked]
    before = {rule.pk: names[:place] for place, rule in enumerate(asked)}
    for pk, rule in winners.items():
        verdicts[pk].tried = before[rule.pk] if rule else names
    return verdicts


def sentence(rule: AssignmentRule) -> str:
    """The rule's criteria in plain English; its text when a field of it is gone."""
    try:
        return english(rule.criteria, "Lead")
    except CriteriaError:
        return rule.criteria


def _first_true(asked: Sequence[AssignmentRule], truths: Sequence[bool]) -> AssignmentRule | None:
    return next((rule for rule, is_true in zip(asked, truths, strict=False) if is_true), None)


def _verdict(rule: AssignmentRule | None, rounds: Rounds | TakenTurns) -> Verdict:
    if rule is None:
        return Verdict(None, "no assignment rule was true")
    if rule.owner is not None:
        return _to_owner(rule, rule.owner)
    turn = rounds.next(rule.team_id or 0)
    some, none = f"next in turn in team {rule.team}", f"nobody of team {rule.team} is free"
    return Verdict(turn.user, some if turn.user else none, rule, passed_over=turn.passed_over)


def _to_owner(rule: AssignmentRule, owner: Owner) -> Verdict:
    if owner.is_active:
        return Verdict(owner, f"rule “{rule.name}” names {owner}", rule)
    gone = {"name": owner.name, "why": "is not active any more"}
    return Verdict(None, f"rule “{rule.name}” names nobody who is active", rule, passed_over=[gone])
