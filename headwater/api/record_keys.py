"""The key of a record as a program names it: our number, or Salesforce's id."""

from typing import Any

from headwater.api.problem_json import Told
from headwater.catalog import ids
from headwater.catalog.objects import ObjectDef

LARGEST = 2**63 - 1
SHORTEST_ID = 15  # characters of an id; a number of as many digits is one, too


def key_of(kind: ObjectDef, said: Any) -> int:
    """The key; raises Told for what cannot be one of this object."""
    if isinstance(said, int) and not isinstance(said, bool) and 0 < said <= LARGEST:
        return said
    text = str(said)
    if text.isascii() and text.isdecimal() and len(text) < SHORTEST_ID and int(text):
        return int(text)
    try:
        prefix, key = ids.decode(text)
    except ids.MalformedId:
        prefix, key = "", 0
    if prefix != kind.prefix:
        raise Told(400, "Bad request", f"“{text[:40]}” is no id of a {kind.label.lower()}.")
    return key
