"""One field as Salesforce describes it: every key that real describes have."""

from collections.abc import Mapping
from typing import Any

from headwater.api import dated
from headwater.catalog import compound
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef

SOAP_TYPES = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "address": "urn:address",
}
# Fields that are one part of a compound field.
PARTS = {
    "Salutation": "Name",
    "FirstName": "Name",
    "LastName": "Name",
}
WITH_PERSON_NAMES = frozenset({"Lead", "Contact"})
LOOK_UPS = frozenset({"Id", "Email"})  # import tools may find records by these
LONG_TEXT = 255
MEASURES = ("currency", "double", "percent")
INT_DIGITS = 8


def described(
    kind: ObjectDef,
    field: FieldDef,
    lists: Mapping[str, list[str]],
    *,
    may_write: bool,
    sets_past: bool = False,
) -> dict[str, Any]:
    """The field's description; `lists` are the picklists by name."""
    has_parts = kind.name in WITH_PERSON_NAMES
    is_given = may_write and sets_past and dated.is_settable(kind, field)
    deeds = _deeds(field, may_write=may_write) | ({"createable": True} if is_given else {})
    return _always() | deeds | _shape(field) | {
        "calculated": field.name == "Name" and has_parts,
        "compoundFieldName": (PARTS.get(field.name) if has_parts else None)
        or compound.part_of(kind.name, field.name) or None,
        "custom": field.is_custom,
        "defaultValue": _default(field),
        "defaultedOnCreate": field.has_default or field.type == "boolean",
        "extraTypeInfo": _extra(field, has_parts=has_parts),
        "inlineHelpText": field.help_text or None,
        "label": field.label,
        "name": field.name,
        "nameField": field.name == "Name",
        "nillable": _may_be_empty(field),
        "picklistValues": _values(field, lists),
        "restrictedPicklist": field.is_restricted,
        "type": field.type,
        "unique": field.is_unique,
    }  # fmt: skip


def _deeds(field: FieldDef, *, may_write: bool) -> dict[str, Any]:
    """What can be done with it."""
    is_long = field.type == "textarea" and _length(field) > LONG_TEXT
    is_long = is_long or field.type == "address"  # asked for by its parts
    return {
        "aggregatable": not is_long,
        "createable": field.is_createable and may_write,
        "externalId": field.is_external_id,
        "filterable": not is_long,
        "groupable": not (is_long or field.type in (*MEASURES, "datetime")),
        "idLookup": field.name in LOOK_UPS or field.is_external_id,
        "permissionable": _may_be_empty(field) and field.type != "id",
        "searchPrefilterable": field.type in ("id", "reference"),
        "sortable": not is_long,
        "updateable": field.is_updateable and may_write,
    }


def _shape(field: FieldDef) -> dict[str, Any]:
    """How large it is, and where it leads."""
    length = _length(field)
    return {
        "byteLength": length * (1 if field.type in ("id", "reference") else 3),
        "digits": INT_DIGITS if field.type == "int" else 0,
        "length": length,
        "namePointing": len(field.targets) > 1,
        "polymorphicForeignKey": len(_objects(field)) > 1,
        "precision": field.precision or (18 if field.type in MEASURES else 0),
        "referenceTo": _objects(field),
        "relationshipName": field.relationship or None,
        "scale": field.scale,
        "soapType": SOAP_TYPES.get(field.type, "xsd:string"),
    }


def _always() -> dict[str, Any]:
    """What is the same for every field here."""
    nothing = (
        "calculatedFormula", "controllerName", "defaultValueFormula", "filteredLookupInfo",
        "mask", "maskType", "referenceTargetField", "relationshipOrder",
    )  # fmt: skip
    no = (
        "aiPredictionField", "autoNumber", "cascadeDelete", "caseSensitive", "dependentPicklist",
        "deprecatedAndHidden", "displayLocationInDecimal", "encrypted",
        "formulaTreatNullNumberAsZero", "highScaleNumber", "htmlFormatted", "queryByDistance",
        "restrictedDelete", "writeRequiresMasterRead",
    )  # fmt: skip
    return dict.fromkeys(nothing) | dict.fromkeys(no, False)


def _length(field: FieldDef) -> int:
    if field.type in ("id", "reference"):
        return 18
    return field.length if field.is_text else 0


def _may_be_empty(field: FieldDef) -> bool:
    if field.type in ("id", "boolean") or field.name in ("Name", "OwnerId"):
        return False
    return not (field.is_required or field.has_default)


def _default(field: FieldDef) -> Any:
    return False if field.type == "boolean" and field.default is None else field.default


def _extra(field: FieldDef, *, has_parts: bool) -> str | None:
    if has_parts and (field.name in PARTS or field.name == "Name"):
        return "personname"
    return "plaintextarea" if field.type == "textarea" else None


def _objects(field: FieldDef) -> list[str]:
    names = [target.object_name for target in field.targets]
    return ["Group", "User"] if names == ["Owner"] else names


def _values(field: FieldDef, lists: Mapping[str, list[str]]) -> list[dict[str, Any]]:
    values = field.choices or lists.get(field.picklist, ())
    return [
        {"active": True, "defaultValue": value == field.default, "label": value,
         "validFor": None, "value": value}
        for value in values
    ]  # fmt: skip
