"""SOAP's describes of what is drawn: layouts, tabs, a theme, what is searched; as REST tells it."""

from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpResponse

from headwater.api import layouts
from headwater.api.gate import Call
from headwater.api.problems import Problems
from headwater.api.soap_body import Said
from headwater.api.soap_reading import elements, no_type, response, with_asked

SET = {"label": "Headwater", "logoUrl": "", "namespace": "", "selected": True}


def tabs(said: Said, call: Call) -> str:
    """`describeTabs`: one set, of the lists of objects."""
    told = orjson.loads(layouts.tabs(with_asked(call, said)).content)
    return response(said, elements(SET | {"tabs": told}))


def all_tabs(said: Said, call: Call) -> str:
    """`describeAllTabs`: the same without the set."""
    told = orjson.loads(layouts.tabs(with_asked(call, said)).content)
    return _many(said, told)


def theme(said: Said, call: Call) -> str:
    """`describeTheme`"""
    return response(said, elements(orjson.loads(layouts.theme(with_asked(call, said)).content)))


def scope_order(said: Said, call: Call) -> str:
    """`describeSearchScopeOrder`"""
    told = orjson.loads(layouts.scope_order(with_asked(call, said)).content)
    return _many(said, [{"keyPrefix": None, "name": each["type"]} for each in told])


def result_columns(said: Said, call: Call) -> str:
    """`describeSearchLayouts` of each `sObjectType`"""
    names = [(each.text or "").strip() for each in said.elements("sObjectType")]
    asked = with_asked(call, said, q=",".join(names))
    return _many(said, _told(lambda: layouts.result_columns(asked), ", ".join(names)))


def of_object(said: Said, call: Call) -> str:
    """`describeLayout`, `describeCompactLayouts`, `describeApprovalLayout`"""
    name, work = said.text("sObjectType"), OF_OBJECT[said.operation]
    asked = with_asked(call, said)
    asked.request.path = "/describe/layouts"  # all of them, not that of one record type
    return response(said, elements(_told(lambda: work(asked, name), name)))


def quick_actions(said: Said, call: Call) -> str:
    """`describeAvailableQuickActions`: there are none."""
    return _many(said, [])


def _told(work: Callable[[], HttpResponse], name: str) -> Any:
    try:
        return orjson.loads(work().content)
    except Problems as refusal:
        raise (no_type(name) if refusal.status == 404 else refusal) from None


def _many(said: Said, told: list[dict[str, Any]]) -> str:
    parts = "".join(f"<result>{elements(each)}</result>" for each in told)
    return response(said, parts, wrapped=False)


OF_OBJECT = {
    "describeLayout": layouts.layouts, "describeCompactLayouts": layouts.compact,
    "describeApprovalLayout": layouts.approvals,
}  # fmt: skip
ANSWERS = {
    "describeTabs": tabs, "describeAllTabs": all_tabs, "describeTheme": theme,
    "describeSearchScopeOrder": scope_order, "describeSearchLayouts": result_columns,
    "describeAvailableQuickActions": quick_actions,
} | dict.fromkeys(OF_OBJECT, of_object)  # fmt: skip
