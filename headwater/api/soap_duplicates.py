"""SOAP's `findDuplicates` and `findDuplicatesByIds`: what every active rule finds.

Nothing is saved. Whoever may see a record may ask; they are shown what is alike as far as they may
see it.
"""

from collections.abc import Sequence
from typing import Any

from headwater.api import duplicates, gate, given
from headwater.api.caller import Caller
from headwater.api.gate import Call
from headwater.api.problems import Problems, problem
from headwater.api.soap_body import Fault, Said
from headwater.api.soap_problems import duplicate_xml, errors, success
from headwater.api.soap_reading import response
from headwater.api.soap_records import SObject, kind_named, sobject
from headwater.catalog import objects
from headwater.catalog.objects import ObjectDef
from headwater.match.rules import ask, known, vocabulary
from headwater.match.rules.ask import Asked
from headwater.records import writing
from headwater.records.problem import Refused
from headwater.records.sharing import visible

MOST = 50  # records of one call, as in Salesforce


def find(said: Said, call: Call) -> str:
    """A FindDuplicatesResult for each of `sObjects`, all of one object."""
    asked = [sobject(each) for each in said.elements("sObjects")]
    kind = _kind(asked)
    caller = _caller(said, call)
    values, wrong = _values(kind, asked, caller)
    return _found(said, caller, kind, [Asked(each) for each in values], wrong)


def find_by_ids(said: Said, call: Call) -> str:
    """The same of stored records, by their `ids`."""
    texts = [(each.text or "").strip() for each in said.elements("ids")]
    asked = [SObject(_name_of(text), text) for text in texts]
    kind = _kind(asked)
    caller = _caller(said, call)
    shared = kind.model._default_manager.filter(visible(kind.model, caller.by))
    found = shared.in_bulk([each.key for each in asked])
    words = vocabulary.attributes(kind.name)
    wrong: dict[int, Problems] = {}
    wanted = []
    for place, each in enumerate(asked):
        record = found.get(each.key)
        if record is None or getattr(record, "is_deleted", False):
            message = f"invalid cross reference id {each.record_id[:18]}"
            wrong[place] = problem(400, "INVALID_CROSS_REFERENCE_KEY", message)
            wanted.append(Asked({}))
            continue
        held = {name: ask.held(record, name) for name in words}
        wanted.append(Asked(held, record.pk))
    return _found(said, caller, kind, wanted, wrong)


def _kind(asked: Sequence[SObject]) -> ObjectDef:
    if not asked or len(asked) > MOST:
        raise Fault("EXCEEDED_ID_LIMIT", f"From 1 to {MOST} records are looked for in one call.")
    names = {each.type.lower() for each in asked}
    if len(names) > 1:
        raise Fault("INVALID_TYPE", "The records of one call are of one object.")
    kind = kind_named(names.pop())
    if not (kind.name in ask.OBJECTS and known.rules(kind.name)):
        message = f"No active duplicate rules are defined for the {kind.name} object type."
        raise Fault("NO_ACTIVE_DUPLICATE_RULE", message)
    return kind


def _name_of(record_id: str) -> str:
    found = objects.by_prefix(record_id[:3])
    return found.name if found else record_id[:3]


def _caller(said: Said, call: Call) -> Caller:
    names = ("includeRecordDetails", "runAsCurrentUser")
    wishes = "; ".join(f"{name}={said.header(name).strip() or 'false'}" for name in names)
    return Caller(call.by, call.version, {duplicates.HEADER.lower(): wishes})


def _values(
    kind: ObjectDef, asked: Sequence[SObject], caller: Caller
) -> tuple[list[dict[str, Any]], dict[int, Problems]]:
    """Each by attribute; place → why one cannot be compared."""
    values: list[dict[str, Any]] = []
    wrong: dict[int, Problems] = {}
    for place, each in enumerate(asked):
        try:
            said = given.values_of(kind, each.fields, caller.by, is_new=False)
            values.append(writing.fit(kind, said, is_new=False))
        except (Problems, Refused) as error:
            wrong[place] = gate.told(error)
            values.append({})
    return values, wrong


def _found(
    said: Said, caller: Caller, kind: ObjectDef, asked: Sequence[Asked], wrong: dict[int, Problems]
) -> str:
    places = [place for place in range(len(asked)) if place not in wrong]
    decisions = ask.likes(kind.name, [asked[place] for place in places], by=caller.by)
    told = dict(zip(places, decisions, strict=True))
    parts = []
    for place, each in enumerate(asked):
        if place in wrong:
            parts.append(f"<result>{errors(wrong[place].body)}{success(False)}</result>")
            continue
        results = duplicates.results_of(caller, kind, each.values, told[place])
        inner = "".join(f"<duplicateResults>{duplicate_xml(one, said.is_typed)}</duplicateResults>"
                        for one in results)  # fmt: skip
        parts.append(f"<result>{inner}{success(True)}</result>")
    return response(said, "".join(parts), wrapped=False)


ANSWERS = {"findDuplicates": find, "findDuplicatesByIds": find_by_ids}
