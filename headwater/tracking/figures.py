"""What was seen in the last days, with machines and without: for the page in Setup."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db.models import Count, Q, Sum
from django.utils import timezone

from headwater.records.engagement import Kind
from headwater.records.models import Engagement, Visitor
from headwater.tracking.page_count import PageCount

DAYS = 30
PAGES = (Kind.PAGE_VIEW, Kind.KEY_PAGE)
MOST = 12  # pages and reasons that are shown


@dataclass(slots=True)
class Line:
    """One kind of thing, page or reason: how many by people, how many by machines."""

    name: str
    people: int = 0
    machines: int = 0

    @property
    def both(self) -> int:
        return self.people + self.machines


@dataclass(slots=True)
class Figures:
    kinds: list[Line] = field(default_factory=list)
    pages: list[Line] = field(default_factory=list)
    reasons: list[Line] = field(default_factory=list)
    visitors: int = 0
    known: int = 0  # of the visitors, who said who they are
    unknown_views: int = 0  # looks at pages without consent, by people


def last_days(days: int = DAYS) -> Figures:
    """The last days; five queries."""
    since = timezone.now() - timedelta(days=days)
    events = Engagement.objects.filter(at__gte=since)
    counts = PageCount.objects.filter(day__gte=since.date())
    is_person = Q(bot_reason="")
    by_kind = events.order_by().values("kind").annotate(
        people=Count("pk", filter=is_person), machines=Count("pk", filter=~is_person)
    )  # fmt: skip
    lines = {kind: Line(str(kind.label)) for kind in Kind}
    for row in by_kind:
        line = lines[Kind(row["kind"])]
        line.people, line.machines = row["people"], row["machines"]
    pages: dict[str, Line] = {}
    reasons: dict[str, Line] = {}
    seen = events.filter(kind__in=PAGES).order_by().values_list("what", "bot_reason")
    seen_by_mail = events.exclude(kind__in=PAGES).exclude(bot_reason="").order_by()
    _add(pages, reasons, seen.annotate(n=Count("pk")))
    _add({}, reasons, seen_by_mail.values_list("what", "bot_reason").annotate(n=Count("pk")))
    unknown = counts.order_by().values_list("page", "bot_reason").annotate(n=Sum("count"))
    views = _add(pages, reasons, unknown)
    found = Visitor.objects.filter(last_at__gte=since).aggregate(
        all=Count("pk"), known=Count("lead")
    )  # fmt: skip
    return Figures(
        [line for line in lines.values() if line.both], _first(pages), _first(reasons),
        found["all"], found["known"], views,
    )  # fmt: skip


def _add(pages: dict[str, Line], reasons: dict[str, Line], rows: object) -> int:
    """Count rows of page, reason, number; returns how many of them were people's."""
    people = 0
    for page, reason, number in rows:  # type: ignore[attr-defined]
        line = pages.setdefault(page, Line(page))
        if reason:
            line.machines += number
            reasons.setdefault(reason, Line(reason)).machines += number
        else:
            line.people += number
            people += number
    return people


def _first(lines: dict[str, Line]) -> list[Line]:
    return sorted(lines.values(), key=lambda line: (-line.people, -line.machines, line.name))[:MOST]
