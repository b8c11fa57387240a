"""The figures of a week beside those of the week before: in all, by program, by campaign."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import connection

from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records.models import Campaign, Lead, Opportunity
from headwater.records.sharing import EVERYTHING, visible
from headwater.weekly.facts import FACTS, SUMMED
from headwater.weekly.weeks import Week


@dataclass(slots=True)
class Pair:
    """A number of the week, and the same of the week before."""

    now: Decimal = Decimal(0)
    before: Decimal = Decimal(0)

    @property
    def change(self) -> Decimal:
        return self.now - self.before

    @property
    def size(self) -> Decimal:
        """Of the change, whatever its sign."""
        return abs(self.change)


@dataclass(slots=True)
class Line:
    """The figures of one program, one campaign, or all; `amount` is of the deals won, in the
    organisation's currency."""

    name: str = ""
    campaign_id: int | None = None
    sent: Pair = field(default_factory=Pair)
    opened: Pair = field(default_factory=Pair)
    clicked: Pair = field(default_factory=Pair)
    replied: Pair = field(default_factory=Pair)
    qualified: Pair = field(default_factory=Pair)
    won: Pair = field(default_factory=Pair)
    amount: Pair = field(default_factory=Pair)

    @property
    def pairs(self) -> list[tuple[str, Pair]]:
        return [(name, getattr(self, name)) for name in (*FACTS, "amount")]

    @property
    def is_empty(self) -> bool:
        return not any(pair.now or pair.before for _, pair in self.pairs)


@dataclass(slots=True)
class Report:
    """A week as somebody sees it."""

    week: Week
    all: Line = field(default_factory=Line)
    programs: list[Line] = field(default_factory=list)
    campaigns: list[Line] = field(default_factory=list)


Row = tuple[str, str, int | None, bool, int, Decimal]


def report(week: Week, user: User) -> Report:
    """What `user` may see of it: one query for each figure."""
    with moment():
        return _report(week, user)


def _report(week: Week, user: User) -> Report:
    found: dict[tuple[str, str, int | None], Line] = {("all", "", None): Line()}
    for name in FACTS:
        for axis, label, key, is_now, count, amount in _rows(name, week, user):
            line = found.setdefault((axis, label, key), Line(label, key))
            _put(getattr(line, name), is_now, Decimal(count))
            if name == "won":
                _put(line.amount, is_now, amount)
    keys = [key for axis, _, key in found if axis == "campaign"]
    seen = set(Campaign.objects.visible_to(user).filter(pk__in=keys).values_list("pk", flat=True))
    return Report(
        week, found["all", "", None],
        _ordered(line for (axis, _, _), line in found.items() if axis == "program"),
        _ordered(line for (axis, _, key), line in found.items()
                 if axis == "campaign" and key in seen),
    )  # fmt: skip


def _put(pair: Pair, is_now: bool, value: Decimal) -> None:
    if is_now:
        pair.now = value
    else:
        pair.before = value


def _ordered(lines: Iterable[Line]) -> list[Line]:
    """What brought most stands first."""
    return sorted(
        lines, key=lambda line: (-line.amount.now, -line.qualified.now, -line.sent.now, line.name)
    )


def _rows(name: str, week: Week, user: User) -> list[Row]:
    narrower, more = only(name, user)
    values = [week.starts_at, week.before.starts_at, week.ends_at, *more]
    with connection.cursor() as cursor:
        cursor.execute(SUMMED.format(fact=FACTS[name] + narrower), values)
        return list(cursor.fetchall())


def only(name: str, user: User) -> tuple[str, list[Any]]:
    """Only what hangs on leads (deals) that `user` sees; nothing is added for who sees all."""
    model, column = (Opportunity, "m.id") if name == "won" else (Lead, "m.lead_id")
    if visible(model, user) == EVERYTHING:
        return "", []
    keys = model.objects.visible_to(user).order_by().values("pk")
    sql, values = keys.query.sql_with_params()
    return f" AND {column} IN ({sql})", list(values)
