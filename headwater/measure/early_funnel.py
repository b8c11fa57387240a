"""The early stages by themselves: how many deals enter, go on into the pipeline, fall out.

Falling out here is what early stages are for. It is counted to learn which sources and people
bring deals that go on, never as a loss.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import Count, F, Q, Value
from django.db.models.expressions import RawSQL
from django.db.models.functions import Extract

from headwater.measure.by_the_hour import by_the_hour
from headwater.measure.closing import DAY, NO_SOURCE
from headwater.measure.figure import Period
from headwater.measure.filters import Filters
from headwater.measure.forecast import Owners
from headwater.measure.origin import IS_FROM_LEAD
from headwater.measure.percentile import Percentile
from headwater.measure.span import Span, Stretch
from headwater.people.models import User
from headwater.records.models import Opportunity, OpportunityStage
from headwater.records.stages import stages_in_use

ENTERED = Q(pipeline_at=None) | Q(pipeline_at__gt=F("created_at"))
WENT_ON = Q(pipeline_at__isnull=False)
# By the moment of closing: the index of these questions holds it.
FELL_OUT = Q(pipeline_at=None, closed_at__isnull=False)
STILL = Q(pipeline_at=None, closed_at=None)
ONE = Value(1)


@dataclass(frozen=True, slots=True)
class Line:
    """Deals of one source, owner and way; every one that entered is in one of the other three."""

    source: str
    owner_id: int
    is_from_lead: bool
    entered: int
    went_on: int
    fell_out: int
    still: int
    won: int


@dataclass(frozen=True, slots=True)
class Flow:
    """Lines added up: what they have in common, and what became of the deals."""

    key: Any
    entered: int = 0
    went_on: int = 0
    fell_out: int = 0
    still: int = 0
    won: int = 0

    @property
    def rate(self) -> float | None:
        """Share of those that are decided which went on into the pipeline; None: none is yet."""
        decided = self.went_on + self.fell_out
        return self.went_on / decided if decided else None


@dataclass(frozen=True, slots=True)
class Stage:
    """One early stage: how many of the deals were in it, and where they went from there."""

    name: str
    been: int
    went_on: int
    fell_out: int
    still: int
    median: float | None  # days in it


@dataclass(frozen=True, slots=True)
class Times:
    """Days until deals went on, or fell out; half of them within."""

    until_on: float | None
    until_out: float | None


@dataclass(frozen=True, slots=True)
class Early:
    """The three figures of one period together."""

    lines: list[Line]
    times: Times
    stages: list[Stage]


@by_the_hour()
def of_period(user: User, filters: Filters) -> Early:
    """Deals opened early in the period, of an owner or a team; three queries."""
    stretch = Stretch.of(filters.period.since, filters.period.until)
    whose: Owners = frozenset({filters.owner}) if filters.owner else None
    if filters.team:
        members = User.objects.filter(team_id=filters.team).values_list("pk", flat=True)
        whose = frozenset(members) if whose is None else whose & frozenset(members)
    return Early(
        flows(user, stretch, owners=whose), times(user, stretch, owners=whose),
        stages(user, stretch, stages_in_use(), owners=whose),
    )  # fmt: skip


def flows(user: User, span: Span | Stretch, *, owners: Owners = None) -> list[Line]:
    """Deals that were opened in an early stage in a span, and what became of them; one query."""
    rows = _entered(user, span, owners).annotate(is_from_lead=IS_FROM_LEAD)
    found = rows.values("lead_source", "owner_id", "is_from_lead").annotate(
        n=Count("*"), on=Count(ONE, filter=WENT_ON), out=Count(ONE, filter=FELL_OUT),
        here=Count(ONE, filter=STILL), won=Count(ONE, filter=Q(is_won=True)),
    )  # fmt: skip
    return [
        Line(
            row["lead_source"] or NO_SOURCE, row["owner_id"], row["is_from_lead"], row["n"],
            row["on"], row["out"], row["here"], row["won"],
        )
        for row in found.order_by()
    ]  # fmt: skip


def added(lines: Iterable[Line], key: Callable[[Line], Any]) -> list[Flow]:
    """Lines added up by any key, those that brought most first."""
    found: dict[Any, Flow] = {}
    for line in lines:
        so_far = found.get(key(line), Flow(key(line)))
        found[key(line)] = Flow(
            so_far.key, so_far.entered + line.entered, so_far.went_on + line.went_on,
            so_far.fell_out + line.fell_out, so_far.still + line.still, so_far.won + line.won,
        )  # fmt: skip
    return sorted(found.values(), key=lambda each: (-each.entered, str(each.key)))


def times(user: User, span: Span | Stretch, *, owners: Owners = None) -> Times:
    """How long deals stay in the early stages; one query."""
    rows = _entered(user, span, owners).annotate(
        on=Extract(F("pipeline_at") - F("created_at"), "epoch") / DAY,
        out=Extract(F("closed_at") - F("created_at"), "epoch") / DAY,
    )
    found = rows.aggregate(
        until_on=Percentile("on", 0.5, filter=WENT_ON),
        until_out=Percentile("out", 0.5, filter=FELL_OUT),
    )
    return Times(**found)


# A deal may come back to a stage and change within it: a stay is all of its time there. It fell
# out of the stage that it stood in when it was closed, and is still where its last row is open.
STAYS = """
WITH entered AS MATERIALIZED ({entered}),
stays AS (
    SELECT row.opportunity_id, row.stage_name, bool_or(row.ended_at IS NULL) AS is_here,
           max(row.ended_at) AS ended_at,
           max(entered.pipeline_at) AS pipeline_at, max(entered.closed_at) AS closed_at,
           sum(extract(epoch FROM row.ended_at - row.at)::float8) AS seconds
    FROM records_opportunityhistory row JOIN entered ON entered.id = row.opportunity_id
    WHERE row.forecast_category = 'Omitted' AND NOT row.is_closed AND NOT row.is_deleted
        AND row.at >= %s::timestamptz
    GROUP BY row.opportunity_id, row.stage_name
)
"""
IS_OUT = "(NOT is_here AND pipeline_at IS NULL AND closed_at = ended_at)"
COUNTED = f"""
SELECT stage_name, count(*), count(*) FILTER (WHERE is_here), count(*) FILTER (WHERE {IS_OUT}),
       percentile_cont(0.5) WITHIN GROUP (ORDER BY seconds) FILTER (WHERE NOT is_here)
