"""What a report can be about: an object, an object with what it became, or several in one list."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Joins
from headwater.criteria.tree import Path

ACRONYMS = frozenset({"SIC", "ID", "URL", "VAT"})
# What a page calls a field, where that is not Salesforce's label.
OWN_LABELS = {
    "Name": "Name", "OwnerId": "Owner", "CreatedDate": "Created", "Email": "E-mail",
    "HasOptedOutOfEmail": "No e-mail", "CreatedById": "Created by", "RecordType": "Record",
}  # fmt: skip
# Nobody groups or lists by these; they are for machines.
IDLE = frozenset({"IsDeleted", "SystemModstamp", "MasterRecordId", "UserAgent", "HtmlBody"})
RECORD = "Record"  # the column that tells, in a list of several objects, which one a row is of


@dataclass(frozen=True, slots=True)
class Part:
    """One object of a kind. `names`: the kind's column → path on the object, '' where it has none;
    None where the kind's columns are the object's own."""

    object_name: str
    names: Mapping[str, str] | None = None

    @property
    def object(self) -> ObjectDef:
        return objects.get(self.object_name)


@dataclass(frozen=True)
class Kind:
    """`usual`: the columns of a new report; `reaches`: parents whose fields are offered as well;
    `where`: the criteria that a new report begins with."""

    key: str
    label: str
    what: str
    parts: tuple[Part, ...]
    usual: tuple[str, ...]
    reaches: tuple[str, ...] = ()
    where: str = ""
    types: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_joint(self) -> bool:
        return len(self.parts) > 1

    @property
    def object(self) -> ObjectDef:
        """The object that criteria are checked against; of several the first."""
        return self.parts[0].object

    @cached_property
    def names(self) -> frozenset[str]:
        """The columns of a list of several objects."""
        return frozenset(self.parts[0].names or ())

    def path(self, part: Part, name: str) -> str:
        """Where a column stands on one of the objects; '' for nowhere."""
        return name if part.names is None else part.names.get(self.spelled(name), "")

    def spelled(self, name: str) -> str:
        return next((each for each in self.names if each.lower() == name.lower()), name)

    def field(self, name: str) -> FieldDef:
        """The field behind a column; raises CriteriaError."""
        if self.is_joint and name == RECORD:
            return FieldDef(name=RECORD, label="Record", type="picklist", attribute="")
        part = next((part for part in self.parts if self.path(part, name)), None)
        if part:
            path = Path(tuple(self.path(part, name).split(".")))
            return Joins(part.object_name, "t").find(path).field
        raise CriteriaError(f"There is no column “{name}”.", -1, kind="field")

    def words_of(self, name: str) -> dict[str, str]:
        """What people call the values that programs spell their own way: `first_attempt`."""
        if self.is_joint or "." in name:
            return {}
        field = self.field(name)
        names = {each.attname: each for each in self.object.model._meta.concrete_fields}
        held = None if field.is_custom else names.get(field.attribute)
        return {str(value): str(word) for value, word in held.flatchoices} if held else {}

    def label_of(self, name: str) -> str:
        """The column in words: “Converted opportunity amount”."""
        if self.is_joint and name == RECORD:
            return "Record"
        if self.is_joint:
            return _sentence(OWN_LABELS.get(name) or _spaced(name.removesuffix("Id")))
        *steps, _ = name.split(".")
        try:
            own = field_label(self.field(name))
        except CriteriaError:
            return name
        if not steps:
            return own
        return _sentence(" ".join([*(_spaced(step) for step in steps), own]))

    def offered(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """What can be a column: groups of (name, label), the object's own first."""
        if self.is_joint:
            names = [RECORD, *(self.parts[0].names or ())]
            return [(self.label, [(name, self.label_of(name)) for name in names])]
        found = [(self.label, self._offered(self.object, ""))]
        for step in self.reaches:
            target = objects.get(self.object.parent(step).targets[0].object_name)
            found.append((_sentence(_spaced(step)), self._offered(target, f"{step}.")))
        return found

    def _offered(self, target: ObjectDef, before: str) -> list[tuple[str, str]]:
        fields = [
            each for each in target.fields.values()
            if each.name not in IDLE and (not each.is_reference or _has_name(each))
            and not (before and each.type == "id")
        ]  # fmt: skip
        labels = [(before + each.name, self.label_of(before + each.name)) for each in fields]
        return sorted(labels, key=lambda pair: pair[1].lower())


def _has_name(reference: FieldDef) -> bool:
    """Whether what a reference leads to can be told by its name."""
    if not reference.relationship or not reference.targets:
        return False
    return all("Name" in objects.get(each.object_name).fields for each in reference.targets)


def field_label(field: FieldDef) -> str:
    """The label in sentence case, as all words on our pages are."""
    if field.is_custom:
        return field.label
    return _sentence(OWN_LABELS.get(field.name) or field.label.removesuffix(" ID"))


def _sentence(text: str) -> str:
    first, *rest = text.split(" ")
    return " ".join([first, *(word if word in ACRONYMS else word.lower() for word in rest)])


def _spaced(name: str) -> str:
    """`ConvertedOpportunity` → Converted Opportunity."""
    return "".join(f" {char}" if char.isupper() else char for char in name).strip()
