"""`search` and `parameterizedSearch`: words looked for in many objects, within what may be seen."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import orjson
from django.http import HttpResponse

from headwater.api import answers, rows
from headwater.api.gate import Call, resource
from headwater.api.problems import of_criteria, problem
from headwater.catalog.objects import UnknownName
from headwater.criteria.columns import Within
from headwater.criteria.errors import CriteriaError
from headwater.criteria.select import Column, Select, parse_query
from headwater.criteria.sosl import MOST, Search, parse_search
from headwater.criteria.sought import SHORTEST, condition, plain
from headwater.criteria.tree import Path
from headwater.records import soql

PHONES = {
    "Lead": ("phone", "mobile_phone", "fax"), "Contact": ("phone", "mobile_phone", "fax"),
    "Account": ("phone", "fax"), "User": ("phone",),
}  # fmt: skip
# Object → group of fields → columns; ALL has the column that is kept for searching, where one is.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "Lead": {"ALL": ("search_text",), "NAME": ("name",), "EMAIL": ("email",)},
    "Contact": {"ALL": ("search_text",), "NAME": ("name",), "EMAIL": ("email",)},
    "Account": {"ALL": ("search_text",), "NAME": ("name",)},
    "Opportunity": {"ALL": ("search_text",), "NAME": ("name",)},
    "Campaign": {"ALL": ("search_text",), "NAME": ("name",)},
    "User": {"ALL": ("first_name", "last_name", "email"), "NAME": ("first_name", "last_name"),
             "EMAIL": ("email",)},
    "Task": {"ALL": ("subject", "description"), "NAME": ("subject",)},
    "Event": {"ALL": ("subject", "description"), "NAME": ("subject",)},
}  # fmt: skip
EVERYWHERE = ("Lead", "Contact", "Account", "Opportunity", "Campaign")
SUGGESTED = 5
BARE_UNTIL = 36  # versions up to this one answer with a list alone
NAME = re.compile(r"[A-Za-z]\w*")


def search(call: Call) -> HttpResponse:
    """GET search?q=FIND {…} …"""
    text = call.asked("q")
    try:
        return _answer(call, parse_search(text))
    except CriteriaError as error:
        raise of_criteria(error, text) from None


def with_parameters(call: Call) -> HttpResponse:
    """GET parameterizedSearch?q=…&sobject=Lead&Lead.fields=Id,Name"""
    given = call.request.GET
    names = given.getlist("sobject")
    objects = [
        {"name": name, "fields": given.get(f"{name}.fields", "").split(","),
         "where": given.get(f"{name}.where", ""), "limit": given.get(f"{name}.limit", "")}
        for name in names
    ]  # fmt: skip
    return _of_parameters(call, {
        "q": call.asked("q"), "in": call.asked("in"), "sobjects": objects,
        "fields": call.asked("fields").split(","), "overallLimit": call.asked("overallLimit"),
        "defaultLimit": call.asked("defaultLimit"),
    })  # fmt: skip


def posted(call: Call) -> HttpResponse:
    """POST parameterizedSearch with the same as JSON."""
    return _of_parameters(call, call.fields)


def suggestions(call: Call) -> HttpResponse:
    """GET search/suggestions?q=…&sobject=Lead[&limit=5]: what people may mean while they type"""
    limit = _count(call.asked("limit"), SUGGESTED)
    names = [name for each in call.request.GET.getlist("sobject") for name in each.split(",")]
    if not names:
        raise problem(400, "MISSING_ARGUMENT", "Name the objects: &sobject=Lead,Contact")
    asked = [{"name": name.strip(), "fields": ["Id", "Name"]} for name in names]
    said = {"q": call.asked("q"), "in": "NAME", "sobjects": asked, "overallLimit": limit + 1}
    told = orjson.loads(_of_parameters(call, said, is_begun=True).content)
    records = told if isinstance(told, list) else told["searchRecords"]
    return answers.json(
        {"autoSuggestResults": records[:limit], "hasMoreResults": len(records) > limit}
    )


def _of_parameters(
    call: Call, said: Mapping[str, Any], *, is_begun: bool = False
) -> HttpResponse:  # fmt: skip
    """`is_begun`: the last word is still being typed."""
    words, group = str(said.get("q") or ""), str(said.get("in") or "").split()
    if len(re.sub(r"\W", "", words)) < SHORTEST:
        told = "search term must be longer than one character"
        raise problem(400, "MALFORMED_SEARCH", told)
    asked = said.get("sobjects") or []
    if not isinstance(asked, list) or not all(isinstance(each, dict) for each in asked):
        raise problem(400, "JSON_PARSER_ERROR", "`sobjects` is a list of objects with a name.")
    try:
        selects = tuple(_select(each, said) for each in asked)
        limit = _count(said.get("overallLimit"), MOST)
        sought = plain(words, is_begun=is_begun)
        return _answer(call, Search(sought, (group or ["ALL"])[0].upper(), selects, limit))
    except CriteriaError as error:
        raise of_criteria(error, "") from None


def _select(each: Mapping[str, Any], said: Mapping[str, Any]) -> Select:
    """What is asked of one object; its parts go through the parser of queries like any other."""
    fields = each.get("fields") or said.get("fields") or []
    fields = fields.split(",") if isinstance(fields, str) else fields
    if not isinstance(fields, list):
        raise problem(400, "JSON_PARSER_ERROR", "`fields` is a list of names.")
    names = [str(name).strip() for name in fields if str(name).strip()] or ["Id"]
    where = f" WHERE {each['where']}" if each.get("where") else ""
    name = str(each.get("name") or "")
    if not NAME.fullmatch(name):
        raise CriteriaError("An object has a name.", kind="search")
    found = parse_query(f"SELECT {', '.join(names)} FROM {name}{where}")  # noqa: S608  # SOQL
    limit = _count(each.get("limit") or said.get("defaultLimit"), 0)
    return replace(found, limit=limit or None)


def _count(said: Any, usual: int) -> int:
    text = str(said or "")
    return min(int(text), MOST) if text.isascii() and text.isdigit() else usual


def _answer(call: Call, asked: Search) -> HttpResponse:
    selects: Sequence[Select] = asked.returning or [
        Select((Column(Path(("Id",))),), name) for name in EVERYWHERE
    ]
    records: list[rows.Record] = []
    for select in selects:
        left = asked.limit - len(records)
        if left <= 0:
            break
        records += _records(call, asked, replace(select, limit=min(select.limit or MOST, left)))
    if float(call.version) <= BARE_UNTIL:
        return answers.json(records)
    return answers.json({"searchRecords": records})


def _records(call: Call, asked: Search, select: Select) -> list[rows.Record]:
    if select.is_grouped or select.is_count or select.children:
        raise CriteriaError("A search lists fields of records.", select.position, kind="search")
    name = _searched(select)
    group = COLUMNS[name].get(asked.fields, ())
    digits = _digits(PHONES.get(name, ())) if asked.fields in ("ALL", "PHONE") else ""
    if not group and not digits:
        return []
    texts = _texts(group or PHONES[name])
    found = condition(asked.sought, texts, digits)
    bounds = Within(where=(found.sql, found.params), keys=True, is_told=True)
    return rows.fetch(soql.compiled(select, call.by, bounds), call.version)


def _searched(select: Select) -> str:
    try:
        name = rows.kind_of(select.object_name).name
    except UnknownName as unknown:
        told = f"sObject type '{select.object_name}' is not supported."
        raise CriteriaError(str(unknown), select.position, "", "object", told) from None
    if name not in COLUMNS:
        told = f"entity type {name} does not support search"
        raise CriteriaError(f"{name} cannot be searched.", select.position, "", "object", told)
    return name


def _texts(columns: Sequence[str]) -> str:
    if columns == ("search_text",):
        return 't."search_text"'
    joined = " || ' ' || ".join(f't."{column}"' for column in columns)
    return f"lower({joined})"


def _digits(columns: Sequence[str]) -> str:
    if not columns:
        return ""
    joined = " || '|' || ".join(f't."{column}"' for column in columns)
    return f"regexp_replace({joined}, '[^0-9|]', '', 'g')"


view = resource(GET=search)
suggestions_view = resource(GET=suggestions)
parameterized_view = resource(GET=with_parameters, POST=posted)