FROM stays GROUP BY stage_name
"""  # noqa: S608
# What became of a deal in a stage; NULL counts as not.
BECAME = {
    "been": "true",
    "went_on": f"NOT is_here AND NOT coalesce({IS_OUT}, false)",
    "fell_out": IS_OUT,
    "still": "is_here",
}


def stages(
    user: User, span: Span | Stretch, known: Sequence[OpportunityStage], *, owners: Owners = None
) -> list[Stage]:
    """The early stages in order, for the deals that entered in the span; one query."""
    stays, params = _stays(_entered(user, span, owners), span)
    with connection.cursor() as cursor:
        cursor.execute(stays + COUNTED, params)
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    named = [stage.name for stage in known if stage.is_early]
    named += sorted(found.keys() - set(named))
    return [_stage(name, *found.get(name, (0, 0, 0, None))) for name in named]


def in_stage(period: Period, stage: str, end: str) -> Q:
    """Deals opened early in the period, whoever may see them, by what became of them in a stage:
    a key of BECAME."""
    stretch = Stretch.of(period.since, period.until)
    stays, params = _stays(_of_stretch(Opportunity.objects.alive(), stretch), stretch)
    which = f"stage_name = %s AND ({BECAME[end]})"
    sql = f"{stays} SELECT opportunity_id FROM stays WHERE {which}"  # noqa: S608
    return Q(pk__in=RawSQL(sql, [*params, stage]))  # noqa: S611


def _stays(entered: Any, span: Span | Stretch) -> tuple[str, list[Any]]:
    rows = entered.values("id", "pipeline_at", "closed_at").order_by()
    sql, params = rows.query.sql_with_params()
    return STAYS.format(entered=sql), [*params, span.starts_at]


def _stage(name: str, been: int, here: int, out: int, seconds: float | None) -> Stage:
    days = None if seconds is None else float(seconds) / DAY
    return Stage(name, been, been - here - out, out, here, days)


def _entered(user: User, span: Span | Stretch, owners: Owners) -> Any:
    rows = _of_stretch(Opportunity.objects.alive().visible_to(user), span)
    return rows if owners is None else rows.filter(owner_id__in=owners)


def _of_stretch(deals: Any, span: Span | Stretch) -> Any:
    return deals.filter(ENTERED, created_at__gte=span.starts_at, created_at__lt=span.ends_at)
