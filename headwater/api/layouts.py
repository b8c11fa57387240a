"""What tools ask in order to draw forms: layouts, tabs, a theme. One plain layout, off the catalog.

Actions, approvals and process rules are none of ours; their lists are there, and empty.
"""

from typing import Any

from django.http import HttpResponse

from headwater.api import addresses, answers, rows
from headwater.api.describe import MASTER, SEARCHABLE
from headwater.api.gate import Call, resource
from headwater.api.problems import not_found
from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName

TABS = ("Lead", "Account", "Contact", "Opportunity", "Campaign")
COMPACT = {
    "Lead": ("Name", "Title", "Company", "Phone", "Email", "Status"),
    "Account": ("Name", "Phone", "Website", "OwnerId"),
    "Contact": ("Name", "Title", "AccountId", "Phone", "Email"),
    "Opportunity": ("Name", "AccountId", "CloseDate", "Amount", "StageName"),
    "Campaign": ("Name", "Type", "Status", "StartDate"),
}
EMPTY: dict[str, Any] = {"quickActions": [], "process/rules": {"rules": {}},
                         "process/approvals": {"approvals": {}}}  # fmt: skip


def layouts(call: Call, name: str, record_type: str = MASTER) -> HttpResponse:
    """GET sobjects/X/describe/layouts[/RECORD_TYPE]"""
    kind = _kind(name)
    if record_type[:15] != MASTER[:15]:
        raise not_found()
    one = _layout(kind)
    if call.request.path.rstrip("/").endswith("layouts"):
        mapping = {"available": True, "defaultRecordTypeMapping": True, "layoutId": one["id"],
                   "master": True, "name": "Master", "recordTypeId": MASTER}  # fmt: skip
        return answers.json({"layouts": [one], "recordTypeMappings": [mapping],
                             "recordTypeSelectorRequired": [False]})  # fmt: skip
    return answers.json(one)


def compact(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/describe/compactLayouts"""
    kind = _kind(name)
    known = [kind.fields[each] for each in _shown(kind)]
    layout = {
        "actions": [], "fieldItems": [_item(each, is_editable=False) for each in known],
        "id": None, "imageItems": [], "label": "System Default", "name": "SYSTEM",
        "objectType": kind.name,
    }  # fmt: skip
    mapping = {"available": True, "compactLayoutId": None, "compactLayoutName": "SYSTEM",
               "recordTypeId": MASTER, "recordTypeName": "Master"}  # fmt: skip
    return answers.json({"compactLayouts": [layout], "defaultCompactLayoutId": None,
                         "recordTypeCompactLayoutMappings": [mapping]})  # fmt: skip


def approvals(call: Call, name: str) -> HttpResponse:
    """GET sobjects/X/describe/approvalLayouts"""
    _kind(name)
    return answers.json({"approvalLayouts": []})


def actions(call: Call, name: str = "") -> HttpResponse:
    """GET quickActions, sobjects/X/quickActions"""
    if name:
        _kind(name)
    return answers.json([])


def nothing_of(call: Call, what: str) -> HttpResponse:
    """GET process/rules, process/approvals"""
    return answers.json(EMPTY[f"process/{what.lower()}"])


def tabs(call: Call) -> HttpResponse:
    """GET tabs: the places of the rail that are lists of objects"""
    found = []
    for name in TABS:
        kind, address = objects.get(name), addresses.base(call.request)
        found.append({
            "colors": [], "custom": False, "iconUrl": None, "icons": [], "label": kind.label_plural,
            "miniIconUrl": None, "name": f"standard-{name}", "sobjectName": name,
            "url": f"{address}/{kind.label_plural.lower()}",
        })  # fmt: skip
    return answers.json(found)


def theme(call: Call) -> HttpResponse:
    """GET theme: objects have no colours and icons of their own"""
    return answers.json(
        {"themeItems": [{"colors": [], "icons": [], "name": name} for name in TABS]}
    )


def result_columns(call: Call) -> HttpResponse:
    """GET search/layout?q=Lead,Contact: the columns in which found records are shown"""
    names = [each.strip() for each in call.asked("q").split(",") if each.strip()]
    found = []
    for kind in [_kind(name) for name in names]:
        columns = [{"field": f"{kind.name}.{each.name}", "format": None, "label": each.label,
                    "name": each.name} for each in map(kind.field, _shown(kind))]  # fmt: skip
        found.append({"errorMessages": None, "label": "Search Results", "limitRows": 25,
                      "objectType": kind.name, "searchColumns": columns})  # fmt: skip
    return answers.json(found)


def scope_order(call: Call) -> HttpResponse:
    """GET search/scopeOrder: what is searched, in which order"""
    here = f"{addresses.data(call.version)}/sobjects"
    return answers.json([{"type": name, "url": f"{here}/{name}/describe"} for name in TABS])


def _kind(name: str) -> ObjectDef:
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise not_found() from None


def _shown(kind: ObjectDef) -> list[str]:
    usual = COMPACT.get(kind.name, ("Name", "Subject", "Title", "Status"))
    return [name for name in usual if name in kind.fields] or ["Id"]


def _layout(kind: ObjectDef) -> dict[str, Any]:
    """All fields in two columns; what nobody writes is shown below."""
    written = [each for each in kind.fields.values() if each.is_createable or each.is_updateable]
    others = [each for each in kind.fields.values() if each not in written and each.type != "id"]
    parts = [_section("Information", written), _section("System Information", others)]
    is_record = kind.name in SEARCHABLE
    return {
        "buttonLayoutSection": None, "detailLayoutSections": parts, "editLayoutSections": parts[:1],
        "feedView": None, "highlightsPanelLayoutSection": None, "id": MASTER,
        "multirowEditLayoutSections": [], "offlineLinks": [], "quickActionList": {
            "quickActionListItems": []},
        "relatedContent": None, "relatedLists": [], "saveOptions": [], "searchable": is_record,
    }  # fmt: skip


def _section(heading: str, fields: list[FieldDef]) -> dict[str, Any]:
    items = [_item(each) for each in fields]
    pairs = [items[start : start + 2] for start in range(0, len(items), 2)]
    return {
        "collapsed": False, "columns": 2, "heading": heading, "layoutSectionId": None,
        "layoutRows": [{"layoutItems": pair, "numItems": len(pair)} for pair in pairs],
        "parentLayoutId": MASTER, "rows": len(pairs), "tabOrder": "LeftToRight",
        "useCollapsibleSection": False, "useHeading": True,
    }  # fmt: skip


def _item(field: FieldDef, *, is_editable: bool = True) -> dict[str, Any]:
    detail = {"label": field.label, "length": field.length, "name": field.name, "type": field.type}
    component = {"details": detail, "displayLines": 1, "tabOrder": 1, "type": "Field",
                 "value": field.name}  # fmt: skip
    return {
        "editableForNew": is_editable and field.is_createable,
        "editableForUpdate": is_editable and field.is_updateable, "label": field.label,
        "layoutComponents": [component], "placeholder": False, "required": field.is_required,
    }  # fmt: skip


layouts_view = resource(GET=layouts)
compact_view = resource(GET=compact)
approvals_view = resource(GET=approvals)
actions_view = resource(GET=actions)
nothing_view = resource(GET=nothing_of)
tabs_view = resource(GET=tabs)
theme_view = resource(GET=theme)
result_columns_view = resource(GET=result_columns)
scope_order_view = resource(GET=scope_order)
