"""The capture balance: received = created + merged + quarantined + rejected + waiting, exactly."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from headwater.measure.figure import Period
from headwater.people.models import User
from headwater.records.models import Submission
from headwater.records.sharing import visible
from headwater.records.submission import Door, State


@dataclass(frozen=True, slots=True)
class Balance:
    """How many submissions were received through a door (or all), and what became of them."""

    door: str
    label: str
    received: int
    created: int
    merged: int
    quarantined: int
    rejected: int
    waiting: int
    waiting_since: datetime | None = None

    @property
    def is_even(self) -> bool:
        """Nothing is lost: the parts add up to what was received."""
        parts = self.created + self.merged + self.quarantined + self.rejected + self.waiting
        return parts == self.received


def capture_balance(user: User, period: Period) -> list[Balance]:
    """The sum of all doors first, then each door that received something."""
    seen = Submission.objects.filter(visible(Submission, user))
    if period.since:
        seen = seen.filter(received_at__gte=period.since)
    counted = list(seen.values("door", "state").annotate(n=Count("id"), since=Min("received_at")))
    doors = [door for door in Door if any(row["door"] == door for row in counted)]
    return [_balance("", "All doors", counted)] + [
        _balance(door.value, str(door.label), [row for row in counted if row["door"] == door])
        for door in doors
    ]


def _balance(door: str, label: str, rows: list[dict[str, object]]) -> Balance:
    counts = dict.fromkeys((state.value for state in State), 0)
    for row in rows:
        counts[str(row["state"])] += int(str(row["n"]))
    waiting = [row["since"] for row in rows if row["state"] == State.WAITING]
    return Balance(
        door=door,
        label=label,
        received=sum(int(str(row["n"])) for row in rows),
        waiting_since=min(waiting, default=None),  # type: ignore[type-var,arg-type]
        **counts,
    )
