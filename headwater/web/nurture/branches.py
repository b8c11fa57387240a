"""By what the ways part, as the editor's form has it: rows, text, or what was done with a mail."""

from typing import Any

from django.http import QueryDict

from headwater.nurture.programs.changing import Planned
from headwater.nurture.programs.program import Did, StepKind
from headwater.web.lists import builder

NO_ROW = QueryDict("add=1")


def of_step(step: Planned) -> dict[str, Any]:
    """The builder for the criteria of a branch; '' has one empty row to begin with."""
    if not step.criteria:
        return builder.changed(NO_ROW, "Lead")
    return builder.of(step.criteria, "Lead")


def of_form(key: str, posted: QueryDict) -> dict[str, Any]:
    """The same as the form has it, also with rows that are not whole yet.

    `do` may change it: `row:<key>` adds one, `unrow:<key>:<number>` takes one away,
    `text:<key>` and `rows:<key>` change the face.
    """
    what, _, rest = posted.get("do", "").partition(":")
    whose, _, number = rest.partition(":")
    do = what if whose == key else ""
    if posted.get(f"{key}-mode") != "rows":
        where = posted.get(f"{key}-criteria", "").replace("\x00", "").strip()[:4_000]
        found = builder.of(where, "Lead") if where else builder.changed(NO_ROW, "Lead")
        return found if do == "rows" else found | {"is_text": True, "where": where}
    mine = QueryDict(mutable=True)
    for name in posted:
        if name.startswith(f"{key}-"):
            mine[name.removeprefix(f"{key}-")] = posted.get(name, "").replace("\x00", "")
    mine |= {"add": "1"} if do == "row" else {"drop": number} if do == "unrow" else {}
    found = builder.changed(mine, "Lead")
    return found | {"is_text": True} if do == "text" else found


def criteria_of(key: str, posted: QueryDict) -> str:
    """The criteria that the form says for a branch, '' where it asks about a mail."""
    if posted.get(f"{key}-kind") != StepKind.BRANCH or posted.get(f"{key}-did") in Did.values:
        return ""
    return str(of_form(key, posted)["where"])
