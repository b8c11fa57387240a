"""SOAP's `create`, `update`, `upsert`, `delete`, `undelete`: sObjects in, a result each.

An sObject says its type in an element (partner WSDL) or by `xsi:type` (enterprise WSDL).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from headwater.api import many
from headwater.api.caller import Caller
from headwater.api.many import Result
from headwater.api.problems import Problems, not_found, problem
from headwater.api.rows import kind_of
from headwater.api.soap_body import NIL, TYPE, Fault, Said, local
from headwater.api.soap_problems import errors, success
from headwater.api.soap_reading import response
from headwater.catalog import ids, objects
from headwater.catalog.objects import ObjectDef, UnknownName
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.records.sharing import visible

MOST = 200  # records of one call
WORDS = {"boolean": {"true": True, "1": True, "false": False, "0": False}}


@dataclass(slots=True)
class SObject:
    """One record as it was sent; a field that is to be emptied is None."""

    type: str
    record_id: str = ""
    fields: dict[str, Any] = field(default_factory=dict)

    @property
    def key(self) -> int:
        """0 where the id is none, or of another object."""
        try:
            return ids.decode(self.record_id)[1]
        except ids.MalformedId:
            return 0


def create(said: Said, caller: Caller) -> str:
    """A SaveResult for each of `sObjects`."""
    asked = [sobject(each) for each in said.elements("sObjects")]
    results = _by_kind(said, asked, lambda kind, some: many.create(
        caller, kind, [_fitting(said, kind, each) for each in some]))  # fmt: skip
    return _saved(said, asked, results)


def update(said: Said, caller: Caller) -> str:
    """The same of what is there already."""
    asked = [sobject(each) for each in said.elements("sObjects")]
    results = _by_kind(said, asked, lambda kind, some: many.change(
        caller, kind, [(each.key, _fitting(said, kind, each)) for each in some]))  # fmt: skip
    return _saved(said, asked, results)


def upsert(said: Said, caller: Caller) -> str:
    """By an external id, or by Id."""
    asked = [sobject(each) for each in said.elements("sObjects")]
    name = said.text("externalIDFieldName") or said.text("externalIdFieldName")

    def work(kind: ObjectDef, some: Sequence[SObject]) -> list[Result]:
        if name.lower() == "id":
            return _by_id(said, caller, kind, some)
        external = _external(kind, name)
        rows = []
        for each in some:
            fields = _fitting(said, kind, each)
            known = next((key for key in fields if key.lower() == external.name.lower()), "")
            value = str(fields.pop(known, None) or "") if known else ""
            rows.append((value, fields))
        return _with_values(external.name, rows, lambda full: many.upsert(
            caller, kind, external, full))  # fmt: skip

    return _saved(said, asked, _by_kind(said, asked, work), with_created=True)


def delete(said: Said, caller: Caller) -> str:
    """A DeleteResult for each of `ids`."""
    asked = _named(said)
    results = _by_kind(said, asked, lambda kind, some: many.delete(
        caller, kind, [each.key for each in some]))  # fmt: skip
    return _saved(said, asked, results)


def undelete(said: Said, caller: Caller) -> str:
    """What was deleted comes back."""

    def work(kind: ObjectDef, some: Sequence[SObject]) -> list[Result]:
        return [_restored(kind, each.key, caller) for each in some]

    asked = _named(said)
    return _saved(said, asked, _by_kind(said, asked, work))


def sobject(element: Any) -> SObject:
    """Read one sObject; parents are told by their external ids."""
    found = SObject(element.get(TYPE, "").rpartition(":")[2])
    for each in element:
        name, text = local(each), (each.text or "").strip()
        if name == "type" and not len(each):
            found.type = text or found.type
        elif name == "fieldsToNull":
            found.fields[text] = None
        elif name.lower() == "id":
            found.record_id = found.record_id or text
        elif len(each):
            found.fields[name] = sobject(each).fields
        else:
            is_nil = each.get(NIL, "").strip() in ("true", "1")
            found.fields[name] = None if is_nil else each.text or ""
    return found


def _by_kind(
    said: Said, asked: Sequence[SObject], work: Callable[[ObjectDef, list[SObject]], list[Result]]
) -> list[Result]:
    """Objects that follow each other are written together; results come in the order asked."""
    refuse_many(len(asked))

    def all_of_them() -> list[Result]:
        results: dict[int, Result] = {}
        for name in dict.fromkeys(each.type.lower() for each in asked):
            places = [place for place, each in enumerate(asked) if each.type.lower() == name]
            some = [asked[place] for place in places]
            try:
                done = work(kind_named(name), some)
            except (Problems, Refused) as error:
                done = [Result() for _ in some]
                for each in done:
                    each.refuse(error)
            results |= dict(zip(places, done, strict=True))
        return [results[place] for place in range(len(asked))]

    is_asked = said.header("allOrNone").strip().lower() == "true"
    return many.all_or_none(all_of_them, is_asked=is_asked)


def refuse_many(count: int, most: int = MOST) -> None:
    """More than a call may have are a Fault."""
    if count > most:
        raise Fault("EXCEEDED_ID_LIMIT", f"record limit reached: at most {most} in one call")


def kind_named(name: str) -> ObjectDef:
    """The object of this name; raises Problems."""
    try:
        return kind_of(name)
    except UnknownName:
        words = f"sObject type '{name[:80]}' is not supported."
        raise problem(400, "INVALID_TYPE", words) from None


def _external(kind: ObjectDef, name: str) -> Any:
    found = kind.fields.get(name) or next(
        (each for each in kind.fields.values() if each.name.lower() == name.lower()), None
    )
    if found is None or not found.is_external_id:
        message = f"Field name provided, {name[:80]} does not match an External ID for {kind.name}"
        raise problem(400, "INVALID_FIELD", message)
    return found


def _with_values(
    name: str, rows: list[tuple[str, dict[str, Any]]], work: Callable[[Any], list[Result]]
) -> list[Result]:
    """Records without the external id are refused by themselves."""
    done = iter(work([row for row in rows if row[0]]))
    results = []
    for value, _ in rows:
        result = next(done) if value else Result()
        if not value:
            result.refuse(problem(400, "MISSING_ARGUMENT", f"{name} not specified", name))
        results.append(result)
    return results


def _by_id(said: Said, caller: Caller, kind: ObjectDef, some: Sequence[SObject]) -> list[Result]:
    old = [each for each in some if each.record_id]
    new = [each for each in some if not each.record_id]
    changed = iter(
        many.change(caller, kind, [(each.key, _fitting(said, kind, each)) for each in old])
    )
    made = iter(many.create(caller, kind, [_fitting(said, kind, each) for each in new]))
    return [next(changed) if each.record_id else next(made) for each in some]


def _fitting(said: Said, kind: ObjectDef, asked: SObject) -> dict[str, Any]:
    """Text as what its field holds; too long a text is cut where the caller wishes it."""
    cuts = said.header("allowFieldTruncation").strip().lower() == "true"
    by_name = {each.name.lower(): each for each in kind.fields.values()}
    fields: dict[str, Any] = {}
    for name, value in asked.fields.items():
        found = by_name.get(name.lower())
        if found and isinstance(value, str):
            fields[name] = WORDS.get(found.type, {}).get(value.strip().lower(), value)
            if cuts and found.length:
                fields[name] = value[: found.length]
        else:
            fields[name] = value
    return fields


def _named(said: Said) -> list[SObject]:
    """The records of `ids`; what names no object is told so by its own result."""
    asked = []
    for each in said.elements("ids") or said.elements("id"):  # as beatbox and its kin name them
        text = (each.text or "").strip()
        found = objects.by_prefix(text[:3])
        asked.append(SObject(found.name if found else text[:3], text))
    return asked


def _restored(kind: ObjectDef, key: int, caller: Caller) -> Result:
    result = Result(key)
    rows = kind.model._default_manager.filter(visible(kind.model, caller.by), pk=key)
    try:
        with transaction.atomic():
            record = rows.select_for_update(of=("self",)).first()
            if record is None or not hasattr(record, "is_deleted"):
                raise not_found()
            if not record.is_deleted or getattr(record, "is_tombstone", False):
                raise problem(400, "UNDELETE_FAILED", "Entity is not in the recycle bin")
            writing.restore([record], by=caller.by)
    except many.REFUSALS as error:
        result.refuse(error)
    return result


def _saved(
    said: Said,
    asked: Sequence[SObject],
    results: Sequence[Result],
    *,
    with_created: bool = False,
) -> str:
    told_each = []
    for each, result in zip(asked, results, strict=True):
        created = f"<created>{str(result.is_created).lower()}</created>" if with_created else ""
        record_id = '<id xsi:nil="true"/>'
        if result.is_done and result.key:
            record_id = f"<id>{ids.encode(kind_named(each.type).prefix, result.key)}</id>"
        told_each.append(
            f"<result>{created}{errors(result.problems, is_typed=said.is_typed)}{record_id}"
            f"{success(result.is_done)}</result>"
        )
    return response(said, "".join(told_each), wrapped=False)
