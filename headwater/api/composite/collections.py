"""`composite/sobjects`: up to 200 records in one call, each with its own answer, in their order."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.http import HttpResponse

from headwater.api import answers, many, rows
from headwater.api.caller import Caller
from headwater.api.gate import Call, resource
from headwater.api.many import Result
from headwater.api.problems import Problems, not_found, problem
from headwater.catalog import ids, objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.criteria.errors import CriteriaError

MOST = 200  # records of one call
MOST_READ = 2_000
TOO_MANY = "record limit reached. cannot submit more than {most} records in this request"
Shown = dict[str, Any]
Work = Callable[[ObjectDef, list[Any]], list[Result]]


def create(call: Call) -> HttpResponse:
    """POST composite/sobjects"""
    records = _records(call)
    kinds = [_kind_of(each) for each in records]
    return _answer(call, kinds, records, lambda kind, some: many.create(call.caller, kind, some))


def change(call: Call) -> HttpResponse:
    """PATCH composite/sobjects: each with its id"""
    records = _records(call)
    kinds = [_kind_of(each) for each in records]
    pairs: list[Any] = []
    for place, (kind, each) in enumerate(zip(kinds, records, strict=True)):
        fields = {name: value for name, value in each.items() if name.lower() != "id"}
        try:
            key = key_of(kind, next((v for n, v in each.items() if n.lower() == "id"), None))
        except Problems as refusal:
            kinds[place], key = refusal, 0
        pairs.append((key, fields))
    return _answer(call, kinds, pairs, lambda kind, some: many.change(call.caller, kind, some))


def upsert(call: Call, name: str, field: str) -> HttpResponse:
    """PATCH composite/sobjects/X/External_Id__c: by the external id within each record"""
    kind, records = kind_named(name), _records(call)
    external = external_of(kind, field)
    told = upsert_all(call.caller, kind, external, records, is_all=_is_all(call))
    return answers.json([many.shown(kind, each, with_created=True) for each in told])


def upsert_all(
    caller: Caller, kind: ObjectDef, external: FieldDef, records: Sequence[Any], *, is_all: bool
) -> list[Result]:
    """By an external id, or by `Id`: an empty id makes a new record."""
    wanted = external.name.lower()
    pairs: list[Any] = []
    for each in records:
        value = next((said for name, said in each.items() if name.lower() == wanted), None)
        rest = {name: said for name, said in each.items() if name.lower() not in (wanted, "id")}
        pairs.append(("" if value is None else str(value).strip(), rest))
    if external.name == "Id":
        return _by_id(caller, kind, pairs, is_all=is_all)

    def work() -> list[Result]:
        said = [place for place, (value, _) in enumerate(pairs) if value]
        done = many.upsert(caller, kind, external, [pairs[place] for place in said])
        told = dict(zip(said, done, strict=True))
        return [told.get(place) or _without(external) for place in range(len(pairs))]

    return many.all_or_none(work, is_asked=is_all)


def delete(call: Call) -> HttpResponse:
    """DELETE composite/sobjects?ids=A,B"""
    asked = [each.strip() for each in call.asked("ids").split(",") if each.strip()]
    _refuse_many(len(asked), MOST)
    if not asked:
        raise problem(400, "INVALID_INPUT", "The ids of what to delete are needed: ?ids=…")
    kinds: list[ObjectDef | Problems] = []
    keys: list[Any] = []
    for each in asked:
        try:
            prefix, key = ids.decode(each)
            kind = objects.by_prefix(prefix)
            kinds.append(kind or problem(404, "INVALID_CROSS_REFERENCE_KEY", "invalid id"))
        except ids.MalformedId:
            key = 0
            kinds.append(problem(400, "MALFORMED_ID", f"malformed id {each[:40]}"))
        keys.append(key)
    is_all = call.asked("allOrNone").lower() == "true"
    work: Work = lambda kind, some: many.delete(call.caller, kind, some)  # noqa: E731
    return _answer(call, kinds, keys, work, is_all=is_all)


def read(call: Call, name: str) -> HttpResponse:
    """GET composite/sobjects/X?ids=A,B&fields=C,D: in their order, null for what is not there"""
    names = [each.strip() for each in call.asked("fields").split(",") if each.strip()]
    asked = [each.strip() for each in call.asked("ids").split(",") if each.strip()]
    return _found(call, kind_named(name), asked, names)


def read_posted(call: Call, name: str) -> HttpResponse:
    """POST composite/sobjects/X with {ids, fields}: up to 2,000"""
    said = call.fields
    lists = [said.get("ids"), said.get("fields")]
    if not all(isinstance(each, list) for each in lists):
        raise problem(400, "JSON_PARSER_ERROR", "`ids` and `fields` are lists.")
    asked, names = ([str(each) for each in some] for some in (said["ids"], said["fields"]))
    return _found(call, kind_named(name), asked, names)


def kind_named(name: str) -> ObjectDef:
    """The object of this name; raises Problems."""
    try:
        return rows.kind_of(name)
    except UnknownName:
        raise not_found() from None


def external_of(kind: ObjectDef, name: str) -> FieldDef:
    """The external id of this name, or `Id`; raises Problems."""
    try:
        field = kind.field(name)
    except UnknownName:
        raise not_found() from None
    if not field.is_external_id and field.name != "Id":
        message = f"{field.name} is no external id of {kind.name}."
        raise problem(400, "INVALID_FIELD", message, field.name)
    return field


def key_of(kind: ObjectDef | Problems, record_id: Any) -> int:
    """The key behind a record's id; raises Problems."""
    if isinstance(kind, Problems):
        raise kind
    if not record_id:
        raise problem(400, "MISSING_ARGUMENT", "Id not specified in an update call")
    try:
        prefix, key = ids.decode(str(record_id))
    except ids.MalformedId:
        prefix, key = "", 0
    if prefix != kind.prefix:
        message = f"{kind.label} ID: id value of incorrect type: {str(record_id)[:40]}"
        raise problem(400, "MALFORMED_ID", message, "Id")
    return key


