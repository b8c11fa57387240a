"""Which assignment rule decides about a lead, and who gets it: judged by SQL, explained here.

Nothing is written here but the teams' rounds, which move on with the batch.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.judge import judge_rows
from headwater.database.aside import aside
from headwater.people.models import Owner
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.people.user import users
from headwater.records.draft import Batch
from headwater.records.lead import Lead
from headwater.route import rules as all_rules
from headwater.route.acquaintance import Acquaintance
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.pools import Pools, Turn, limited
from headwater.route.round_robin import MOVING
from headwater.route.target import Strategy

NO_RULE = "no assignment rule was true"


@dataclass(slots=True)
class Verdict:
    """Who gets a lead and why, in words. Without an owner, it goes to the default owner.

    `tried` are the rules that were asked before and were not true; `missed` those that were, but
    had nobody; `passed_over` are (name, why); `next_up` is who gets the team's next lead; `turn`
    is the team whose round went on.
    """

    owner: Owner | None
    words: str
    rule: AssignmentRule | None = None
    tried: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    next_up: str = ""
    turn: int | None = None


@dataclass(slots=True)
class Deciding:
    """Rules, asked about one lead after the other. Pure: only the pools go on."""

    rules: Sequence[AssignmentRule]
    pools: Pools
    at: datetime

    def of(self, lead: Any, truths: Sequence[bool], at: datetime | None = None) -> Verdict:
        """The verdict on a lead (a Lead, or anything with its attributes) by what is true of it.

        `at` is the moment of this lead, if it is another one than that of the whole.
        """
        self.pools.at = at or self.at
        verdict = Verdict(None, NO_RULE)
        for rule, is_true in zip(self.rules, truths, strict=False):
            if not is_true:
                verdict.tried.append(rule.name)
            elif self._obeys(rule, lead, verdict):
                break
            else:
                verdict.missed.append(rule.name)
                verdict.rule = None
        return verdict

    def _obeys(self, rule: AssignmentRule, lead: Any, verdict: Verdict) -> bool:
        """Whether the rule is the last one to be asked: it gave the lead to somebody, or wants no
        other rule to be asked after it."""
        verdict.rule = rule
        if self._to_acquaintance(rule, lead, verdict):
            return True
        if rule.team_id is None:
            self._to_owner(rule, verdict)
            return verdict.owner is not None or not rule.goes_on
        turn = self.pools.next(rule, lead)
        in_team(rule, turn, verdict)
        return turn.user is not None or not (rule.goes_on or not turn.fits)

    def _to_acquaintance(self, rule: AssignmentRule, lead: Any, verdict: Verdict) -> bool:
        """Whether somebody who knows the account or the person takes it."""
        known: list[Acquaintance | None] = []
        if rule.asks_account_owner and lead.matched_account_id:
            known.append(self.pools.account_owners.get(lead.matched_account_id))
        if rule.asks_previous_owner:
            known.append(self.pools.previous_owners.get(lead.pk))
        for each in known:
            if each is None or each.owner_id not in users():
                continue
            user = users()[each.owner_id]
            if why := self.pools.why_not(user):
                verdict.passed_over.append((user.name, f"{each.words}, but {why}"))
                continue
            verdict.owner, verdict.words = user, each.words
            return True
        return False

    def _to_owner(self, rule: AssignmentRule, verdict: Verdict) -> None:
        owner = owners().get(rule.owner_id or 0)
        if owner is None or not owner.is_active:
            name = owner.name if owner else "Somebody"
            verdict.passed_over.append((name, "is not active any more"))
            verdict.words = f"rule “{rule.name}” names nobody who is active"
            return
        verdict.owner, verdict.words = owner, f"rule “{rule.name}” names {owner}"
        if owner.is_queue:
            return
        user, why = self.pools.by_name(owner.pk)
        verdict.owner = user
        if why:
            verdict.passed_over.append((owner.name, why))
            words = f"{user} stands in for {owner}" if user else f"{owner} {why}; nobody stands in"
            verdict.words = words


def in_team(rule: AssignmentRule, turn: Turn, verdict: Verdict | None = None) -> Verdict:
    """The verdict by a turn of the rule's team."""
    verdict = verdict or Verdict(None, "", rule)
    verdict.owner = turn.user
    verdict.passed_over += turn.passed_over
    if turn.user is None:
        verdict.words = f"nobody of team {rule.team} {'is free' if turn.fits else 'fits'}"
        return verdict
    is_by_room = rule.strategy == Strategy.CAPACITY
    how = "has most room" if is_by_room else "gets a turn back" if turn.was_owed else "next in turn"
    verdict.words = f"{how} in team {rule.team}"
    verdict.next_up = turn.next_up.name if turn.next_up else ""
    verdict.turn = None if is_by_room else rule.team_id
    return verdict


