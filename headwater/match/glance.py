"""A glance before comparing: whoever shares nothing but the sound of a name is nobody yet.

Names that sound alike come by the dozen in a large base. Making each of them ready to be compared
costs more than all the rest, and the model would say "possible" at most. So something that is told
by both must be the very same besides, or the names as they are written. A run over the whole base
compares them all the same.
"""

from collections.abc import Mapping
from typing import Any

from headwater.match.identity import Identity
from headwater.match.normal import companies, places
from headwater.match.normal.plain import plain

SOUND = "name"  # the kind of the key that only sounds


def is_worth_comparing(own: Identity, values: Mapping[str, Any]) -> bool:
    """Whether a record with these values, by attribute, may be more than a namesake by ear."""
    first, last = _letters(values["first_name"]), _letters(values["last_name"])
    if (own.first, own.last) in ((first, last), (last, first)):
        return True
    return (
        (own.city != "" and own.city == places.place(values["city"]))
        or (own.postal != "" and own.postal == places.postal(values["postal_code"]))
        or (own.host != "" and own.host == values["email"].rpartition("@")[2].lower())
        or (own.company != "" and own.company == companies.company(values["company"]).letters)
    )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, plain(text)))
