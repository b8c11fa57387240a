"""Records that many inputs name by their ids: one query an object, as one user sees them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.catalog import ids, objects
from headwater.people.models import User
from headwater.records.problem import Problem
from headwater.records.sharing import visible

NOT_THIS = "INSUFFICIENT_ACCESS_OR_READONLY"
NOT_THAT = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"
OWNERS = {"005": "User", "00G": "Group"}


@dataclass(slots=True)
class Named:
    """What was found: object → key → record. `inputs` maps an input's name to its object."""

    inputs: Mapping[str, str]
    by_key: dict[str, dict[int, Any]] = field(default_factory=dict)

    def record(self, name: str, said: Mapping[str, Any]) -> Any:
        """The record that an input names, None where it names none that is there."""
        key = _key(self.inputs[name], said.get(name))
        return self.by_key.get(self.inputs[name], {}).get(key) if key else None

    def problems(self, said: Mapping[str, Any]) -> list[Problem]:
        """Ids that are none, or of something else, or of what this user does not see."""
        wrong = []
        for name, object_name in self.inputs.items():
            value = said.get(name)
            if value in (None, ""):
                continue
            key = _key(object_name, value)
            if key is None:
                message = f"{name}: id value of incorrect type: {str(value)[:40]}"
                wrong.append(Problem(name, "MALFORMED_ID", message))
            elif key not in self.by_key.get(object_name, {}):
                wrong.append(_unseen(name, object_name))
        return wrong


def named_in(inputs: Sequence[Mapping[str, Any]], names: Mapping[str, str], user: User) -> Named:
    """Look up every record that the inputs name; `names`: an input's name → its object."""
    found = Named(names)
    for name, object_name in names.items():
        keys = {key for each in inputs if (key := _key(object_name, each.get(name)))}
        if keys:
            found.by_key[object_name] = _rows(object_name, user).in_bulk(keys)
    return found


def _rows(object_name: str, user: User) -> Any:
    model = objects.get(object_name).model
    rows: Any = model._default_manager.filter(visible(model, user))
    if object_name == "Owner":
        return rows.select_related("user")
    return rows.filter(is_deleted=False).select_related("owner")


def _key(object_name: str, value: Any) -> int | None:
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        prefix, key = ids.decode(value.strip())
    except ids.MalformedId:
        return None
    is_of_it = prefix in OWNERS if object_name == "Owner" else (
        prefix == objects.get(object_name).prefix
    )  # fmt: skip
    return key if is_of_it else None


def _unseen(name: str, object_name: str) -> Problem:
    label = objects.get(object_name).label.lower()
    if object_name == "Owner":
        return Problem(name, "INVALID_CROSS_REFERENCE_KEY", "invalid cross reference id")
    if name == "leadId":
        return Problem(name, NOT_THIS, "This lead is not there, or not yours to convert.")
    return Problem(name, NOT_THAT, f"That {label} is not there, or not yours to use.")