def decide(batch: Batch, leads: Sequence[Lead]) -> dict[int, Verdict]:
    """The verdict on each of these leads of the batch by key: judged by one SELECT.

    Holds the rounds of the teams that may get something until the transaction ends, unless the
    batch is one of several of a file: then its turns are taken in a transaction of their own, so
    that nobody waits. What has to be rolled back and begun again has used up its turns.
    """
    if not leads:
        return {}
    asked = all_rules.known()
    truths = judged(asked, leads, batch.now)
    wanted = _may_decide(asked, truths)
    if batch.is_shared and _may_be_aside(wanted):
        with aside():
            verdicts, pools = _verdicts(asked, wanted, truths, leads, batch.now)
            pools.write()
        return verdicts
    verdicts, pools = _verdicts(asked, wanted, truths, leads, batch.now)
    batch.change(pools.moved(), *MOVING)
    return verdicts


def judged(
    asked: Sequence[AssignmentRule], leads: Sequence[Lead], at: datetime
) -> dict[int, tuple[bool, ...]]:
    """What is true of each lead, by key, in the order of the rules; one SELECT."""
    criteria = [rule.criteria for rule in asked]
    return judge_rows(criteria, "Lead", leads, zone=organization().time_zone, now=at)


def verdicts(leads: Sequence[Lead], *, at: datetime) -> dict[int, Verdict]:
    """The same for leads that are there already; their turns are written. In a transaction."""
    asked = all_rules.known()
    truths = judged(asked, leads, at)
    found, pools = _verdicts(asked, _may_decide(asked, truths), truths, leads, at)
    pools.write()
    return found


def _verdicts(
    asked: Sequence[AssignmentRule],
    wanted: Sequence[AssignmentRule],
    truths: dict[int, tuple[bool, ...]],
    leads: Sequence[Lead],
    at: datetime,
) -> tuple[dict[int, Verdict], Pools]:
    pools = Pools.held(wanted, at)
    pools.learn(wanted, leads)
    deciding = Deciding(asked, pools, at)
    return {lead.pk: deciding.of(lead, truths.get(lead.pk, ())) for lead in leads}, pools


def _may_decide(
    asked: Sequence[AssignmentRule], truths: dict[int, tuple[bool, ...]]
) -> list[AssignmentRule]:
    """The rules that are true of some lead, up to the first that asks no other after it."""
    places: set[int] = set()
    for own in set(truths.values()):
        for place, (rule, is_true) in enumerate(zip(asked, own, strict=True)):
            if is_true:
                places.add(place)
                if not (rule.goes_on or rule.only_matching):
                    break
    return [asked[place] for place in sorted(places)]


def _may_be_aside(wanted: Sequence[AssignmentRule]) -> bool:
    """Whether turns may be taken ahead: not where leads that are not written yet must count."""
    teams = {rule.team_id: rule for rule in wanted if rule.team_id}
    return bool(teams) and not any(limited(key, rules_of=teams) for key in teams)


def sentence(rule: AssignmentRule) -> str:
    """The rule's criteria in plain English; its text when a field of it is gone."""
    try:
        return english(rule.criteria, "Lead")
    except CriteriaError:
        return rule.criteria
