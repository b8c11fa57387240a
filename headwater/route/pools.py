"""Who could get a lead, and who of them is next: the members of teams as they stand now.

`Pools.held` is for giving leads out: it holds the teams' rounds until the transaction ends.
`Pools.in_memory` is for looking at what would be: it begins with fresh rounds and writes nothing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple, Self

from headwater.database import statements
from headwater.people import absence, skills
from headwater.people.business_time import is_open
from headwater.people.calendars import every_calendar
from headwater.people.models import Absence, User
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.route import acquaintance, load
from headwater.route.acquaintance import Acquaintance
from headwater.route.load import Load
from headwater.route.round_robin import MOVING, RoundRobin, hold, members
from headwater.route.target import Strategy, Target
from headwater.route.weighted_turns import Round

OUTSIDE = "outside their working hours"
ALL_OPEN = 100  # so many open leads is as much as somebody without a limit is measured by


@dataclass(slots=True)
class Turn:
    """Who gets a lead of a team; `passed_over` tells who could not, and why (name, why)."""

    user: User | None = None
    next_up: User | None = None
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    fits: bool = True
    was_owed: bool = False


class Pool(NamedTuple):
    """The members of a team among whom the next one is chosen: member → weight."""

    weights: Mapping[int, int]
    passed_over: Sequence[tuple[str, str]] = ()
    has_limits: bool = False

    def without(self, turn: Turn, why_not: Callable[[User], str]) -> "Pool":
        """Those whom nothing is in the way of; the turn tells of the others."""
        known, weights = users(), {}
        for key, weight in self.weights.items():
            if why := why_not(known[key]):
                turn.passed_over.append((known[key].name, why))
            else:
                weights[key] = weight
        return self if len(weights) == len(self.weights) else Pool(weights)


@dataclass(slots=True)
class Pools:
    """The rounds of teams and how much everybody has; `at` may move on from lead to lead."""

    at: datetime
    rounds: dict[int, Round] = field(default_factory=dict)
    load: Load = field(default_factory=Load)
    account_owners: Mapping[int, Acquaintance] = field(default_factory=dict)
    previous_owners: Mapping[int, Acquaintance] = field(default_factory=dict)
    away_from: Collection[int] = ()
    _rows: dict[int, RoundRobin] = field(default_factory=dict)
    _at_work: dict[tuple[int, datetime], bool] = field(default_factory=dict)
    _moment: datetime | None = None
    _gone: Mapping[int, Absence] = field(default_factory=dict)
    _pools: dict[int, Pool] = field(default_factory=dict)

    @classmethod
    def in_memory(cls, at: datetime) -> Self:
        """Fresh rounds; how many leads somebody has is what is given out here."""
        return cls(at)

    @classmethod
    def held(
        cls, rules: Iterable[Target], at: datetime, *, away_from: Collection[int] = ()
    ) -> Self:
        """The rounds of the teams of these rules, held; one query, and one for limits if any."""
        teams = {rule.team_id: rule for rule in rules if rule.team_id}
        if not teams:
            return cls(at, away_from=away_from)
        rows = hold(teams)
        pools = cls(at, {key: row.round for key, row in rows.items()}, away_from=away_from)
        pools._rows = rows
        if people := [user for key in teams for user in limited(key, rules_of=teams)]:
            pools.load = load.counted(people, at)
        return pools

    def learn(self, rules: Sequence[Target], leads: Sequence[Any]) -> None:
        """Read who owns the accounts of these leads and who had these people before, if a rule
        asks for it: one query each."""
        if any(rule.asks_account_owner for rule in rules):
            self.account_owners = acquaintance.account_owners(leads)
        if any(rule.asks_previous_owner for rule in rules):
            self.previous_owners = acquaintance.previous_owners(leads)

    def moved(self) -> list[RoundRobin]:
        """The rows of the rounds that went on, to be written."""
        rows = [row for key, row in self._rows.items() if self.rounds[key].count != row.turn_count]
        for row in rows:
            row.keep(self.rounds[row.team_id])
        return rows

    def write(self) -> None:
        """Write the rounds that went on."""
        statements.update(self.moved(), MOVING)

    def next(self, rule: Target, lead: Any) -> Turn:
        """Who of the rule's team gets this lead; the round goes on."""
        turn = Turn()
        pool = self._pool(rule, lead, turn)
        if not pool.weights:
            return turn
        played = self.rounds.setdefault(rule.team_id or 0, Round())
        if rule.strategy == Strategy.CAPACITY:
            taken = min(pool.weights, key=self._room)
            played.count += 1
        else:
            owed_count = len(played.owed)
            taken = played.take(pool.weights)
            turn.was_owed = len(played.owed) < owed_count
        turn.user = users()[taken]
        self.load.add(taken, self.at)
        is_by_room = rule.strategy == Strategy.CAPACITY
        following = min(pool.weights, key=self._room) if is_by_room else played.next(pool.weights)
        turn.next_up = users()[following]
        return turn

    def by_name(self, user_id: int) -> tuple[User | None, str]:
        """Who takes what is meant for somebody: themselves, or whoever stands in; and why not."""
        known = users()[user_id]
        gone = self._away()
        if not known.is_active:
            return None, "is not active any more"
        if user_id not in gone:
            return known, ""
        why = f"is away, {gone[user_id].back(organization().time_zone)}"
        user = absence.stand_in(user_id, gone)
        return (None if user and user.pk in self.away_from else user), why

    def why_not(self, user: User) -> str:
        """Why somebody cannot get a lead now, whatever their limits; '' when they can."""
        if not user.is_active:
            return "is not active any more"
        if user.id in self.away_from:
            return "had it before"
        if not user.is_taking_leads:
            return "takes no leads at the moment"
        gone = self._away().get(user.id)
        return f"is away, {gone.back(organization().time_zone)}" if gone else ""

    def _away(self) -> Mapping[int, Absence]:
        """Who is away at this moment; asked by each lead, so it is remembered."""
        if self._moment != self.at:
            self._moment, self._gone, self._pools = self.at, absence.away(self.at), {}
        return self._gone

    def _pool(self, rule: Target, lead: Any, turn: Turn) -> Pool:
        """Who is free, without those whom the rule's own wishes pass over."""
        pool = self._there(rule.team_id or 0)
        turn.passed_over += pool.passed_over
        if pool.has_limits:
            pool = pool.without(turn, lambda user: self.load.why_full(user, self.at))
        if rule.matching and pool.weights:
            pool = self._matching(rule, lead, pool, turn)
        if rule.prefers_at_work and pool.weights:
            idle = {key: "" if self.is_at_work(key) else OUTSIDE for key in pool.weights}
            if not all(idle.values()):
                pool = pool.without(turn, lambda user: idle[user.id])
        return pool

    def _there(self, team_id: int) -> Pool:
        """Who of a team is there at this moment, remembered like who is away."""
        self._away()
        if team_id not in self._pools:
            everybody = [(user, self.why_not(user)) for user in members().get(team_id, ())]
            passed_over = [(user.name, why) for user, why in everybody if why]
            free = [user for user, why in everybody if not why]
            weights = {user.id: user.turn_weight for user in free}
            has_limits = any(user.most_open_leads or user.most_leads_a_day for user in free)
            self._pools[team_id] = Pool(weights, passed_over, has_limits)
        return self._pools[team_id]

    def _matching(self, rule: Target, lead: Any, pool: Pool, turn: Turn) -> Pool:
        wanted = {kind: asked(lead, name) for kind, name in rule.matching.items()}
        lacking = {key: _lacking(users()[key], wanted) for key in pool.weights}
        if all(lacking.values()) and not rule.only_matching:
            return pool
        turn.fits = not all(lacking.values())
        return pool.without(turn, lambda user: lacking[user.id])

    def is_at_work(self, user_id: int) -> bool:
        """Whether it is somebody's working time."""
        calendar = every_calendar().of(user_id).calendar
        key = (id(calendar), self.at)
        if key not in self._at_work:
            self._at_work = {key: is_open(calendar, self.at)}
        return self._at_work[key]

    def _room(self, user_id: int) -> tuple[float, int, int]:
        most = users()[user_id].most_open_leads or ALL_OPEN
        return (self.load.open_of(user_id) / most, self.load.today[user_id], user_id)


def limited(team_id: int, *, rules_of: Mapping[int, Target]) -> list[User]:
    """The members whose leads have to be counted before one of the team gets another."""
    people = members().get(team_id, ())
    if rules_of[team_id].strategy == Strategy.CAPACITY:
        return list(people)
    return [user for user in people if user.most_open_leads or user.most_leads_a_day]


def asked(lead: Any, name: str) -> list[str]:
    """What a lead says in a field (its attribute), as tags; [] where it says nothing."""
    value = lead.custom.get(name) if name.endswith("__c") else getattr(lead, name, "")
    return skills.tags(str(value)) if value not in (None, "") else []


def _lacking(user: User, wanted: Mapping[str, Sequence[str]]) -> str:
    """Which tags somebody would need and has not; '' when they fit."""
    for kind, tags in wanted.items():
        if not skills.fits(user.skills.get(kind, ()), tags):
            return f"has not {kind} {', '.join(tags)}"
    return ""
