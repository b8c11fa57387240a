"""SOAP's questions: `query` and its pages, `retrieve`, describes, `getUpdated`, `getDeleted`.

Each is asked of the REST resource that knows it; its JSON becomes XML here.
"""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode
from xml.sax.saxutils import escape

import orjson
from django.http import HttpRequest, QueryDict

from headwater.api import addresses, changed, describe, query, rows, search
from headwater.api.gate import Call
from headwater.api.problems import Problems, problem
from headwater.api.soap_body import Said
from headwater.catalog.objects import UnknownName
from headwater.criteria.errors import CriteriaError

NIL = '<{} xsi:nil="true"/>'
# Keys of REST that the WSDL does not have.
ONLY_REST = frozenset({
    "urls", "associateEntityType", "associateParentEntity", "hasSubtypes", "isInterface",
    "supportedScopes", "actionOverrides", "namedLayoutInfos", "listviewable", "lookupLayoutable",
    "sobjectDescribeOption", "extraTypeInfo", "junctionReferenceTo", "filteredLookupInfo",
})  # fmt: skip
MOST_RETRIEVED = 2_000
PAGES = {"lead": "leads", "account": "accounts", "contact": "contacts",
         "opportunity": "opportunities", "campaign": "campaigns"}  # fmt: skip
Answer = Callable[[Said, Call], str]


def ask(said: Said, call: Call) -> str:
    """`query` and `queryAll`."""
    is_all = said.operation == "queryAll"
    work = query.query_all if is_all else query.query
    answer = work(with_asked(call, said, q=said.text("queryString")))
    return response(said, _result(orjson.loads(answer.content), said.is_typed))


def more(said: Said, call: Call) -> str:
    """`queryMore`: the next page of a locator."""
    answer = query.more(with_asked(call, said), said.text("queryLocator"))
    return response(said, _result(orjson.loads(answer.content), said.is_typed))


def searched(said: Said, call: Call) -> str:
    """`search`: SOSL."""
    told = orjson.loads(search.search(with_asked(call, said, q=said.text("searchString"))).content)
    records = told if isinstance(told, list) else told["searchRecords"]
    found = (record_xml("record", each, said.is_typed) for each in records)
    return response(said, "".join(f"<searchRecords>{each}</searchRecords>" for each in found))


def retrieve(said: Said, call: Call) -> str:
    """Records by their ids, nil for what is not there."""
    wanted = [(each.text or "").strip() for each in said.elements("ids")]
    if len(wanted) > MOST_RETRIEVED:
        raise problem(400, "EXCEEDED_ID_LIMIT", f"At most {MOST_RETRIEVED} records in one call")
    name = said.text("sObjectType")
    fields = [each.strip() for each in said.text("fieldList").split(",") if each.strip()]
    try:
        found = rows.some(rows.kind_of(name), wanted, call.by, call.version, fields or ["Id"])
    except UnknownName:
        raise no_type(name) from None
    except CriteriaError as error:
        raise problem(400, "INVALID_FIELD", error.message) from None
    by_id = {key[:15]: record for key, record in found.items()}
    told = [by_id.get(each[:15]) for each in wanted]
    parts = [
        record_xml("result", each, said.is_typed) if each else NIL.format("result") for each in told
    ]
    return response(said, "".join(parts), wrapped=False)


def describe_all(said: Said, call: Call) -> str:
    """`describeGlobal`."""
    told = orjson.loads(describe.everything(with_asked(call, said)).content)
    return response(said, elements(told))


def describe_some(said: Said, call: Call) -> str:
    """`describeSObject` and `describeSObjects`."""
    names = [(each.text or "").strip() for each in said.elements("sObjectType")]
    parts = []
    for name in names[:100]:
        try:
            answer = describe.whole(with_asked(call, said), name)
        except Problems:
            raise no_type(name) from None
        told = orjson.loads(answer.content) | _pages(call, name)
        parts.append(f"<result>{elements(told)}</result>")
    return response(said, "".join(parts), wrapped=False)


def _pages(call: Call, name: str) -> dict[str, str]:
    """Where people look at a record of this object and make a new one, where there are pages."""
    if name.lower() not in PAGES:
        return {"urlDetail": "", "urlEdit": "", "urlNew": ""}
    here = f"{addresses.base(call.request)}/{PAGES[name.lower()]}"
    return {"urlDetail": f"{here}/{{ID}}", "urlEdit": f"{here}/{{ID}}", "urlNew": f"{here}/new"}


