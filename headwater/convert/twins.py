"""The same list after conversion: what was asked of leads, asked of what they became.

A lead's field stands for the field that the map feeds with it; so a list of leads has a twin over
accounts, contacts and opportunities, in the same language of criteria. What has no twin there is
left out and named, never dropped in silence.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from headwater.catalog import objects
from headwater.convert.mapping import Line, lines
from headwater.criteria import tree
from headwater.criteria.check import check
from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.criteria.print import text_of
from headwater.criteria.tree import And, Comparison, Not, Or, Path, Tree, all_of

# What every record says of itself, as the lead did of itself.
SHARED = frozenset({"OwnerId", "IsDeleted", "LastActivityDate"})
RELATED = {"Account": "ConvertedAccount", "Contact": "ConvertedContact",
           "Opportunity": "ConvertedOpportunity"}  # fmt: skip
FROM_LEAD = Comparison(Path(("IsFromLead",)), "=", tree.Bool(True))
BEFORE = frozenset({"IsConverted", "IsClosed", "Status", "StatusGroup", "ClosedReason"})


@dataclass(frozen=True, slots=True)
class Gone:
    """A part of the list that has no twin, as it was asked, and why."""

    part: str
    why: str


@dataclass(slots=True)
class Twin:
    """The list over one object: criteria as text, columns and sort by API name."""

    object_name: str
    where: str = ""
    columns: list[str] = field(default_factory=list)
    sort: str = ""
    gone: list[Gone] = field(default_factory=list)


def twin(
    rule: str | Tree,
    object_name: str,
    *,
    columns: Sequence[str] = (),
    sort: str = "",
    drawn: Mapping[str, Sequence[Line]] | None = None,
) -> Twin:
    """The twin of a list of leads over Account, Contact or Opportunity; raises CriteriaError.

    `sort` has a minus for descending; `drawn` is the map, where several twins are asked for.
    """
    found = Twin(object_name)
    ways = _Ways(object_name, lines() if drawn is None else drawn)
    asked = parse(rule) if isinstance(rule, str) else rule
    check(asked, "Lead")
    kept = _translated(asked, ways, found)
    whole = [FROM_LEAD, *(kept.parts if isinstance(kept, And) else [kept] if kept else [])]
    found.where = text_of(all_of(whole))
    found.columns = _columns(columns, ways, found)
    found.sort = _sort(sort, ways, found)
    return found


class _Ways:
    """From a path on the lead to the path on the object that says the same."""

    def __init__(self, object_name: str, drawn: Mapping[str, Sequence[Line]]) -> None:
        self.object_name = object_name
        self.own = {line.source.name: line.target.name for line in drawn[object_name]}
        self.of_account = {line.source.name: line.target.name for line in drawn["Account"]}

    def find(self, path: Path) -> Path | None:
        first, *rest = path.parts
        if rest and first.lower() == RELATED[self.object_name].lower():
            return Path(tuple(rest))
        if rest and first.lower() == "owner":
            return path
        return self._field(objects.get("Lead").field(first).name) if not rest else None

    def _field(self, name: str) -> Path | None:
        if name in self.own:
            return Path((self.own[name],))
        if name == "Name" and self.object_name == "Contact":
            return Path(("Name",))
        if name in SHARED:
            return Path((name,))
        if name in self.of_account and self.object_name != "Account":
            return Path(("Account", self.of_account[name]))
        return None


def _translated(node: Tree, ways: _Ways, found: Twin) -> Tree | None:
    """The condition without what has no twin; None where nothing of it is left."""
    if isinstance(node, Comparison):
        return _comparison(node, ways, found)
    if isinstance(node, Not):
        part = _translated(node.part, ways, found)
        return Not(part) if part else None
    parts = [part for each in node.parts if (part := _translated(each, ways, found))]
    if not parts:
        return None
    joined = Or(tuple(parts)) if isinstance(node, Or) else And(tuple(parts))
    return joined if len(parts) > 1 else parts[0]


def _comparison(asked: Comparison, ways: _Ways, found: Twin) -> Comparison | None:
    if str(asked.field).lower() == "isconverted" and _is_true(asked):
        return None  # that is what IsFromLead asks
    path = ways.find(asked.field)
    if path is None:
        found.gone.append(Gone(text_of(asked), _why(asked.field, ways.object_name)))
        return None
    wanted = replace(asked, field=path)
    try:
        check(wanted, ways.object_name)
    except CriteriaError as error:
        found.gone.append(Gone(text_of(asked), error.message))
        return None
    return wanted


def _is_true(asked: Comparison) -> bool:
    return asked.value == tree.Bool(asked.operator == "=")


def _why(path: Path, object_name: str) -> str:
    name = path.parts[0]
    if name in BEFORE:
        return "It tells how the lead stood before it was converted."
    if name == "CreatedDate":
        return "The lead came earlier than the record was made."
    if len(path.parts) > 1:
        return "It asks another record beside the lead."
    plural = objects.get(object_name).label_plural.lower()
    return f"No line of the map leads from it to {plural}."


def _columns(asked: Iterable[str], ways: _Ways, found: Twin) -> list[str]:
    names = ["Name"]
    for name in asked:
        path = _path_of(name, ways)
        if path:
            names.append(str(path))
        elif name != "Name":
            found.gone.append(Gone(f"column {name}", _why(Path((name,)), ways.object_name)))
    return list(dict.fromkeys(names))


def _sort(asked: str, ways: _Ways, found: Twin) -> str:
    name = asked.removeprefix("-")
    if name in ("", "CreatedDate"):  # the usual order, which every list has
        return ""
    path = _path_of(name, ways)
    if path is None or len(path.parts) > 1:
        found.gone.append(Gone(f"sort by {name}", _why(Path((name,)), ways.object_name)))
        return ""
    return ("-" if asked.startswith("-") else "") + str(path)


def _path_of(name: str, ways: _Ways) -> Path | None:
    """The twin of a column; a list may have columns that no field holds."""
    path = Path(tuple(name.split(".")))
    if len(path.parts) == 1 and name not in objects.get("Lead").fields:
        return None
    return ways.find(path)
