"""What sales makes of what marketing offers: accepted, rejected and why, and in time or not."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q
from django.utils import timezone

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.figure import Figure, Period, Row
from headwater.measure.filters import Filters
from headwater.people.models import User
from headwater.records.models import Handoff

Stage = Handoff.Stage
DECIDED = Q(stage__in=[Stage.ACCEPTED, Stage.REJECTED])
IN_TIME = DECIDED & (Q(clock=None) | Q(decided_at__lte=F("clock__due_at")))


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many offers came to what; passed on means that nobody decided in time."""

    label: str
    key: str
    accepted: int
    rejected: int
    passed_on: int
    in_time: int

    @property
    def rate(self) -> float | None:
        """Share of the decided ones that were accepted; None before the first decision."""
        decided = self.accepted + self.rejected
        return self.accepted / decided if decided else None

    @property
    def in_time_share(self) -> float | None:
        """Share of those whose time is over or that were decided that were decided in time."""
        over = self.accepted + self.rejected + self.passed_on
        return self.in_time / over if over else None


@dataclass(frozen=True, slots=True)
class Total:
    """All offers of a period: new ones, those that wait, and what the others came to."""

    offered: int
    waiting: int
    late: int
    withdrawn: int
    outcome: Outcome


@by_the_hour()
def total(user: User, asked: Period | Filters) -> Total:
    """All that `user` sees; offered counts each lead or deal once however often it passed on."""
    open_ones = waiting(asked).visible_to(user)
    wait = open_ones.aggregate(n=Count("id"), late=Count("id", filter=late()))
    counts = _offered(user, asked).aggregate(
        offered=Count("id", filter=Q(round=1)),
        withdrawn=Count("id", filter=Q(stage=Stage.WITHDRAWN)), **_sums(),
    )  # fmt: skip
    return Total(
        counts.pop("offered"), wait["n"], wait["late"], counts.pop("withdrawn"),
        Outcome("", "", **counts),
    )  # fmt: skip


@by_the_hour()
def reasons(user: User, asked: Period | Filters) -> Figure:
    """Why sales said no, the most frequent first; the note is the share of all rejections."""
    rows = _offered(user, asked).filter(stage=Stage.REJECTED)
    counts = list(rows.values_list("reason").annotate(n=Count("id")).order_by("-n", "reason"))
    every = sum(count for _, count in counts)
    return Figure(
        "Why sales said no",
        [Row(reason, count, note=f"{round(100 * count / every)} %") for reason, count in counts],
    )


@by_the_hour()
def by_source(user: User, asked: Period | Filters) -> list[Outcome]:
    """What became of the offers of each lead source, the most rejected first."""
    return _split(_offered(user, asked), "lead__lead_source", "lead__lead_source", "No source")


@by_the_hour()
def by_person(user: User, asked: Period | Filters) -> list[Outcome]:
    """What each person or queue that was offered something made of it."""
    return _split(_offered(user, asked), "offered_to_id", "offered_to__name", "")


def _split(rows: Any, key: str, label: str, nothing: str) -> list[Outcome]:
    grouped = rows.values(key, label).annotate(**_sums()).order_by("-rejected", label)
    return [
        Outcome(
            str(row[label]) or nothing, str(row[key]), row["accepted"], row["rejected"],
            row["passed_on"], row["in_time"],
        )
        for row in grouped
    ]  # fmt: skip


def _sums() -> dict[str, Count]:
    return {
        "accepted": Count("id", filter=Q(stage=Stage.ACCEPTED)),
        "rejected": Count("id", filter=Q(stage=Stage.REJECTED)),
        "passed_on": Count("id", filter=Q(stage=Stage.ESCALATED)),
        "in_time": Count("id", filter=IN_TIME),
    }


def offers(asked: Period | Filters) -> Any:
    """Offers of the period, whoever may see them."""
    rows = _narrowed(Handoff.objects.order_by(), asked)
    since = (asked.period if isinstance(asked, Filters) else asked).since
    return rows.filter(offered_at__gte=since) if since else rows


def waiting(asked: Period | Filters) -> Any:
    """Offers that nobody has decided about, whoever may see them and whenever they were made."""
    return _narrowed(Handoff.objects.waiting(), asked)


def late() -> Q:
    """Their time is up."""
    return Q(clock__due_at__lt=timezone.now())


def _offered(user: User, asked: Period | Filters) -> Any:
    return offers(asked).visible_to(user)


def _narrowed(rows: Any, asked: Period | Filters) -> Any:
    """Owner and team are of whoever was offered it."""
    if not isinstance(asked, Filters):
        return rows
    return rows.filter(asked.condition("lead__", owner="offered_to_id"))
