"""Whether values of one field can go into another: types, lengths, digits, lists (reference §5.4).

Checked when a line of the map is made, so that no conversion fails on it later. What would only
be lost in part (a value that the other list does not know) is told and allowed.
"""

from collections.abc import Mapping, Sequence

from headwater.catalog import picklists
from headwater.catalog.fields import FieldDef

TEXTS = frozenset({"string", "textarea"})
WHOLE = frozenset({"int", "double"})  # the label of both is Number
LISTS = frozenset({"picklist", "multipicklist"})
LONG = 255  # characters; a longer text is a long text, into which no picklist goes
LONGEST = 32_000  # of a text without a length of its own
# What the conversion itself decides, whatever a map says.
DECIDED = frozenset(
    {"OwnerId", "AccountId", "ContactId", "CampaignId", "ParentId", "ReportsToId", "Name",
     "StageName", "ForecastCategoryName", "Probability", "IsPersonAccount", "IsPrivate",
     "LossReason", "WinReason"}
)  # fmt: skip
SAID = {
    "string": "text", "textarea": "a text area", "double": "a number", "int": "a whole number",
    "currency": "an amount of money", "percent": "a percentage", "boolean": "a checkbox",
    "date": "a date", "datetime": "a date and time", "picklist": "a picklist",
    "multipicklist": "a multi-select picklist", "email": "an e-mail address",
    "url": "a web address", "phone": "a phone number", "reference": "a lookup", "id": "an id",
}  # fmt: skip
Lists = Mapping[str, Sequence[str]]


def misfit(source: FieldDef, target: FieldDef, lists: Lists | None = None) -> str:
    """Why values of `source` cannot go into `target`, in one sentence; empty when they can.

    `lists`: every picklist by name, where many pairs are asked about at once.
    """
    why = _closed(target) or _types(source, target)
    why = why or _values(source, target, lists) or _size(source, target)
    return f"{source.label} cannot go into {target.label}: {why}." if why else ""


def strangers(source: FieldDef, target: FieldDef, lists: Lists | None = None) -> list[str]:
    """Values that the source offers and the target's list does not know."""
    if not {source.type, target.type} <= LISTS or _is_same_list(source, target):
        return []
    known = set(choices(target, lists))
    return [value for value in choices(source, lists) if value not in known]


def choices(field: FieldDef, lists: Lists | None = None) -> Sequence[str]:
    """What a picklist offers, whether its own values or a list that several fields share."""
    if not field.picklist:
        return field.choices
    return lists.get(field.picklist, ()) if lists is not None else picklists.values(field.picklist)


def _closed(target: FieldDef) -> str:
    if not target.is_createable:
        return "that field is worked out, nobody writes it"
    return "the conversion decides that field itself" if target.name in DECIDED else ""


def _types(source: FieldDef, target: FieldDef) -> str:
    if source.is_reference or target.is_reference:
        fits = source.is_reference and _leads_to(source) == _leads_to(target)
        return "" if fits else "a lookup goes only into a lookup of the same object"
    if source.type == target.type or {source.type, target.type} <= WHOLE:
        return ""
    if source.type in TEXTS:
        fits = target.type in TEXTS or (target.type == "picklist" and not target.is_restricted)
        is_listed = target.type == "picklist"
        return "" if fits else _only_listed(target) if is_listed else _different(source, target)
    if source.type == "picklist" and target.type in TEXTS:
        if _length(target) <= LONG:
            return ""
        return f"a picklist goes into a text of up to {LONG} characters, not into a long text"
    return _different(source, target)


def _different(source: FieldDef, target: FieldDef) -> str:
    one, other = SAID.get(source.type, source.type), SAID.get(target.type, target.type)
    return f"{one} and {other} do not fit together"


def _only_listed(target: FieldDef) -> str:
    return f"{target.label} takes only values of its list"


def _size(source: FieldDef, target: FieldDef) -> str:
    if source.is_text and _length(source) > _length(target):
        return f"up to {_length(source):,} characters, but only {_length(target):,} fit"
    if source.is_number and source.scale > target.scale:
        return f"{source.scale} decimals, but only {target.scale} fit"
    if source.is_number and _can_be_larger(source, target):
        return "it can be larger than the target holds"
    return ""


def _values(source: FieldDef, target: FieldDef, lists: Lists | None) -> str:
    if not (target.is_restricted and target.choices and {source.type, target.type} <= LISTS):
        return ""
    unknown = strangers(source, target, lists)
    if unknown:
        more = f" and {len(unknown) - 3} more" if len(unknown) > 3 else ""
        return f"{_only_listed(target)}, and {', '.join(unknown[:3])}{more} do not fit"
    if not source.is_restricted:
        return f"{_only_listed(target)}, and {source.label} may hold any; restrict it first"
    return ""


def _is_same_list(source: FieldDef, target: FieldDef) -> bool:
    return bool(source.picklist) and source.picklist == target.picklist


def _leads_to(field: FieldDef) -> set[str]:
    return {target.object_name for target in field.targets}


def _length(field: FieldDef) -> int:
    if field.type == "picklist" and field.is_restricted and field.choices:
        return max(map(len, field.choices))
    return field.length or LONGEST


def _can_be_larger(source: FieldDef, target: FieldDef) -> bool:
    """By the digits before the decimal point; PostgreSQL's integer ends within its tenth."""
    if source.type == target.type == "int":
        return False
    told = 10 if source.type == "int" else _digits(source)
    return told > (9 if target.type == "int" else _digits(target))


def _digits(field: FieldDef) -> int:
    return (field.precision or 18) - field.scale
