"""What objects are, as Salesforce describes them: read off the catalog, nothing kept by hand."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers
from headwater.api.deeds import WRITABLE
from headwater.api.field_describe import described
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found
from headwater.api.rows import INTERNAL, kind_of
from headwater.catalog import objects, picklists
from headwater.catalog.objects import ObjectDef, UnknownName

MASTER = "012000000000000AAA"
SEARCHABLE = frozenset({"Lead", "Account", "Contact", "Opportunity", "Campaign"})


def everything(call: Call) -> HttpResponse:
    """GET sobjects: every object in brief."""
    kinds = [objects.get(name) for name in objects.all_names() if name not in INTERNAL]
    found = [brief(kind, call.version) for kind in kinds]
    return answers.json({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": found})


def whole(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/describe"""
    try:
        kind = kind_of(name)
    except UnknownName:
        raise not_found() from None
    return answers.json(full(kind, call.version, picklists.lists()))


def brief(kind: ObjectDef, version: str) -> dict[str, Any]:
    """What can be done with an object, and where."""
    may_write = kind.name in WRITABLE
    is_record = kind.name in SEARCHABLE
    here = f"{addresses.data(version)}/sobjects/{kind.name}"
    return {
        "activateable": False, "associateEntityType": None, "associateParentEntity": None,
        "createable": may_write, "custom": False, "customSetting": False,
        "deepCloneable": False, "deletable": may_write, "deprecatedAndHidden": False,
        "feedEnabled": False, "hasSubtypes": False, "idEnabled": True, "isInterface": False,
        "isSubtype": False, "keyPrefix": kind.prefix, "label": kind.label,
        "labelPlural": kind.label_plural, "layoutable": is_record, "mergeable": False,
        "mruEnabled": is_record, "name": kind.name, "queryable": True, "replicateable": may_write,
        "retrieveable": True, "searchable": is_record, "triggerable": may_write,
        "undeletable": may_write, "updateable": may_write,
        "urls": {
            "sobject": here, "describe": f"{here}/describe", "rowTemplate": f"{here}/{{ID}}",
        },
    }  # fmt: skip


def full(kind: ObjectDef, version: str, lists: Mapping[str, list[str]]) -> dict[str, Any]:
    """All there is to know: fields, what hangs on it, record types."""
    may_write = kind.name in WRITABLE
    return brief(kind, version) | {
        "actionOverrides": [], "childRelationships": _children(kind.name),
        "compactLayoutable": kind.name in SEARCHABLE, "defaultImplementation": None,
        "extendedBy": None, "extendsInterfaces": None,
        "fields": [described(kind, field, lists, may_write=may_write)
                   for field in kind.fields.values()],
        "implementedBy": None, "implementsInterfaces": None, "listviewable": None,
        "lookupLayoutable": None, "namedLayoutInfos": [], "networkScopeFieldName": None,
        "recordTypeInfos": [_master(kind, version)], "searchLayoutable": kind.name in SEARCHABLE,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": f"All {kind.label_plural.lower()}", "name": "everything"}],
    }  # fmt: skip


def _master(kind: ObjectDef, version: str) -> dict[str, Any]:
    layout = f"{addresses.data(version)}/sobjects/{kind.name}/describe/layouts/{MASTER}"
    return {
        "active": True, "available": True, "defaultRecordTypeMapping": True,
        "developerName": "Master", "master": True, "name": "Master", "recordTypeId": MASTER,
        "urls": {"layout": layout},
    }  # fmt: skip


@cache
def _children(name: str) -> list[dict[str, Any]]:
    """The references of other objects that lead here; standard ones, so they never change."""
    found = []
    for child_name in objects.all_names():
        child = objects.get(child_name)
        for field in child.fields.values():
            leads_here = any(target.object_name == name for target in field.targets)
            if leads_here and child_name not in INTERNAL:
                found.append(_child(child, field.name))
    return found


def _child(child: ObjectDef, field_name: str) -> dict[str, Any]:
    column = child.field(field_name).attribute.removesuffix("_id")
    known = {each.name: each for each in child.model._meta.concrete_fields}
    rule = getattr(getattr(known.get(column), "remote_field", None), "on_delete", None)
    return {
        "cascadeDelete": getattr(rule, "__name__", "") == "CASCADE",
        "childSObject": child.name, "deprecatedAndHidden": False, "field": field_name,
        "junctionIdListNames": [], "junctionReferenceTo": [],
        "relationshipName": child.label_plural.replace(" ", ""), "restrictedDelete": False,
    }  # fmt: skip


global_view = resource(GET=everything)
view = resource(GET=whole)