def _found(call: Call, kind: ObjectDef, asked: Sequence[str], names: list[str]) -> HttpResponse:
    _refuse_many(len(asked), MOST_READ)
    if not names:
        raise problem(400, "INVALID_FIELD", "Which fields are asked for?")
    whole = [ids.encode(kind.prefix, key_of(kind, each)) for each in asked]
    try:
        found = rows.some(kind, whole, call.by, call.version, names)
    except CriteriaError as error:
        raise problem(400, "INVALID_FIELD", str(error)) from None
    return answers.json([found.get(each) for each in whole])


def _records(call: Call) -> list[dict[str, Any]]:
    records = call.fields.get("records")
    if not isinstance(records, list) or not all(isinstance(each, dict) for each in records):
        raise problem(400, "JSON_PARSER_ERROR", "`records` is a list of records.")
    _refuse_many(len(records), MOST)
    return records


def _refuse_many(count: int, most: int) -> None:
    if count > most:
        raise problem(400, "EXCEEDED_ID_LIMIT", TOO_MANY.format(most=most))


def _is_all(call: Call) -> bool:
    return call.fields.get("allOrNone") is True


def _kind_of(record: Mapping[str, Any]) -> ObjectDef | Problems:
    attributes = record.get("attributes")
    name = str(attributes.get("type", "")) if isinstance(attributes, dict) else ""
    try:
        return rows.kind_of(name)
    except UnknownName:
        return problem(400, "INVALID_TYPE", f"sObject type '{name[:40]}' is not supported.")


def _answer(
    call: Call,
    kinds: Sequence[ObjectDef | Problems],
    given: Sequence[Any],
    work: Work,
    *,
    is_all: bool | None = None,
) -> HttpResponse:
    """Records of one object are written together; answers come in the order of the records."""
    done = many.all_or_none(
        lambda: _by_kind(kinds, given, work), is_asked=_is_all(call) if is_all is None else is_all
    )
    return answers.json(
        [
            many.shown(None if isinstance(kind, Problems) else kind, result)
            for kind, result in zip(kinds, done, strict=True)
        ]
    )


def _by_kind(
    kinds: Sequence[ObjectDef | Problems], given: Sequence[Any], work: Work
) -> list[Result]:
    results = [Result() for _ in kinds]
    placed: dict[str, list[int]] = {}
    for place, kind in enumerate(kinds):
        if isinstance(kind, Problems):
            results[place].refuse(kind)
        else:
            placed.setdefault(kind.name, []).append(place)
    for places in placed.values():
        kind = kinds[places[0]]
        assert not isinstance(kind, Problems)
        done = work(kind, [given[place] for place in places])
        for place, result in zip(places, done, strict=True):
            results[place] = result
    return results


def _by_id(
    caller: Caller, kind: ObjectDef, pairs: Sequence[tuple[str, Any]], *, is_all: bool
) -> list[Result]:
    def work() -> list[Result]:
        results: list[Result] = []
        for value, fields in pairs:
            with transaction.atomic():
                try:
                    key = key_of(kind, value) if value else 0
                    told = (
                        many.change(caller, kind, [(key, fields)]) if key
                        else many.create(caller, kind, [fields])
                    )  # fmt: skip
                except Problems as refusal:
                    told = [Result()]
                    told[0].refuse(refusal)
            results += told
        return results

    return many.all_or_none(work, is_asked=is_all)


def _without(external: FieldDef) -> Result:
    result = Result()
    message = f"{external.name} not specified"
    result.refuse(problem(400, "MISSING_ARGUMENT", message, external.name))
    return result


view = resource(POST=create, PATCH=change, DELETE=delete)
of_kind_view = resource(GET=read, POST=read_posted)
by_external_view = resource(PATCH=upsert)
