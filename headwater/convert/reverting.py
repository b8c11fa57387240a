"""Taking one conversion back on rows in memory: values as before, made records gone."""

from collections.abc import Collection
from typing import Any

from headwater.convert import touches
from headwater.convert.present import NOUNS, RETURNING, Present
from headwater.records import consenting, journal, trail
from headwater.records.models import Conversion, Lead, TrailEntry

AUDIT = ("modified_at", "modified_by_id")
LINKS = ("contact_id", "account_id", "opportunity_id")
HISTORY = "OpportunityHistory"


def revert(
    present: Present, conversion: Conversion, kept: Collection[str], restored: Collection[str]
) -> list[TrailEntry]:
    """Give every changed row its values back, where nobody has changed them since or where that
    was asked for (`restored`: keys of Changed)."""
    entries = []
    stays = {noun: _living(present, conversion, noun) for noun in kept}
    for name in conversion.before:
        for row, was, became in list(touches.rows_of(present, conversion, name)):
            back = {
                key: value for key, value in was.items()
                if touches.is_as_left(present, row, key, became[key])
                or f"{name}:{row.pk}:{key}" in restored
            }  # fmt: skip
            back = _without_kept(row, back, stays)
            if not back or (
                name == HISTORY and not _is_last(present, conversion, row.opportunity_id)
            ):
                continue
            present.write(row, back)
            if name in NOUNS:
                entries.append(_left(present, conversion, row, name))
            if name == "Opportunity" and not _is_last(present, conversion, row.pk):
                present.retold[row.pk] = row
    return entries


def remove(
    present: Present, conversion: Conversion, kept: Collection[str], staying: Collection[str]
) -> list[TrailEntry]:
    """Let the made records go that are not kept; what was added to them goes to the lead, but for
    rows that stay with another record (`staying`: keys of Added)."""
    entries = []
    _remove_parts(present, conversion, kept)
    for noun in reversed(NOUNS):
        for record in present.made(conversion, noun) if noun not in kept else ():
            if noun == "Contact":
                flags = consenting.keep_withdrawals(conversion.lead, record)
                present.touch(conversion.lead, flags)
            _return(present, conversion, record, staying)
            _take_parts(present, record)
            because = {"undone": conversion.pk, "lead": conversion.lead_id, "name": str(record)}
            entries.append(
                trail.entry(
                    f"{noun.lower()}.removed", record, by=present.by, at=present.now,
                    because=because,
                )
            )  # fmt: skip
            present.gone[noun][record.pk] = record
    return entries


def _left(present: Present, conversion: Conversion, row: Any, noun: str) -> TrailEntry:
    row.modified_at, row.modified_by = present.now, present.by
    present.touch(row, AUDIT)
    because = {"undone": conversion.pk, "lead": conversion.lead_id}
    event = f"{noun.lower()}.left"
    return trail.entry(event, row, by=present.by, at=present.now, because=because)


def _living(present: Present, conversion: Conversion, noun: str) -> set[int]:
    """The records that it made and what they live on in."""
    keys = conversion.made.get(noun, [])
    return {*keys, *(present.lives.get(noun, {}).get(key, key) for key in keys)}


def _without_kept(row: Any, back: dict[str, Any], stays: dict[str, set[int]]) -> dict[str, Any]:
    """Activities keep their link to a record that stays, and consent what came with it."""
    if isinstance(row, Lead):
        return back
    kept = {
        name for name in back if name.endswith("_id")
        and getattr(row, name) in stays.get(name.removesuffix("_id").capitalize(), ())
    }  # fmt: skip
    if "contact_id" in kept:
        kept.add("carried_at")
    return {name: value for name, value in back.items() if name not in kept}


def _is_last(present: Present, conversion: Conversion, deal_id: int) -> bool:
    """Whether the history of a deal ends with what the conversion wrote: else it goes on."""
    made = _came(present, conversion, HISTORY)
    return all(row.ended_at is None for row in made if row.opportunity_id == deal_id)


def _remove_parts(present: Present, conversion: Conversion, kept: Collection[str]) -> None:
    """Rows that came with the conversion and belong to records that were there before; the
    follow-up task goes with what it is about, unless somebody has worked on it."""
    going = {noun for noun in NOUNS if noun not in kept}
    made = {noun: set(conversion.made.get(noun, ())) for noun in NOUNS}
    for row in _came(present, conversion, "OpportunityContactRole"):
        if row.opportunity_id not in made["Opportunity"] and "Contact" in going:
            present.gone["OpportunityContactRole"][row.pk] = row
    for row in _came(present, conversion, HISTORY):
        if row.opportunity_id not in made["Opportunity"] and row.ended_at is None:
            present.gone[HISTORY][row.pk] = row
    stays = any(made[noun] and noun in kept for noun in NOUNS)
    for row in _came(present, conversion, "Task"):
        if touches.is_untouched(conversion, row) and not stays:
            present.gone["Task"][row.pk] = row


def _came(present: Present, conversion: Conversion, name: str) -> list[Any]:
    found = (present.row(name, key) for key in conversion.made.get(name, ()))
    return [row for row in found if row is not None]


def _return(
    present: Present, conversion: Conversion, record: Any, staying: Collection[str]
) -> None:
    """Rows that hang on a record that goes: they lose it, and mostly gain the lead."""
    for hanging in present.hanging[type(record).__name__, record.pk]:
        name = hanging.relation.model.__name__
        row = present.row(name, hanging.key) if name in RETURNING else None
        if row is None or not present.points(hanging, record.pk):
            continue
        journal.write(row, {hanging.relation.attribute: None})
        present.touch(row, [hanging.relation.attribute])
        hangs_on = any(getattr(row, attribute, None) for attribute in LINKS)
        if row.lead_id or (f"{name}:{row.pk}" in staying and hangs_on):
            continue
        if name == "CampaignMember" and _is_member(present, conversion.lead_id, row.campaign_id):
            present.gone[name][row.pk] = row  # once in a campaign
            continue
        row.lead_id = conversion.lead_id
        present.touch(row, ["lead_id"])


def _take_parts(present: Present, record: Any) -> None:
    """What is part of a record goes with it."""
    for hanging in present.hanging[type(record).__name__, record.pk]:
        name = hanging.relation.model.__name__
        if name in touches.PART_NAMES and present.points(hanging, record.pk):
            present.gone[name][hanging.key] = present.row(name, hanging.key)


def _is_member(present: Present, lead_id: int, campaign_id: int) -> bool:
    rows = present.rows["CampaignMember"].values()
    return any(row.lead_id == lead_id and row.campaign_id == campaign_id for row in rows)
