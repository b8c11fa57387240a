"""Who could get a lead, and who of them is next: the members of teams as they stand now.

`Pools.held` is for giving leads out: it holds the teams' rounds until the transaction ends.
`Pools.in_memory` is for looking at what would be: it begins with fresh rounds and writes nothing.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from headwater import statements
from headwater.people import absence, skills
from headwater.people.business_time import is_open
from headwater.people.calendars import every_calendar
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.user import users
from headwater.route import acquaintance, load
from headwater.route.acquaintance import Acquaintance
from headwater.route.load import Load
from headwater.route.round_robin import MOVING, RoundRobin, hold, members
from headwater.route.target import Strategy, Target
from headwater.route.weighted_turns import Round

NOBODY: Mapping[int, Acquaintance] = {}
ALL_OPEN = 100  # so many open leads is as much as somebody without a limit is measured by


@dataclass(slots=True)
class Turn:
    """Who gets a lead of a team; `passed_over` tells who could not, and why (name, why)."""

    user: User | None = None
    next_up: User | None = None
    passed_over: list[tuple[str, str]] = field(default_factory=list)
    fits: bool = True


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
    _there: tuple[datetime | None, Mapping[int, str]] = (None, {})

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
        if not pool:
            return turn
        if rule.strategy == Strategy.CAPACITY:
            ordered = sorted(pool, key=self._room)
            turn.user = ordered[0]
            self._gave(turn.user)
            turn.next_up = min(pool, key=self._room)
            self.rounds.setdefault(rule.team_id or 0, Round()).count += 1
        else:
            known = {user.pk: user for user in pool}
            weights = {user.pk: user.turn_weight for user in pool}
            played = self.rounds.setdefault(rule.team_id or 0, Round())
            turn.user = known[played.take(weights)]
            self._gave(turn.user)
            turn.next_up = known[played.next(weights)]
        return turn

    def by_name(self, user_id: int) -> tuple[User | None, str]:
        """Who takes what is meant for somebody: themselves, or whoever stands in; and why not."""
        known = users()[user_id]
        gone = absence.away(self.at)
        if not known.is_active:
            return None, "is not active any more"
        if user_id not in gone:
            return known, ""
        why = f"is away, {gone[user_id].back(organization().time_zone)}"
        user = absence.stand_in(user_id, gone)
        return (None if user and user.pk in self.away_from else user), why

    def why_not(self, user: User) -> str:
        """Why somebody cannot get a lead now, whatever their limits; '' when they can."""
        if self._there[0] != self.at:
            zone = organization().time_zone
            gone = absence.away(self.at)
            self._there = (self.at, {k: f"is away, {a.back(zone)}" for k, a in gone.items()})
        if not user.is_active:
            return "is not active any more"
        if user.pk in self.away_from:
            return "had it before"
        if not user.is_taking_leads:
            return "takes no leads at the moment"
        return self._there[1].get(user.pk, "")

    def _pool(self, rule: Target, lead: Any, turn: Turn) -> list[User]:
        """Who is free, without those whom the rule's own wishes pass over."""
        free = []
        for user in members().get(rule.team_id or 0, ()):
            if why := self.why_not(user) or self.load.why_full(user, self.at):
                turn.passed_over.append((user.name, why))
            else:
                free.append(user)
        if rule.matching and free:
            free = self._matching(rule, lead, free, turn)
        if rule.prefers_at_work and free:
            there = [user for user in free if self.is_at_work(user)]
            if there and len(there) < len(free):
                inside = {user.pk for user in there}
                turn.passed_over += [
                    (user.name, "outside their working hours")
                    for user in free if user.pk not in inside
                ]  # fmt: skip
                free = there
        return free

    def _matching(self, rule: Target, lead: Any, free: list[User], turn: Turn) -> list[User]:
        wanted = {kind: asked(lead, name) for kind, name in rule.matching.items()}
        lacking = {user.pk: _lacking(user, wanted) for user in free}
        fitting = [user for user in free if not lacking[user.pk]]
        if not fitting and not rule.only_matching:
            return free
        turn.fits = bool(fitting)
        turn.passed_over += [(user.name, lacking[user.pk]) for user in free if lacking[user.pk]]
        return fitting

    def is_at_work(self, user: User) -> bool:
        """Whether it is their working time."""
        named = every_calendar().of(user.pk)
        key = (id(named), self.at)
        if key not in self._at_work:
            self._at_work = {key: is_open(named.calendar, self.at), **self._at_work}
        return self._at_work[key]

    def _room(self, user: User) -> tuple[float, int, int]:
        open_count = self.load.open_of(user)
        return (open_count / (user.most_open_leads or ALL_OPEN), self.load.today_of(user), user.pk)

    def _gave(self, user: User) -> None:
        self.load.add(user, self.at)


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
