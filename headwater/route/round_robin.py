"""Whose turn is it? A team's members get leads in turn, exactly, in bulk and at once."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from django.db import models

from headwater import statements
from headwater.aside import aside
from headwater.people.models import User
from headwater.people.standing import kept


class RoundRobin(models.Model):
    """Where a team's round stands: who had the last lead, and how many were given out so far."""

    team = models.OneToOneField("people.Team", models.CASCADE, primary_key=True, related_name="+")
    last_user = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    turn_count = models.PositiveBigIntegerField(default=0)


MOVING = ("last_user_id", "turn_count")


@dataclass(slots=True)
class Turn:
    """Who is next in a team; `passed_over` tells whom the round skipped, and why."""

    user: User | None
    passed_over: list[dict[str, str]] = field(default_factory=list)


class Rounds:
    """The rounds of some teams, held until the transaction ends: others wait for their turn."""

    def __init__(self, team_ids: Iterable[int]) -> None:
        wanted = sorted(set(team_ids))
        self.members = members()
        self.rounds = {row.team_id: row for row in _held(wanted)}
        if missing := [team_id for team_id in wanted if team_id not in self.rounds]:
            statements.insert([RoundRobin(team_id=team_id) for team_id in missing], or_skip=True)
            self.rounds = {row.team_id: row for row in _held(wanted)}

    def next(self, team_id: int) -> Turn:
        """The next member who works here and takes leads; the round moves on."""
        state, turn = self.rounds[team_id], Turn(None)
        for user in after(self.members.get(team_id, ()), state.last_user_id):
            if why := why_not(user):
                turn.passed_over.append({"name": user.name, "why": why})
                continue
            state.last_user_id = user.pk
            state.turn_count += 1
            turn.user = user
            break
        return turn


class TakenTurns:
    """Turns that were taken at once, in a transaction of their own, so that nobody waits for them.

    For those who bring in one file together: what one of them has to roll back and begins again
    has used up its turns, and the round goes on behind them.
    """

    def __init__(self, team_ids: Iterable[int]) -> None:
        wanted = Counter(team_ids)
        self.rounds: dict[int, RoundRobin] = {}  # nothing of them is left to be written
        with aside():
            held = Rounds(wanted)
            self.turns = {
                team_id: iter([held.next(team_id) for _ in range(count)])
                for team_id, count in wanted.items()
            }
            statements.update(list(held.rounds.values()), MOVING)

    def next(self, team_id: int) -> Turn:
        """The next of the turns that were taken."""
        return next(self.turns[team_id])


@kept
def members() -> Mapping[int, list[User]]:
    """Who belongs to each team, by key."""
    found: dict[int, list[User]] = defaultdict(list)
    for user in User.objects.filter(team__isnull=False).order_by("pk"):
        found[user.team_id or 0].append(user)
    return dict(found)


def _held(team_ids: Sequence[int]) -> list[RoundRobin]:
    if not team_ids:
        return []
    # Locked in one order everywhere, so that two batches never block each other.
    where = "WHERE team_id = ANY (%s::bigint[]) ORDER BY team_id FOR UPDATE"
    return statements.fetch(RoundRobin, where, [list(team_ids)])


def after(members: Sequence[User], last_id: int | None) -> list[User]:
    """The members in the order of their turns, beginning after the one who came last.

    By number and not by place, so that who joins or leaves does not shift the others' turns.
    """
    start = bisect_right(members, last_id or 0, key=attrgetter("pk"))
    return [*members[start:], *members[:start]]


def why_not(user: User) -> str:
    """Why somebody gets no lead now; '' when nothing is in the way."""
    if not user.is_active:
        return "is not active any more"
    return "" if user.is_taking_leads else "takes no leads at the moment"
