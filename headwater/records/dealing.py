"""Deeds on opportunities: opening deals, moving them along their stages, taking a move back.

What a stage implies (probability, forecast category, open, won, lost) is copied onto the row;
every change of stage, amount or close date leaves a row of history (see deal_history).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records import deal_history, trail, uniqueness, writing
from headwater.records.contact import Contact
from headwater.records.opportunity import (
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
)
from headwater.records.problem import Problem, Refused
from headwater.records.stage_needs import missing
from headwater.records.stages import OpportunityStage, known_stages, stages_in_use
from headwater.records.trail import TrailEntry

# What a move may change; taking it back restores exactly these.
OF_A_MOVE = (
    "stage_name", "probability", "forecast_category", "is_closed", "is_won", "stage_changed_at",
    "closed_at", "pipeline_at", "amount", "close_on", "loss_reason", "win_reason",
)  # fmt: skip
ADVANCED = "opportunity.advanced"


@dataclass(frozen=True, slots=True)
class Opening:
    """A deal to be opened: its values by attribute, and who is its primary contact."""

    given: Mapping[str, Any]
    contact: Contact | None = None
    role: str = ""
    because: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new deal with the rows that came with it."""

    deal: Opportunity
    part: OpportunityContactRole | None
    moment: OpportunityHistory


def open_deals(wanted: Sequence[Opening], *, by: User | None) -> list[Opened | Refused]:
    """New deals in the order asked for, one statement a table; a refused one leaves the others.

    Raises Refused when a unique value is held by another deal: nothing is written then.
    """
    now = timezone.now()
    found: list[Opened | Refused] = []
    with moment():
        for each in wanted:
            try:
                found.append(_opened(each, by, now))
            except Refused as refused:
                found.append(refused)
    pairs = [(each, one) for each, one in zip(wanted, found, strict=True)
             if isinstance(one, Opened)]  # fmt: skip
    if pairs:
        _save_opened(pairs, by, now)
    return found


def open_deal(
    given: Mapping[str, Any],
    *,
    by: User | None,
    contact: Contact | None = None,
    role: str = "",
    because: dict[str, Any] | None = None,
) -> Opportunity:
    """A new deal from values by attribute; without a stage it starts in the first early one.

    `contact` becomes its primary contact. Raises Refused, also when a stage beyond the early ones
    lacks its amount or close date.
    """
    [opened] = open_deals([Opening(given, contact, role, because)], by=by)
    if isinstance(opened, Refused):
        raise opened
    return opened.deal


def new_deal(given: Mapping[str, Any], *, by: User | None, at: datetime) -> Opportunity:
    """In memory: what was given, what the stage implies, and what was given against that.

    Raises Refused with everything that is wrong or missing.
    """
    stage = _stage(given.get("stage_name") or first_stage().name)
    owner = given.get("owner_id") or (by.pk if by else None)
    wanted = {**given, "stage_name": stage.name, "owner_id": owner}
    fitted = writing.fit(objects.get("Opportunity"), wanted, is_new=True)
    deal = Opportunity(created_at=at, created_by=by, modified_at=at, modified_by=by)
    writing.place(deal, fitted)
    deal.enter(stage, at=at)
    for attribute in ("probability", "forecast_category"):
        if given.get(attribute) not in (None, ""):
            setattr(deal, attribute, fitted[attribute])
    _refuse(missing(deal, stage, is_moving=False))
    return deal


def _opened(each: Opening, by: User | None, now: datetime) -> Opened:
    deal = new_deal(each.given, by=by, at=now)
    part = None
    if each.contact:
        part = OpportunityContactRole(
            contact=each.contact, role=each.role, is_primary=True, created_at=now, created_by=by,
            modified_at=now, modified_by=by,
        )  # fmt: skip
    return Opened(deal, part, deal_history.moment_of(deal, by=by, at=now))


def _save_opened(
    pairs: Sequence[tuple[Opening, Opened]], by: User | None, now: datetime
) -> None:  # fmt: skip
    deals = [one.deal for _, one in pairs]
    with transaction.atomic():
        Opportunity.objects.bulk_create(deals)
        uniqueness.remember(objects.get("Opportunity"), deals)
        for _, one in pairs:
            one.moment.opportunity = one.deal
            if one.part:
                one.part.opportunity = one.deal
        OpportunityContactRole.objects.bulk_create([one.part for _, one in pairs if one.part])
        OpportunityHistory.objects.bulk_create([one.moment for _, one in pairs])
        trail.write(
            trail.entry("opportunity.created", one.deal, by=by, at=now, because=each.because)
            for each, one in pairs
        )


