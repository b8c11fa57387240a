"""What a person typed into a record, written in the standard way, and how that is told."""

from collections.abc import Mapping
from typing import Any

from headwater.capture.cleaning.standardise import Standardised, standardise
from headwater.catalog import objects
from headwater.people.organization import organization
from headwater.records import trail
from headwater.records.keys import phone_text
from headwater.web.records import words

DEEDS = ("created", "joined", "changed", "tidied")
MOST = 200  # entries looked through for what was sent
SHOWN = 3  # originals told in one line of the timeline


def standard(object_name: str, given: Mapping[str, Any], record: Any = None) -> Standardised:
    """The values as the doors would write them; `record` is None while there is none yet."""
    here = organization()
    return standardise(
        object_name, given,
        (lambda name: getattr(record, name, "")) if record else (lambda name: given.get(name, "")),
        country=here.country, locale=here.locale,
    )  # fmt: skip


def told(label: str, attribute: str, done: Standardised) -> str:
    """What a toast says of a changed value: how it is written now, or why it stays as typed."""
    if doubt := done.doubts.get(attribute):
        return f"{label} changed, as typed: {doubt}"
    typed = done.typed.get(attribute)
    if typed is None:
        return f"{label} changed."
    written = phone_text(str(done.values[attribute]))
    hint = " Type it again to keep it." if attribute in ("first_name", "last_name") else ""
    return f"{label} written as {written}; you typed “{_short(typed)}”.{hint}"


def as_sent(record: Any) -> dict[str, str]:
    """Attribute → the text as it came, for values that were written in the standard way since."""
    events = [f"{record._meta.model_name}.{deed}" for deed in DEEDS]
    found: dict[str, str] = {}
    for entry in trail.of(record, events, most=MOST):
        for attribute in entry.changes:
            found.pop(attribute, None)
        typed = entry.because.get("typed", {})
        if entry.event.endswith(".joined"):  # a second inquiry only fills gaps
            typed = {name: text for name, text in typed.items() if name in entry.changes}
        found |= typed
    return found


def labelled(sent: Mapping[str, str]) -> list[tuple[str, str]]:
    """The originals of a lead with their labels, in the order of its fields."""
    fields = objects.get("Lead").fields.values()
    return [(words.label(f), sent[f.attribute]) for f in fields if f.attribute in sent]


def in_a_line(object_name: str, because: Mapping[str, Any], how: str = "sent as") -> str:
    """The originals of one entry of the Trail, in words; '' when all was in order."""
    typed: Mapping[str, str] = because.get("typed") or {}
    labels = {f.attribute: words.label(f) for f in objects.get(object_name).fields.values()}
    told = [
        f"{labels[name]} “{_short(text)}”" for name, text in typed.items()
        if name in labels and not text.startswith("+")  # an international number, only spaced
    ]  # fmt: skip
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return f"{how} {', '.join(told[:SHOWN])}{more}" if told else ""


def _short(text: str) -> str:
    text = " ".join(str(text).split())
    return text if len(text) <= 40 else text[:40] + "…"
