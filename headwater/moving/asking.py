"""The questions of a move, in SOQL."""

import datetime as dt

from headwater.moving.models import Move, MoveStep
from headwater.moving.steps import Step


def condition(move: Move, step: Step) -> str:
    """Which rows of an object come in this move."""
    wanted = [step.where] if step.where else []
    if move.since and step.dated:
        wanted.append(f"{step.dated} >= {move.since.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}")
    if step.is_history and move.pk and (last := _read_before(move, step)):
        wanted.append(f"Id > '{last}'")
    return " AND ".join(wanted)


def _read_before(move: Move, step: Step) -> str:
    """History is never told twice: a later move of the same org begins where the last one ended."""
    earlier = MoveStep.objects.filter(
        move__org_id=move.org_id, move__lt=move.pk, name=step.name, is_done=True
    ).exclude(position="")
    return earlier.order_by("-move").values_list("position", flat=True).first() or ""


def soql(step: Step, fields: str, where: str, position: str, most: int) -> str:
    """The next page by the last id: no cursor that could run out while we are away."""
    wanted = [each for each in (where, f"Id > '{position}'" if position else "") if each]
    tail = f" WHERE {' AND '.join(wanted)}" if wanted else ""
    return f"SELECT {fields} FROM {step.object_name}{tail} ORDER BY Id LIMIT {most}"  # noqa: S608
