"""What objects are, as Salesforce describes them: read off the catalog, nothing kept by hand."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from hashlib import blake2b
from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers
from headwater.api.deeds import WRITABLE
from headwater.api.field_describe import described
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found
from headwater.api.rows import INTERNAL, kind_of
from headwater.catalog import children, objects, picklists
from headwater.catalog.children import Child
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.records.tombstone import MERGEABLE

MASTER = "012000000000000AAA"
SEARCHABLE = frozenset({"Lead", "Account", "Contact", "Opportunity", "Campaign"})
SCOPES = (("mine", "My {}"), ("team", "My team's {}"), ("everything", "All {}"))
# Object, version and rights → what was last answered, as a hash, and since when it is so.
_answered: dict[tuple[str, str, bool, bool], tuple[bytes, datetime]] = {}


def everything(call: Call) -> HttpResponse:
    """GET sobjects: every object in brief; 304 where nothing has changed for the caller."""
    kinds = [objects.get(name) for name in objects.all_names() if name not in INTERNAL]
    found = [brief(kind, call.version, can_edit=call.by.can_edit) for kind in kinds]
    answer = answers.json({"encoding": "UTF-8", "maxBatchSize": 200, "sobjects": found})
    return _unless_known(call, "", answer)


def whole(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/describe; 304 where nothing has changed since If-Modified-Since."""
    is_name = name.lower() == "name"
    try:
        kind = objects.get("Owner") if is_name else kind_of(name)
    except UnknownName:
        raise not_found() from None
    may = {"can_edit": call.by.can_edit, "sets_past": call.by.can_set_audit_fields}
    told = full(kind, call.version, picklists.lists(), **may)
    if is_name:  # who a polymorphic parent may be; clients that read answers by types ask for it
        told |= {"name": "Name", "replicateable": False, "queryable": False}
    return _unless_known(call, kind.name, answers.json(told))


def _unless_known(call: Call, name: str, answer: HttpResponse) -> HttpResponse:
    """The answer with the moment since which it is the same here; 304 for who knows it."""
    digest = blake2b(answer.content, digest_size=16).digest()
    key = (name, call.version, call.by.can_edit, call.by.can_set_audit_fields)
    known = _answered.get(key)
    if known is None or known[0] != digest:
        known = _answered[key] = (digest, datetime.now(UTC).replace(microsecond=0))
    since = _moment(call.header("If-Modified-Since"))
    if since is not None and since >= known[1]:
        answer = HttpResponse(status=304)
    answer.headers["Last-Modified"] = format_datetime(known[1], usegmt=True)
    return answer


def _moment(said: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(said)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_replicable(kind: ObjectDef) -> bool:
    """Whether `updated` and `deleted` can tell of it."""
    columns = () if kind.rows else (each.name for each in kind.model._meta.concrete_fields)
    return {"is_deleted", "modified_at"} <= set(columns)


def brief(kind: ObjectDef, version: str, *, can_edit: bool = True) -> dict[str, Any]:
    """What can be done with an object, and where."""
    may_write = kind.name in WRITABLE and can_edit
    is_record = kind.name in SEARCHABLE
    here = f"{addresses.data(version)}/sobjects/{kind.name}"
    return {
        "activateable": False, "associateEntityType": None, "associateParentEntity": None,
        "createable": may_write, "custom": False, "customSetting": False,
        "deepCloneable": False, "deletable": may_write, "deprecatedAndHidden": False,
        "feedEnabled": False, "hasSubtypes": False, "idEnabled": True, "isInterface": False,
        "isSubtype": False, "keyPrefix": kind.prefix, "label": kind.label,
        "labelPlural": kind.label_plural, "layoutable": is_record,
        "mergeable": kind.name in MERGEABLE and can_edit,
        "mruEnabled": is_record, "name": kind.name, "queryable": True,
        "replicateable": is_replicable(kind),
        "retrieveable": True, "searchable": is_record, "triggerable": may_write,
        "undeletable": may_write, "updateable": may_write,
        "urls": {
            "sobject": here, "describe": f"{here}/describe", "rowTemplate": f"{here}/{{ID}}",
        },
    }  # fmt: skip


def full(
    kind: ObjectDef,
    version: str,
    lists: Mapping[str, list[str]],
    *,
    can_edit: bool = True,
    sets_past: bool = False,
) -> dict[str, Any]:
    """All there is to know: fields, what hangs on it, record types."""
    may_write = kind.name in WRITABLE and can_edit
    fields = [*kind.fields.values(), *kind.compounds.values()]
    scopes = SCOPES if "OwnerId" in kind.fields else SCOPES[-1:]
    return brief(kind, version, can_edit=can_edit) | {
        "actionOverrides": [],
        "childRelationships": [_child(child) for child in children.of(kind.name)
                               if child.kind.name not in INTERNAL],
        "compactLayoutable": kind.name in SEARCHABLE, "defaultImplementation": None,
        "extendedBy": None, "extendsInterfaces": None,
        "fields": [described(kind, field, lists, may_write=may_write, sets_past=sets_past)
                   for field in fields],
        "implementedBy": None, "implementsInterfaces": None, "listviewable": None,
        "lookupLayoutable": None, "namedLayoutInfos": [], "networkScopeFieldName": None,
        "recordTypeInfos": [_master(kind, version)], "searchLayoutable": kind.name in SEARCHABLE,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": [{"label": label.format(kind.label_plural.lower()), "name": name}
                            for name, label in scopes],
    }  # fmt: skip


def _master(kind: ObjectDef, version: str) -> dict[str, Any]:
    layout = f"{addresses.data(version)}/sobjects/{kind.name}/describe/layouts/{MASTER}"
    return {
        "active": True, "available": True, "defaultRecordTypeMapping": True,
        "developerName": "Master", "master": True, "name": "Master", "recordTypeId": MASTER,
        "urls": {"layout": layout},
    }  # fmt: skip


def _child(child: Child) -> dict[str, Any]:
    return {
        "cascadeDelete": _is_cascade(child), "childSObject": child.kind.name,
        "deprecatedAndHidden": False, "field": child.field.name, "junctionIdListNames": [],
        "junctionReferenceTo": [], "relationshipName": child.name or None,
        "restrictedDelete": False,
    }  # fmt: skip


def _is_cascade(child: Child) -> bool:
    """Whether it goes where its parent goes."""
    if child.kind.rows:
        return True
    column = child.field.attribute.removesuffix("_id")
    known = {each.name: each for each in child.kind.model._meta.concrete_fields}
    rule = getattr(getattr(known.get(column), "remote_field", None), "on_delete", None)
    return getattr(rule, "__name__", "") == "CASCADE"


global_view = resource(GET=everything)
view = resource(GET=whole)
