"""Deeds on opportunities: opening a deal, moving it along its stages, and taking a move back.

What a stage implies (probability, forecast category, open, won, lost) is copied onto the row;
every change of stage, amount or close date leaves a row of history, as in Salesforce.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.contact import Contact
from headwater.records.opportunity import (
    Opportunity,
    OpportunityContactRole,
    OpportunityHistory,
)
from headwater.records.problem import Problem, Refused
from headwater.records.stages import OpportunityStage
from headwater.records.trail import TrailEntry

# What a move may change; taking it back restores exactly these.
OF_A_MOVE = (
    "stage_name", "probability", "forecast_category", "is_closed", "is_won", "stage_changed_at",
    "closed_at", "amount", "close_on", "loss_reason",
)  # fmt: skip
ADVANCED = "opportunity.advanced"


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
    stage, now = _stage(given.get("stage_name") or first_stage().name), timezone.now()
    deal = _new_deal(given, stage, by, now)
    _refuse(_missing(deal, stage))
    with transaction.atomic():
        deal.save(force_insert=True)
        writing.remember_external_ids(objects.get("Opportunity"), [deal])
        if contact:
            add_contact(deal, contact, by=by, role=role)
        OpportunityHistory.objects.bulk_create([_moment(deal, by, now)])
        trail.write([trail.entry("opportunity.created", deal, by=by, at=now, because=because)])
    return deal


def _new_deal(
    given: Mapping[str, Any], stage: OpportunityStage, by: User | None, now: datetime
) -> Opportunity:
    """In memory: what was given, what the stage implies, and what was given against that."""
    owner = given.get("owner_id") or (by.pk if by else None)
    wanted = {**given, "stage_name": stage.name, "owner_id": owner}
    fitted = writing.fit(objects.get("Opportunity"), wanted, is_new=True)
    deal = Opportunity(created_at=now, created_by=by, modified_at=now, modified_by=by)
    writing.place(deal, fitted)
    deal.enter(stage, at=now)
    for attribute in ("probability", "forecast_category"):
        if given.get(attribute) not in (None, ""):
            setattr(deal, attribute, fitted[attribute])
    return deal


def add_contact(
    deal: Opportunity, contact: Contact, *, by: User | None, role: str = ""
) -> OpportunityContactRole | None:
    """Give a contact a part in a deal, the primary one if nobody has it; None if already in it."""
    parts = list(OpportunityContactRole.objects.filter(opportunity=deal))
    if any(part.contact_id == contact.pk for part in parts):
        return None
    return OpportunityContactRole.objects.create(
        opportunity=deal, contact=contact, role=role, created_by=by, modified_by=by,
        is_primary=not any(part.is_primary for part in parts),
    )  # fmt: skip


def advance(
    deals: Sequence[Opportunity],
    stage_name: str,
    *,
    by: User | None,
    loss_reason: str = "",
    amount: Decimal | None = None,
    close_on: date | None = None,
) -> int:
    """Move deals to a stage with all that it implies; returns how many really moved.

    `amount` and `close_on` fill what the stage asks for and a deal lacks. Raises Refused when
    something is still missing: a closed deal is closed today unless it says otherwise.
    """
    stage, now = _stage(stage_name), timezone.now()
    moving = [deal for deal in deals if deal.stage_name != stage.name]
    before = {deal.pk: _state(deal) for deal in moving}
    problems: list[Problem] = []
    for deal in moving:
        deal.enter(stage, at=now)
        deal.loss_reason = loss_reason if stage.is_closed and not stage.is_won else ""
        deal.amount = deal.amount if amount is None else amount
        deal.close_on = close_on or (_today() if stage.is_closed else deal.close_on)
        problems += _missing(deal, stage)
    if problems:
        for deal in moving:  # nothing happened, so nothing may look as if it had
            _restore(deal, before[deal.pk])
        _refuse(problems)
    _save_moves(moving, before, by, ADVANCED)
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
    _save_moves(moving, before, by, "opportunity.moved_back")
    return len(moving)


def first_stage() -> OpportunityStage:
    """Where a deal starts: the first early stage, or the first open one where there is none."""
    stages = list(OpportunityStage.objects.filter(is_active=True, is_closed=False))
    if not stages:
        message = "There is no open stage to start in."
        raise Refused([Problem("StageName", "INVALID_STATUS", message)])
    return next((stage for stage in stages if stage.is_early), stages[0])


def _stage(name: str) -> OpportunityStage:
    stage = OpportunityStage.objects.filter(name=name, is_active=True).first()
    if stage is None:
        raise Refused([Problem("StageName", "INVALID_STATUS", f"There is no stage “{name}”.")])
    return stage


def _missing(deal: Opportunity, stage: OpportunityStage) -> list[Problem]:
    """What a stage asks for. An early or lost deal may do without an amount and a close date."""
    lost = stage.is_closed and not stage.is_won
    wanted: list[tuple[str, Any, str]] = []
    if not (stage.is_early or lost):
        wanted.append(("Amount", deal.amount, "an amount"))
        wanted.append(("CloseDate", deal.close_on, "a close date"))
    if lost:
        wanted.append(("LossReason", deal.loss_reason, "the reason"))
    return [
        Problem(field, "REQUIRED_FIELD_MISSING", f"{stage.name} needs {words}: {deal.name}.")
        for field, value, words in wanted
        if value in (None, "")
    ]


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
    deals: Sequence[Opportunity], before: Mapping[int, dict[str, Any]], by: User | None, event: str
) -> None:
    now = timezone.now()
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
        OpportunityHistory.objects.bulk_create([_moment(deal, by, now) for deal in deals])
        trail.write(entries)


def _moment(deal: Opportunity, by: User | None, at: Any) -> OpportunityHistory:
    return OpportunityHistory(
        opportunity=deal, at=at, by=by, stage_name=deal.stage_name, amount=deal.amount,
        probability=deal.probability, close_on=deal.close_on,
        forecast_category=deal.forecast_category,
    )  # fmt: skip


def _today() -> date:
    return timezone.localdate()