def replicate(said: Said, call: Call) -> str:
    """`getUpdated` and `getDeleted`."""
    work = changed.updated if said.operation == "getUpdated" else changed.deleted
    given = {"start": said.text("startDate"), "end": said.text("endDate")}
    try:
        answer = work(with_asked(call, said, **given), said.text("sObjectType"))
    except Problems as refusal:
        raise (no_type(said.text("sObjectType")) if refusal.status == 404 else refusal) from None
    return response(said, elements(orjson.loads(answer.content)))


def with_asked(call: Call, said: Said, **parameters: str) -> Call:
    """The call with these as its query string, and the batch size of `QueryOptions`."""
    request = HttpRequest()
    request.META = dict(call.request.META)
    request.META.pop("HTTP_IF_MODIFIED_SINCE", None)
    size = said.header("batchSize").strip()
    if size.isdigit():
        request.META["HTTP_SFORCE_QUERY_OPTIONS"] = f"batchSize={size[:9]}"
    request.method, request.GET = "GET", QueryDict(urlencode(parameters))
    return Call(request, call.user, call.version)


def no_type(name: str) -> Problems:
    return problem(400, "INVALID_TYPE", f"sObject type '{name[:80]}' is not supported.")


def response(said: Said, inside: str, *, wrapped: bool = True) -> str:
    told = f"<result>{inside}</result>" if wrapped else inside
    return f"<{said.operation}Response>{told}</{said.operation}Response>"


def _result(told: Mapping[str, Any], is_typed: bool) -> str:
    """A QueryResult: in the order of the WSDL."""
    following = str(told.get("nextRecordsUrl", "")).rpartition("/query/")[2]
    locator = f"<queryLocator>{escape(following)}</queryLocator>" if following else ""
    records = "".join(record_xml("records", each, is_typed) for each in told["records"])
    return (
        f"<done>{str(told['done']).lower()}</done>{locator or NIL.format('queryLocator')}"
        f"{records}<size>{told['totalSize']}</size>"
    )


def record_xml(tag: str, record: Mapping[str, Any], is_typed: bool = False) -> str:
    """An sObject: its id and its fields, all in the namespace of sObjects.

    By the partner WSDL it says its type in an element, by the enterprise one (`is_typed`) as the
    type of the element, and its fields come in the order of that document: by name.
    """
    kind = record["attributes"]["type"]
    known = str(record["attributes"].get("url", "")).rpartition("/")[2]
    record_id = record.get("Id") or known
    head = f"<sf:Id>{escape(str(record_id))}</sf:Id>" if record_id else NIL.format("sf:Id")
    names = [name for name in record if name not in ("attributes", "Id")]
    if is_typed:
        names.sort()
    fields = "".join(_value(f"sf:{name}", record[name], is_typed) for name in names)
    if is_typed:
        return f'<{tag} xsi:type="sf:{kind}">{head}{fields}</{tag}>'
    return f'<{tag} xsi:type="sf:sObject"><sf:type>{kind}</sf:type>{head}{fields}</{tag}>'


def _value(tag: str, value: Any, is_typed: bool) -> str:
    if value is None:
        return NIL.format(tag)
    if isinstance(value, dict) and "attributes" in value:
        return record_xml(tag, value, is_typed)
    if isinstance(value, dict) and "records" in value:
        return f'<{tag} xsi:type="QueryResult">{_result(value, is_typed)}</{tag}>'
    if isinstance(value, dict):
        names = sorted(value) if is_typed else list(value)
        parts = (_value(f"sf:{name}", value[name], is_typed) for name in names)
        return f"<{tag}>{''.join(parts)}</{tag}>"
    return f"<{tag}>{_text(value)}</{tag}>"


def elements(told: Mapping[str, Any]) -> str:
    """An object of JSON as elements: a list is its element again and again, null is left out."""
    parts = []
    for name, value in told.items():
        if value is None or name in ONLY_REST:
            continue
        for each in value if isinstance(value, list) else [value]:
            inner = elements(each) if isinstance(each, dict) else _text(each)
            parts.append(f"<{name}>{inner}</{name}>")
    return "".join(parts)


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    # 2026-03-17T16:21:26.000+0000 is no xsd:dateTime; Z is.
    is_moment = text.endswith("+0000") and text[10:11] == "T"
    return escape(f"{text[:-5]}Z" if is_moment else text)


ANSWERS: dict[str, Answer] = {
    "query": ask, "search": searched, "queryAll": ask, "queryMore": more, "retrieve": retrieve,
    "describeGlobal": describe_all, "describeSObject": describe_some,
    "describeSObjects": describe_some, "getUpdated": replicate, "getDeleted": replicate,
}  # fmt: skip