def advance(
    deals: Sequence[Opportunity],
    stage_name: str,
    *,
    by: User | None,
    loss_reason: str = "",
    win_reason: str = "",
    amount: Decimal | None = None,
    close_on: date | None = None,
) -> int:
    """Move deals to a stage with all that it implies; returns how many really moved.

    `amount` and `close_on` fill what the stage asks for and a deal lacks. Raises Refused when
    something is still missing, the fields that the stage asks for included: a closed deal is
    closed today unless it says otherwise.
    """
    stage, now = _stage(stage_name), timezone.now()
    moving = [deal for deal in deals if deal.stage_name != stage.name]
    before = {deal.pk: _state(deal) for deal in moving}
    problems: list[Problem] = []
    for deal in moving:
        deal.enter(stage, at=now)
        deal.loss_reason = loss_reason if stage.is_lost else ""
        deal.win_reason = win_reason if stage.is_won else ""
        deal.amount = deal.amount if amount is None else amount
        deal.close_on = close_on or (_today() if stage.is_closed else deal.close_on)
        problems += missing(deal, stage)
    if problems:
        for deal in moving:  # nothing happened, so nothing may look as if it had
            _restore(deal, before[deal.pk])
        _refuse(problems)
    _save_moves(moving, before, by, ADVANCED, now)
    return len(moving)


def take_back(deals: Sequence[Opportunity], *, by: User | None) -> int:
    """Undo the last move of these deals exactly; a deal that was changed since stays as it is."""
    moves: dict[int, TrailEntry] = {}
    for entry in trail.about(*deals).filter(event=ADVANCED).order_by("id") if deals else ():
        moves[entry.record_id] = entry
    moving = [deal for deal in deals if deal.pk in moves and _is_as_left(deal, moves[deal.pk])]
    before = {deal.pk: _state(deal) for deal in moving}
    for deal in moving:
        _restore(deal, {name: pair[0] for name, pair in moves[deal.pk].changes.items()})
    _save_moves(moving, before, by, "opportunity.moved_back", timezone.now())
    return len(moving)


def first_stage() -> OpportunityStage:
    """Where a deal starts: the first early stage, or the first open one where there is none."""
    stages = [stage for stage in stages_in_use() if not stage.is_closed]
    if not stages:
        message = "There is no open stage to start in."
        raise Refused([Problem("StageName", "INVALID_STATUS", message)])
    return next((stage for stage in stages if stage.is_early), stages[0])


def _stage(name: str) -> OpportunityStage:
    stage = known_stages().get(name)
    if stage is None or not stage.is_active:
        raise Refused([Problem("StageName", "INVALID_STATUS", f"There is no stage “{name}”.")])
    return stage


def _refuse(problems: list[Problem]) -> None:
    if problems:
        raise Refused(problems)


def _state(deal: Opportunity) -> dict[str, Any]:
    return {attribute: getattr(deal, attribute) for attribute in OF_A_MOVE}


def _restore(deal: Opportunity, values: Mapping[str, Any]) -> None:
    for attribute, value in values.items():
        setattr(deal, attribute, _typed(attribute, value))


def _is_as_left(deal: Opportunity, move: TrailEntry) -> bool:
    return all(getattr(deal, name) == _typed(name, pair[1]) for name, pair in move.changes.items())


def _typed(attribute: str, value: Any) -> Any:
    column: Any = Opportunity._meta.get_field(attribute)
    return column.to_python(value)


def _save_moves(
    deals: Sequence[Opportunity], before: Mapping[int, dict[str, Any]], by: User | None, event: str,
    now: datetime,
) -> None:  # fmt: skip
    entries = []
    for deal in deals:
        deal.modified_at, deal.modified_by = now, by
        was = before[deal.pk]
        changes = {
            name: [trail.told(was[name]), trail.told(value)]
            for name, value in _state(deal).items()
            if was[name] != value
        }
        entries.append(trail.entry(event, deal, by=by, at=now, changes=changes))
    if not deals:
        return
    with transaction.atomic():
        writing.store(deals, [*OF_A_MOVE, "modified_at", "modified_by"])
        deal_history.remember(deals, by=by, at=now)
        trail.write(entries)


def _today() -> date:
    return timezone.localdate()
