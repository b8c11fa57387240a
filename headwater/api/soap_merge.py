"""SOAP's `merge`: leads, contacts or accounts become one, as on the pages."""

from collections.abc import Sequence
from typing import Any

from headwater import merging
from headwater.api import given, many
from headwater.api.caller import Caller
from headwater.api.gate import told
from headwater.api.problems import problem
from headwater.api.soap_body import Said, local
from headwater.api.soap_problems import errors, success
from headwater.api.soap_records import SObject, kind_named, refuse_many, sobject
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef
from headwater.records.sharing import visible
from headwater.records.tombstone import MERGEABLE

MOST_MERGED = 2  # beside the master


def merge(said: Said, caller: Caller) -> str:
    """A MergeResult for each of `request`, each in its own transaction."""
    wanted = said.elements("request") or said.elements("mergeRequests")  # as jsforce has it
    refuse_many(len(wanted))
    return f"<mergeResponse>{''.join(_merged(each, caller) for each in wanted)}</mergeResponse>"


def _merged(element: Any, caller: Caller) -> str:
    parts = {local(each): each for each in element}
    others = [(each.text or "").strip() for each in element if local(each) == "recordToMergeIds"]
    try:
        if "masterRecord" not in parts or not 1 <= len(others) <= MOST_MERGED:
            raise problem(400, "MERGE_FAILED", "A master and one or two others are merged.")
        master = sobject(parts["masterRecord"])
        kind = kind_named(master.type)
        if kind.name not in MERGEABLE:
            raise problem(400, "INVALID_TYPE_FOR_OPERATION", f"{kind.name} cannot be merged")
        records = _records(kind, [master.record_id, *others], caller)
        values = given.values_of(kind, master.fields, caller.by, is_new=False)
        merging.merge(records[0], records[1:], by=caller.by, values=values, fills=False)
    except many.REFUSALS as error:
        told_errors = errors(told(error).body)
        return f'<result>{told_errors}<id xsi:nil="true"/>{success(False)}</result>'
    gone = "".join(f"<mergedRecordIds>{each.sf_id}</mergedRecordIds>" for each in records[1:])
    return f"<result><id>{records[0].sf_id}</id>{gone}{success(True)}</result>"


def _records(kind: ObjectDef, said: Sequence[str], caller: Caller) -> list[Any]:
    keys = [SObject(kind.name, each).key for each in said]
    rows = kind.model._default_manager.filter(visible(kind.model, caller.by), pk__in=keys)
    found = rows.in_bulk()
    for text, key in zip(said, keys, strict=True):
        if key not in found or ids.decode(text)[0] != kind.prefix:
            raise problem(400, "INVALID_CROSS_REFERENCE_KEY", f"invalid cross reference id {text}")
    return [found[key] for key in keys]
