"""What a colleague or a program writes into one record is written as the doors write it.

The same rules as for a whole inquiry, for the few fields that were given; the others of the record
tell the country of a number and the case of a name. What was typed is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from headwater.capture.cleaning.record import Cleaned, clean

_PLACE = ("street", "city", "state", "postal_code", "country")
_LEAD = ("salutation", "first_name", "last_name", "title", "company", *_PLACE, "phone",
         "mobile_phone", "fax", "email", "website", "description")  # fmt: skip
_PERSON = ("salutation", "first_name", "last_name", "title", "department", "phone",
           "mobile_phone", "fax", "email", "description")  # fmt: skip


def _placed(prefix: str) -> dict[str, str]:
    return {f"{prefix}_{name}": name for name in _PLACE}


# Object → its attributes as a lead calls them; what appears twice is looked at twice.
VIEWS: Mapping[str, tuple[dict[str, str], ...]] = {
    "Lead": ({name: name for name in _LEAD},),
    "Contact": (
        {name: name for name in _PERSON} | _placed("mailing"),
        {"home_phone": "phone", "mailing_country": "country"},
        {"other_phone": "phone", "mailing_country": "country"},
    ),
    "Account": (
        {"name": "company", "phone": "phone", "fax": "fax", "website": "website",
         "description": "description"} | _placed("billing"),
        _placed("shipping"),
    ),
}  # fmt: skip
# What the rules ask about besides what was given.
CONTEXT = frozenset({"first_name", "last_name", "country", "state"})
# A name is its owner's: typed again, it stays as typed.
OWN_CASE = frozenset({"first_name", "last_name"})


@dataclass(slots=True)
class Standardised:
    """The values to write, the text as typed of those that changed, and what is odd about some."""

    values: dict[str, Any]
    typed: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)


def standardise(
    object_name: str,
    given: Mapping[str, Any],
    held: Callable[[str], Any],
    *,
    country: str,
    locale: str,
) -> Standardised:
    """Write values of a lead, contact or account as the doors do; others stay as they are.

    `held` answers what the record holds in an attribute; `country` and `locale` are the
    organisation's. Nothing is refused: what cannot be understood stays as typed and is doubted.
    """
    done = Standardised(dict(given))
    as_the_doors = partial(clean, country=country, locale=locale)
    for view in VIEWS.get(object_name, ()):
        own = {name: said for name, said in view.items() if isinstance(given.get(name), str)}
        changing = {name: said for name, said in own.items() if given[name]}
        if changing:
            said = {as_lead: given[name] for name, as_lead in changing.items()}
            for name, as_lead in view.items():
                if as_lead in CONTEXT and name not in given:
                    said[as_lead] = held(name) or ""
            _keep(done, changing, as_the_doors(said), held)
    return done


def _keep(
    done: Standardised, changing: dict[str, str], cleaned: Cleaned, held: Callable[[str], Any]
) -> None:
    odd = {problem.field: problem.message for problem in cleaned.problems}
    for name, as_lead in changing.items():
        typed, written = done.values[name], cleaned.values.get(as_lead, "")
        if as_lead in OWN_CASE and written == held(name):
            continue  # they insist
        done.values[name] = written
        if written != typed.strip():
            done.typed[name] = typed
        if as_lead in odd:
            done.doubts[name] = odd[as_lead]
