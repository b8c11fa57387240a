"""The forecast of this month, quarter and year on one page: how it stands, moved and changed."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from headwater.measure import forecast as said
from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.forecast import CATEGORIES, Cell
from headwater.measure.span import Span, around
from headwater.measure.waterfall import Frame, Part, waterfall
from headwater.people.models import User

SINCE = timedelta(days=30)
WEEKS = 12


@dataclass(frozen=True, slots=True)
class Outlook:
    """Each category now and `SINCE` ago, by month, week by week, and why it changed."""

    span: Span
    cells: dict[str, Cell]
    were: dict[str, Cell]
    months: dict[date, dict[str, Cell]]
    moments: list[datetime]
    moved: list[dict[str, Cell]]
    parts: dict[Part, tuple[int, Decimal]]


@by_the_hour("nothing")
def of_month(user: User) -> Outlook:
    return _outlook(user, "month")


@by_the_hour("nothing")
def of_quarter(user: User) -> Outlook:
    return _outlook(user, "quarter")


@by_the_hour("nothing")
def of_year(user: User) -> Outlook:
    return _outlook(user, "year")


LENGTHS = {"month": of_month, "quarter": of_quarter, "year": of_year}


def _outlook(user: User, length: str) -> Outlook:
    """Around today: four figures of the forecast, as its own page counts them."""
    span, now = around(timezone.localdate(), length), timezone.now()
    then = _month_ago()
    lines = said.forecast(user, span)
    were = _together(said.forecast(user, span, at=then))
    opened = sum((were[name].amount for name in CATEGORIES if name != "Closed"), Decimal(0))
    last = min(now, span.ends_at)
    moments = [last - timedelta(weeks=back) for back in range(WEEKS, -1, -1)]
    return Outlook(
        span, _together(lines), were, said.roll_up(lines, lambda line: line.month), moments,
        said.moved(user, span, moments),
        waterfall(user, Frame(span), then, now, start=opened).parts,
    )  # fmt: skip


def _month_ago() -> datetime:
    """The end of that day, as the page of the forecast takes it."""
    after = timezone.localdate() - SINCE + timedelta(days=1)
    return timezone.make_aware(datetime.combine(after, time.min))


def _together(lines: list[said.Line]) -> dict[str, Cell]:
    found = said.roll_up(lines, lambda line: "").get("", {})
    return dict.fromkeys(CATEGORIES, Cell()) | found
