"""One field as Salesforce describes it: every key that real describes have."""

from collections.abc import Mapping
from typing import Any

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
INT_DIGITS = 8


def described(
    kind: ObjectDef, field: FieldDef, lists: Mapping[str, list[str]], *, may_write: bool
) -> dict[str, Any]:
    """The field's description; `lists` are the picklists by name."""
    length = _length(field)
    is_long = field.type == "textarea" and length > LONG_TEXT
    is_measure = field.type in ("currency", "double", "percent")
    has_parts = kind.name in WITH_PERSON_NAMES
    return _always() | {
        "aggregatable": not is_long,
        "byteLength": length * (1 if field.type in ("id", "reference") else 3),
        "calculated": field.name == "Name" and has_parts,
        "compoundFieldName": PARTS.get(field.name) if has_parts else None,
        "createable": field.is_createable and may_write,
        "custom": field.is_custom,
        "defaultValue": _default(field),
        "defaultedOnCreate": field.has_default or field.type == "boolean",
        "digits": INT_DIGITS if field.type == "int" else 0,
        "externalId": field.is_external_id,
        "extraTypeInfo": _extra(field, has_parts=has_parts),
        "filterable": not is_long,
        "groupable": not (is_long or is_measure or field.type == "datetime"),
        "idLookup": field.name in LOOK_UPS or field.is_external_id,
        "inlineHelpText": field.help_text or None,
        "label": field.label,
        "length": length,
        "name": field.name,
        "nameField": field.name == "Name",
        "namePointing": len(field.targets) > 1,
        "nillable": _may_be_empty(field),
        "permissionable": _may_be_empty(field) and field.type != "id",
        "picklistValues": _values(field, lists),
        "polymorphicForeignKey": len(_objects(field)) > 1,
        "precision": field.precision or (18 if is_measure else 0),
        "referenceTo": _objects(field),
        "relationshipName": field.relationship or None,
        "restrictedPicklist": field.is_restricted,
        "scale": field.scale,
        "searchPrefilterable": field.type in ("id", "reference"),
        "soapType": SOAP_TYPES.get(field.type, "xsd:string"),
        "sortable": not is_long,
        "type": field.type,
        "unique": field.is_unique,
        "updateable": field.is_updateable and may_write,
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
