"""Statuses, stages and values of lists: what the org says and we do not is added, and told."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from headwater.capture.export_rows import GROUP_OF
from headwater.catalog.picklists import FIXED, PICKLIST_OF, TABLES, PicklistValue
from headwater.moving.org import Org
from headwater.moving.shape import Shape
from headwater.moving.trouble import Closed
from headwater.records.models import LeadStatus, OpportunityStage
from headwater.records.stages import Forecast, Group

STATUSES = "SELECT MasterLabel, IsConverted FROM LeadStatus ORDER BY SortOrder"
STAGES = (
    "SELECT MasterLabel, DefaultProbability, ForecastCategoryName, IsActive, IsClosed, IsWon"
    " FROM OpportunityStage ORDER BY SortOrder"
)


def take_over(org: Org, shapes: Iterable[Shape], *, is_trial: bool = False) -> list[str]:
    """Add what is missing, in order, behind what is there; sentences about what was added."""
    told = _add("lead status", LeadStatus, _statuses(org), is_trial)
    told += _add("stage", OpportunityStage, _stages(org), is_trial)
    return told + _lists(shapes, is_trial)


def _read(org: Org, soql: str) -> list[dict[str, Any]]:
    try:
        return org.rows(soql)
    except Closed:
        return []


def _statuses(org: Org) -> list[LeadStatus]:
    return [
        status_of(str(row["MasterLabel"]), is_converted=bool(row.get("IsConverted")))
        for row in _read(org, STATUSES)
    ]


def status_of(name: str, *, is_converted: bool = False, is_active: bool = True) -> LeadStatus:
    """A status of this name as its words let one guess: closed if they say so."""
    meaning = GROUP_OF.get(name.lower()) or next(
        (group for word, group in GROUP_OF.items() if word in name.lower().split()), Group.CONTACTED
    )
    group = Group.CONVERTED if is_converted else meaning
    if group == Group.CONVERTED and not is_converted:
        group = Group.CONTACTED
    closed = is_converted or group == Group.NOT_QUALIFIED
    return LeadStatus(
        name=name, group=group, is_converted=is_converted, is_closed=closed, is_active=is_active
    )


def _stages(org: Org) -> list[OpportunityStage]:
    return [stage_of(row, str(row["MasterLabel"])) for row in _read(org, STAGES)]


def stage_of(row: Mapping[str, Any], name: str, *, is_active: bool = True) -> OpportunityStage:
    """A stage as the org says it, or, where it is gone there, as a deal in it lets one see."""
    is_closed, is_won = bool(row.get("IsClosed")), bool(row.get("IsWon"))
    forecast = Forecast.CLOSED if is_won else Forecast.OMITTED if is_closed else Forecast.PIPELINE
    chance = row.get("DefaultProbability") or row.get("Probability") or 0
    return OpportunityStage(
        name=name, is_closed=is_closed, is_won=is_won, probability=int(chance),
        forecast_category=forecast if is_closed else row.get("ForecastCategoryName") or forecast,
        is_active=is_active and bool(row.get("IsActive", True)),
    )  # fmt: skip


def _add(what: str, model: Any, wanted: Sequence[Any], is_trial: bool) -> list[str]:
    known = {name.lower() for name in model._default_manager.values_list("name", flat=True)}
    last = model._default_manager.order_by("-sort_order").values_list("sort_order", flat=True)
    place = (last.first() or 0) + 1
    missing = [row for row in wanted if row.name.lower() not in known]
    for number, row in enumerate(missing):
        row.sort_order = place + number
    if not is_trial:
        model._default_manager.bulk_create(missing)
    names = ", ".join(row.name for row in missing)
    return [f"New {what}: {names}."] if missing else []


def _lists(shapes: Iterable[Shape], is_trial: bool) -> list[str]:
    wanted: dict[str, dict[str, None]] = {}
    for shape in shapes:
        for said in shape.described:
            name = PICKLIST_OF.get((shape.kind.name, str(said["name"])), "")
            if name and name not in TABLES and name not in FIXED:
                offered = (str(each["value"]) for each in said.get("picklistValues") or ()
                           if each.get("active", True))  # fmt: skip
                wanted.setdefault(name, {}).update(dict.fromkeys(offered))
    known: dict[str, set[str]] = {}
    for name, value in PicklistValue.objects.values_list("picklist", "value"):
        known.setdefault(name, set()).add(value)
    rows, told = [], []
    for name, values in wanted.items():
        missing = [value for value in values if value and value not in known.get(name, set())]
        if missing:
            told.append(f"New in the list {name}: {', '.join(missing[:12])}"
                        f"{' …' if len(missing) > 12 else ''}.")  # fmt: skip
        rows += [PicklistValue(picklist=name, value=value[:255], sort_order=900 + place)
                 for place, value in enumerate(missing)]  # fmt: skip
    if not is_trial:
        PicklistValue.objects.bulk_create(rows, ignore_conflicts=True)
    return told


def canonical(model: Any) -> dict[str, Any]:
    """Lower-cased name → the row of that name."""
    return {row.name.lower(): row for row in model._default_manager.all()}
