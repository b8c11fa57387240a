"""/reports/history: how it stood on one morning beside another one, or beside now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from headwater.measure import leaks, snapshots
from headwater.measure.daily_snapshot import SnapshotDay, What
from headwater.measure.figure import both, quoted
from headwater.measure.forecast import CATEGORIES
from headwater.measure.leak_classes import CLASSES
from headwater.measure.snapshots import Standing
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.people.standing import moment
from headwater.records import stages
from headwater.web.charts.chart import Chart, Series
from headwater.web.records.kinds import person
from headwater.web.reports import leak_list
from headwater.web.reports.frame import frame

USUAL = timedelta(days=30)
OPEN = "IsConverted = false AND IsClosed = false"
TONES = ("c1", "c2", "c3", "c4", "c5", "c6")
MOST_OWNERS = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """One figure: what is counted, in which order, and where what stands now is listed."""

    what: What
    key: str
    title: str
    head: str
    link: Callable[[str], str]
    order: Callable[[], Iterable[str]] = tuple
    is_money: bool = False


@dataclass(frozen=True, slots=True)
class Sides:
    """A kept morning and what it stands beside: another one, or now (None)."""

    user: User
    then: date
    other: date | None

    def of(self, what: What) -> tuple[Standing, Standing]:
        was = snapshots.stood(self.user, self.then, what)
        if self.other:
            return was, snapshots.stood(self.user, self.other, what)
        return was, snapshots.stands(self.user, timezone.now(), what)

    @property
    def words(self) -> tuple[str, str]:
        return _words(self.then), _words(self.other) if self.other else "Now"


@require_safe
def history(request: HttpRequest) -> HttpResponse:
    """GET /reports/history?then=2026-03-01&beside=2026-04-01; beside: now unless a day is named."""
    user, today = person(request), leaks.today(timezone.now())
    wanted = _day(request.GET.get("then", "")) or today - USUAL
    until = _day(request.GET.get("beside", ""))
    first = SnapshotDay.objects.filter(is_from_trail=False).order_by("day").first()
    then = snapshots.nearest(wanted)
    of_deals = snapshots.nearest(wanted, is_of_leads=False)
    with moment():
        leads = _of_leads(Sides(user, then.day, _beside(until))) if then else []
        deals = _of_deals(Sides(user, of_deals.day, _beside(until))) if of_deals else []
        lines = [_line(user, What.LEAD_STATUS, today), _line(user, What.DEAL_STAGE, today)]
    return frame(
        request, "history", shown=(), charts=[*leads, *deals, *lines], wanted=wanted, until=until,
        today=today, first=first, shown_leads=[chart.key for chart in leads],
        shown_deals=[chart.key for chart in deals],
        then=then, then_of_deals=of_deals,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 2000 <= day.year < 2100 else None


def _beside(day: date | None) -> date | None:
    """Now; where there are too many leads to count for each look, the last kept morning."""
    if day is None and not leaks.is_large():
        return None
    kept = snapshots.nearest(day or leaks.today(timezone.now()))
    return kept.day if kept else None


def _words(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _of_leads(sides: Sides) -> list[Chart]:
    statuses, *others = LEADS
    standings = sides.of(statuses.what)
    return [_pair(statuses, sides, standings), _by_owner(sides, standings),
            *(_pair(each, sides, sides.of(each.what)) for each in others)]  # fmt: skip


def _of_deals(sides: Sides) -> list[Chart]:
    return [_pair(STAGES, sides, sides.of(STAGES.what)), _months(sides)]


def _by_owner(sides: Sides, standings: tuple[Standing, Standing]) -> Chart:
    was, now = (standing.by_owner for standing in standings)
    known = owners()
    most = {key: max(was.get(key, 0), now.get(key, 0)) for key in was.keys() | now.keys()}
    people = sorted(most, key=lambda key: (-most[key], key))[:MOST_OWNERS]
    words = sides.words
    return Chart(
        "owners", "Open leads by owner", "bars", [str(known[key]) for key in people],
        [Series(words[0], [was.get(key, 0) for key in people], "mute"),
         Series(words[1], [now.get(key, 0) for key in people], "c1")], head="Owner",
    )  # fmt: skip


def _pair(shown: Shown, sides: Sides, standings: tuple[Standing, Standing]) -> Chart:
    """Two bars for each name. Only what stands now can be opened: records move on."""
    names = _in_order((key for each in standings for key in each.counts), shown.order())
    values: list[list[float]] = [
        [float(each.amounts.get(name, 0)) if shown.is_money else each.counts.get(name, 0)
         for name in names] for each in standings
    ]  # fmt: skip
    was, now = sides.words
    links = () if sides.other else [shown.link(name) for name in names]
    return Chart(
        shown.key, shown.title, "bars", [_label(shown.key, name) for name in names],
        [Series(was, values[0], "mute"), Series(now, values[1], "c1", links)],
        unit=organization().currency if shown.is_money else "leads", head=shown.head,
        nothing="Nothing stood there on either day.",
    )  # fmt: skip


def _label(key: str, name: str) -> str:
    if key == "leaks":
        return next((kind.name for kind in CLASSES if kind.key == name), name)
    return name or "No source"


def _in_order(names: Iterable[str], order: Iterable[str]) -> list[str]:
    """In the order of the path; what is no longer in it comes last."""
    place = {name: at for at, name in enumerate(order)}
    return sorted(set(names), key=lambda name: (place.get(name, len(place)), name))


def _months(sides: Sides) -> Chart:
    """What was won and expected in each month that either day looked ahead to."""
    was, now = (standing.amounts for standing in sides.of(What.FORECAST))
    months = {key.partition("|")[0] for key in (*was, *now)}
    names = sorted(name for name in months if name >= f"{sides.then:%Y-%m}")

    def total(amounts: dict[str, Decimal], month: str) -> float:
        return float(sum(amounts.get(f"{month}|{each}", Decimal(0)) for each in CATEGORIES))

    return Chart(
        "months", "Forecast by month", "bars",
        [f"{date.fromisoformat(f'{name}-01'):%B %Y}" for name in names],
        [Series(sides.words[0], [total(was, name) for name in names], "mute"),
         Series(sides.words[1], [total(now, name) for name in names], "c1")],
        unit=organization().currency, head="Month", note="won and expected, without early stages",
        nothing="No deal was expected on either day.",
    )  # fmt: skip


def _line(user: User, what: What, today: date) -> Chart:
    """Every kept morning of the last three months."""
    found = snapshots.by_day(user, what, today - timedelta(days=92))
    is_money = what == What.DEAL_STAGE
    order = list(stages.known_stages() if is_money else stages.known())
    names = _in_order([key for each in found.values() for key in each.counts], order)
    return Chart(
        f"all_{what}", f"{what.label}, morning by morning", "stacked",
        [f"{day.day} {day:%b}" for day in found],
        [Series(name, [float(each.amounts.get(name, 0)) if is_money else each.counts.get(name, 0)
                       for each in found.values()], TONES[place % len(TONES)])
         for place, name in enumerate(names)],
        unit=organization().currency if is_money else "leads", upright=True, head="Morning",
        nothing="The first morning comes tonight.",
    )  # fmt: skip


def _status_link(name: str) -> str:
    return _leads(f"Status = {quoted(name)}")


def _source_link(name: str) -> str:
    return _leads(f"LeadSource = {quoted(name) if name else 'null'}")


def _leads(where: str) -> str:
    return f"{reverse('leads')}?{urlencode({'where': both(OPEN, where)})}"


def _stage_link(name: str) -> str:
    where = f"StageName = {quoted(name)} AND IsClosed = false"
    return f"{reverse('opportunities')}?{urlencode({'view': 'all', 'where': where})}"


LEADS = (
    Shown(What.LEAD_STATUS, "statuses", "Open leads by status", "Status", _status_link,
          stages.known),
    Shown(What.LEAD_SOURCE, "sources", "Open leads by source", "Source", _source_link),
    Shown(What.LEAK, "leaks", "Open leads by class of the leak report", "Class", leak_list.url_of,
          lambda: [kind.key for kind in CLASSES]),
)  # fmt: skip
STAGES = Shown(What.DEAL_STAGE, "stages", "Open deals by stage", "Stage", _stage_link,
               stages.known_stages, is_money=True)  # fmt: skip
