"""Who has how much to do, who got how much, and whether that was fair."""

from dataclasses import dataclass

from django.db.models import Count, Q

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.filters import Filters
from headwater.measure.health import UNTOUCHED, nothing_planned, open_leads
from headwater.people.models import User
from headwater.people.sharing import visible_owner_ids
from headwater.people.user import Role


@dataclass(frozen=True, slots=True)
class Load:
    """One person: open leads at this moment, and what they got in the period.

    `weight` is their share in turns, `due_share` what of all new leads that would be, 0 to 1.
    """

    person: int
    name: str
    open: int
    untouched: int
    nothing_planned: int
    most_open: int | None
    received: int
    converted: int
    weight: int
    due_share: float
    is_taking: bool

    @property
    def is_full(self) -> bool:
        return self.most_open is not None and self.open >= self.most_open


@dataclass(frozen=True, slots=True)
class Team:
    """Every rep who takes leads and whoever has some, the most open leads first."""

    loads: tuple[Load, ...]

    @property
    def received(self) -> int:
        return sum(load.received for load in self.loads)

    @property
    def fairness(self) -> float | None:
        """1 when all got what their weight says, 1/n when one got all (Jain, Chiu, Hawe 1984).

        Of those who take leads; None for fewer than two people or nothing to share out.
        """
        shares = [load.received / load.weight for load in self.loads if load.is_taking]
        squares = sum(share * share for share in shares)
        if len(shares) < 2 or not squares:
            return None
        return sum(shares) ** 2 / (len(shares) * squares)


@by_the_hour(for_all=False)
def team(user: User, filters: Filters) -> Team:
    """In three queries: the people, what they have, what they got."""
    people = {person.pk: person for person in _people(user, filters)}
    has = {
        row["owner_id"]: row
        for row in open_leads(filters, user).values("owner_id").annotate(
            open=Count("id"), untouched=Count("id", filter=UNTOUCHED),
            nothing_planned=Count("id", filter=nothing_planned()),
        )
    }  # fmt: skip
    got = {
        row["owner_id"]: row
        for row in filters.leads(user).values("owner_id").annotate(
            n=Count("id"), converted=Count("id", filter=Q(is_converted=True))
        )
    }  # fmt: skip
    shown = [p for p in people.values() if _shares(p) or p.pk in has or p.pk in got]
    weights = sum(p.turn_weight for p in shown if _shares(p)) or 1
    nothing = {"open": 0, "untouched": 0, "nothing_planned": 0, "n": 0, "converted": 0}
    loads = [_load(p, nothing | has.get(p.pk, {}), nothing | got.get(p.pk, {}), weights)
             for p in shown]  # fmt: skip
    return Team(tuple(sorted(loads, key=lambda load: (-load.open, -load.received, load.name))))


def _load(person: User, has: dict[str, int], got: dict[str, int], weights: int) -> Load:
    return Load(
        person.pk, person.name, has["open"], has["untouched"], has["nothing_planned"],
        person.most_open_leads, got["n"], got["converted"], person.turn_weight,
        person.turn_weight / weights if _shares(person) else 0.0, _shares(person),
    )  # fmt: skip


def _shares(person: User) -> bool:
    """Whether leads are shared out to them: whoever sells and is not away."""
    return person.role == Role.REP and person.is_taking_leads


def _people(user: User, filters: Filters) -> list[User]:
    people, seen = User.objects.filter(is_active=True), visible_owner_ids(user)
    people = people if seen is None else people.filter(pk__in=seen)
    if filters.team:
        people = people.filter(team_id=filters.team)
    if filters.owner:
        people = people.filter(pk=filters.owner)
    return list(people.order_by("name"))
