"""What an object of the org has that has a place here, field by field, and what has none."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from headwater.catalog import custom, objects, old_ids
from headwater.catalog.custom import API_NAME, CustomField
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.catalog.standard import WITH_CUSTOM_FIELDS
from headwater.moving.org import Org

# Kept by the system itself, or counted anew here.
OURS = frozenset({
    "Id", "IsDeleted", "MasterRecordId", "SystemModstamp", "Score", "FitScore", "EngagementScore",
    "Grade", "IsScoreQualified", "StatusGroup", "LastViewedDate", "LastReferencedDate", "PhotoUrl",
    "Name", "JigsawContactId", "IsEmailBounced", "HasOpportunityLineItem", "HasOpenActivity",
    "HasOverdueTask", "Fiscal", "FiscalYear", "FiscalQuarter", "ForecastCategory",
    "ExpectedRevenue", "PushCount", "LastAmountChangedHistoryId", "LastCloseDateChangedHistoryId",
    "LastCURequestDate", "LastCUUpdateDate", "WhoCount", "WhatCount", old_ids.FIELD,
})  # fmt: skip
OF_LEAD = frozenset({"Probability"})  # learned here
COMPOUND = frozenset({"address", "location"})
# Describe type there → type of a custom field here.
TYPES = {name: name for name in custom.TYPES.values()} | {"int": "double", "combobox": "string"}
WHY_NOT = {
    "reference": "a look-up", "address": "a compound", "location": "a compound",
    "encryptedstring": "encrypted", "base64": "a file",
}  # fmt: skip
LONGEST_NAME = 43


@dataclass(slots=True)
class Shape:
    """How rows of one object are read: `fields` have a place here, `added` get one as custom
    fields; `homeless` says for each other field that holds data why it has none."""

    kind: ObjectDef
    fields: dict[str, FieldDef] = field(default_factory=dict)
    added: list[CustomField] = field(default_factory=list)
    homeless: dict[str, str] = field(default_factory=dict)
    described: list[dict[str, Any]] = field(default_factory=list)

    @property
    def asked(self) -> str:
        """The field list of the query."""
        names = [*self.fields, *(each.name for each in self.added)]
        return ", ".join(["Id", *(name for name in names if name != "Id")])


def shape_of(org: Org, kind: ObjectDef) -> Shape:
    """What the org's describe says, laid beside ours; raises Closed where it may not be read."""
    shape = Shape(kind, described=org.get(f"sobjects/{kind.name}/describe")["fields"])
    places = _places(kind)
    for said in shape.described:
        name = str(said["name"])
        if name in places:
            shape.fields[name] = places[name]
        elif name in OURS or name in kind.fields:  # worked out here, too: nothing is lost
            continue
        elif definition := _definition(kind, said):
            shape.added.append(definition)
        elif said.get("type") not in COMPOUND:
            shape.homeless[name] = _why(said)
    return shape


def define(shape: Shape) -> None:
    """Make the custom fields that are missing, those for old ids first."""
    if shape.kind.name not in WITH_CUSTOM_FIELDS:
        return
    if old_ids.FIELD not in custom.fields_of(shape.kind.name):
        custom.define(
            shape.kind.name, "Salesforce ID", "string", name=old_ids.FIELD, length=18,
            is_external_id=True, is_unique=True, sort_order=999,
            help_text="The id that this record had before it moved in; it still leads here.",
        )  # fmt: skip
    CustomField.objects.bulk_create(shape.added, ignore_conflicts=True)
    custom.forget()
    known = objects.get(shape.kind.name).fields
    shape.fields |= {each.name: known[each.name] for each in shape.added if each.name in known}
    shape.added = []


def columns_of(model: type[models.Model]) -> frozenset[str]:
    """The attributes that are written: what PostgreSQL works out is not."""
    return frozenset(
        column.attname for column in model._meta.concrete_fields
        if not isinstance(column, models.GeneratedField)
    )  # fmt: skip


def _places(kind: ObjectDef) -> dict[str, FieldDef]:
    written = columns_of(kind.model)
    skipped = OURS - {"Name"} | (OF_LEAD if kind.name == "Lead" else frozenset())
    return {
        name: place for name, place in kind.fields.items()
        if name not in skipped and not place.expression
        and kind.name not in {target.object_name for target in place.targets}  # see links
        and (place.is_custom or place.attribute in written or len(place.targets) > 1)
    }  # fmt: skip


def _definition(kind: ObjectDef, said: Mapping[str, Any]) -> CustomField | None:
    name, type_here = str(said["name"]), TYPES.get(str(said.get("type")))
    if kind.name not in WITH_CUSTOM_FIELDS or not said.get("custom", name.endswith("__c")):
        return None
    if type_here is None or said.get("calculated") or len(name) > LONGEST_NAME:
        return None
    if not API_NAME.match(name):
        return None
    length = int(said.get("length") or 0) or custom.LENGTHS.get(type_here, 255)
    return CustomField(
        object_name=kind.name, name=name, label=str(said.get("label") or name)[:80],
        type=type_here, length=length, precision=int(said.get("precision") or 18),
        scale=int(said.get("scale") or 0), choices=list(_choices(said)),
        is_unique=bool(said.get("unique")), is_external_id=bool(said.get("externalId")),
        is_restricted=False, help_text=str(said.get("inlineHelpText") or "")[:255],
    )  # fmt: skip


def _choices(said: Mapping[str, Any]) -> Iterator[str]:
    for each in said.get("picklistValues") or ():
        if each.get("active", True):
            yield str(each.get("value", ""))


def _why(said: Mapping[str, Any]) -> str:
    name, kind = str(said["name"]), str(said.get("type"))
    if said.get("calculated"):
        return "a formula"
    if name.count("__") > 1:
        return "of a package"
    return WHY_NOT.get(kind, "no such field here")
