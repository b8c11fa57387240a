"""What the pages of figures are asked for: whose deals, which period, and links back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_date

from headwater.catalog import ids
from headwater.measure.figure import both, quoted
from headwater.measure.span import Span, around, span_of
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.web.opportunities import whose
from headwater.web.opportunities.whose import Groups, Whose
from headwater.web.records import kinds

LENGTHS = (("month", "Month"), ("quarter", "Quarter"), ("year", "Year"))


@dataclass(frozen=True, slots=True)
class Asked:
    """One page of figures as its address asks for it."""

    user: User
    whose: Whose
    choices: Groups
    span: Span
    query: QueryDict

    @classmethod
    def of(cls, request: HttpRequest, *, usual: str = "quarter") -> "Asked":
        user = kinds.person(request)
        span = span_of(request.GET.get("period", ""), today=timezone.localdate(), usual=usual)
        groups = whose.choices(user)
        chosen = whose.chosen(groups, user, request.GET.get("whose", ""))
        return cls(user, chosen, groups, span, request.GET)

    @property
    def owners(self) -> frozenset[int] | None:
        return self.whose.owners

    def context(self) -> dict[str, Any]:
        """What the head of every page of figures shows."""
        today = timezone.localdate()
        return {
            "asked": self, "whose_choices": self.choices, "span": self.span,
            "before": self._with(period=self.span.beside(-1).key),
            "after": self._with(period=self.span.beside(1).key),
            "lengths": [
                (word, self._with(period=self._of_length(length, today).key),
                 length == self.span.length)
                for length, word in LENGTHS
            ],
            "currency": organization().currency,
        }  # fmt: skip

    def _of_length(self, length: str, today: date) -> Span:
        """The month, quarter or year around what is shown; around today when that holds today."""
        return around(today if self.span.holds(today) else self.span.since, length)

    def _with(self, **changes: str) -> str:
        return "?" + urlencode({**self.query.dict(), **changes})

    def deals(self, *criteria: str, view: str = "all", owner_id: int | None = None) -> str:
        """The address of the list with the deals behind a number."""
        owner = f"OwnerId = '{ids.encode(whose.USER, owner_id)}'" if owner_id else ""
        where = both(owner or self.whose.criteria, *criteria)
        return f"{reverse('opportunities')}?{urlencode({'view': view, 'where': where})}"


def within(column: str, span: Span) -> str:
    """Criteria: a date in the span."""
    return f"{column} >= {span.since} AND {column} < {span.until}"


def within_moments(column: str, span: Span) -> str:
    """Criteria: a moment in the span."""
    since, until = (f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
                    for at in (span.starts_at, span.ends_at))  # fmt: skip
    return f"{column} >= {since} AND {column} < {until}"


def is_said(column: str, value: str, nothing: str) -> str:
    """Criteria: a text column holds a value; `nothing` is the word for an empty one."""
    return f"{column} = {'null' if value == nothing else quoted(value)}"


def day_asked(text: str) -> date | None:
    """A day from an address; None for anything else."""
    try:
        return parse_date(text)
    except ValueError:
        return None


def end_of(day: date) -> datetime:
    """The moment at which a day was over, or now while it is not."""
    midnight = datetime.combine(day + timedelta(days=1), time.min)
    return min(timezone.make_aware(midnight), timezone.now())
