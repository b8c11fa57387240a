"""Where the turns of each team stand: one row, held by whoever gives leads out."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models

from headwater.database import statements
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.route.weighted_turns import UNIT, Round


class RoundRobin(models.Model):
    """A team's round (see `Round`): who had the last lead, how many were given out so far,
    everybody's credit in parts of `unit`, and the turns that were given back."""

    team = models.OneToOneField("people.Team", models.CASCADE, primary_key=True, related_name="+")
    last_user = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    turn_count = models.PositiveBigIntegerField(default=0)
    unit = models.PositiveBigIntegerField(default=UNIT)
    credits: Any = models.JSONField(default=dict)
    owed: Any = models.JSONField(default=list)

    @property
    def round(self) -> Round:
        """The round to be played; `keep` takes it back."""
        standing = {int(user): credit for user, credit in self.credits.items()}
        return Round(standing, self.unit, [*self.owed], self.last_user_id or 0, self.turn_count)

    def keep(self, played: Round) -> None:
        """Take over how a round stands now; it is not written here."""
        self.credits = {str(user): credit for user, credit in played.credits.items()}
        self.unit, self.owed = played.unit, played.owed
        self.last_user_id, self.turn_count = played.last or None, played.count


MOVING = ("last_user_id", "turn_count", "unit", "credits", "owed")


def hold(team_ids: Iterable[int]) -> dict[int, RoundRobin]:
    """The rows of these teams, held until the transaction ends: others wait for their turn."""
    wanted = sorted(set(team_ids))
    rows = {row.team_id: row for row in _held(wanted)}
    if missing := [team_id for team_id in wanted if team_id not in rows]:
        statements.insert([RoundRobin(team_id=team_id) for team_id in missing], or_skip=True)
        rows = {row.team_id: row for row in _held(wanted)}
    return rows


@kept
def members() -> Mapping[int, Sequence[User]]:
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
