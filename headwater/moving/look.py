"""A dry run: what would come, and what has no place here. Nothing is written."""

import datetime as dt
from typing import Any

from headwater.catalog import objects
from headwater.moving import words
from headwater.moving.asking import condition
from headwater.moving.models import Move
from headwater.moving.org import Org
from headwater.moving.shape import shape_of
from headwater.moving.steps import STEPS
from headwater.moving.trouble import Closed


def look(org: Org, *, since: dt.datetime | None = None) -> dict[str, Any]:
    """`counts` by object, `closed` with the reason, `homeless` and `added` fields, `words`."""
    found: dict[str, Any] = {"counts": {}, "closed": {}, "homeless": {}, "added": {}}
    trial, shapes = Move(since=since), []
    for step in STEPS:
        try:
            if step.is_record:
                shape = shape_of(org, objects.get(step.object_name))
                shapes.append(shape)
                found["homeless"][step.name] = shape.homeless
                found["added"][step.name] = [each.name for each in shape.added]
            where = condition(trial, step)
            count = org.count(step.object_name, where, all_rows=step.all_rows)
            found["counts"][step.name] = count
        except Closed as closed:
            found["closed"][step.name] = str(closed)
    found["words"] = words.take_over(org, shapes, is_trial=True)
    return found


def told(found: dict[str, Any]) -> str:
    """The same as text."""
    out = ["This would come; nothing was changed.", ""]
    out += [f"{name:<28}{count:>12,}" for name, count in found["counts"].items()]
    out += [f"{name:<28}  left out: {why}" for name, why in found["closed"].items()]
    out.append("")
    for name, fields in found["added"].items():
        out += [f"New fields of {name}: {', '.join(fields)}."] if fields else []
    for name, fields in found["homeless"].items():
        listed = ", ".join(f"{field} ({why})" for field, why in fields.items())
        out += [f"No place here for these fields of {name}: {listed}."] if fields else []
    return "\n".join([*out, *found["words"]])
