"""Undoing a conversion: the lead is as it was, and what the conversion made is gone again.

Every value that the conversion changed goes back, unless somebody has changed it since. What it
made is deleted for good, unless somebody has touched it since: then nothing happens and the answer
says what, until the caller says which records to keep or to let go all the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog.custom import ExternalId
from headwater.catalog.objects import of_model
from headwater.convert import touches
from headwater.convert.moving import ACTIVITIES
from headwater.convert.touches import NOUNS, Touch
from headwater.people.models import User
from headwater.records import consenting, journal, trail, writing
from headwater.records.models import (
    CampaignMember,
    Conversion,
    Lead,
    OpportunityContactRole,
    TrailEntry,
)
from headwater.records.problem import Problem, Refused
from headwater.records.tombstone import MERGEABLE, survivor, survivors

MOVED = (*ACTIVITIES, CampaignMember)


class TouchedSince(Exception):  # a question, not an error
    """Nothing was undone: `touches` says what was done since to what the conversion made."""

    def __init__(self, found: Sequence[Touch]) -> None:
        self.touches = list(found)
        super().__init__(" ".join(touch.words for touch in found))


@dataclass(slots=True)
class Preview:
    """What undoing would do, one sentence each, and what has happened since."""

    undone: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)


def preview(conversion: Conversion) -> Preview:
    """Look before undoing; nothing is written."""
    found = Preview()
    for noun in NOUNS:
        record = touches.made(conversion, noun)
        if record:
            found.undone.append(f"{noun} {record} is deleted.")
            found.touches += touches.of_made(conversion, noun)
    for name in NOUNS:
        for record, back, kept in _changes_of(conversion, name):
            found.undone += [f"{name} {record}: {_labels(record, back)} as before."] if back else []
            found.stays += [f"{name} {record}: {_labels(record, kept)}."] if kept else []
    count = sum(len(conversion.before.get(model.__name__, {})) for model in MOVED)
    if count:
        words = "activity or membership goes" if count == 1 else "activities and memberships go"
        found.undone.append(f"{count} {words} back to the lead alone.")
    found.undone.append(f"{conversion.lead} is an open lead again, with its clock as it was.")
    return found


def undo(
    conversion: Conversion,
    *,
    by: User | None,
    keep: Collection[str] = (),
    even_touched: bool = False,
) -> Conversion:
    """Take a conversion back. `keep` names made records that stay: Account, Contact, Opportunity.

    A kept contact or opportunity keeps its account. Raises TouchedSince, nothing being written,
    when a record that should go was touched since; with `even_touched` it goes all the same, and
    what was added to it goes to the lead. Raises Refused when `by` may not.
    """
    with transaction.atomic():
        held = _locked(conversion, by)
        if held.is_undone:
            return held
        kept = frozenset(keep) | ({"Account"} if {"Contact", "Opportunity"} & set(keep) else set())
        going = [noun for noun in NOUNS if noun not in kept and touches.made(held, noun)]
        found = [touch for noun in going for touch in touches.of_made(held, noun)]
        if any(touch.must_stay for touch in found) or (found and not even_touched):
            raise TouchedSince(found)
        entries = _revert(held, kept, by)
        _leave_the_deal(held, kept)
        entries += [_remove(held, noun, by) for noun in reversed(going)]
        _close(held, by, kept, going, entries)
    conversion.refresh_from_db()
    return conversion


def _locked(conversion: Conversion, by: User | None) -> Conversion:
    leads = Lead.objects.visible_to(by) if by else Lead.objects.all()
    lead = leads.filter(pk=conversion.lead_id).select_for_update(of=("self",)).first()
    if lead is None or (by and not by.can_edit):
        raise Refused(
            [Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", "This lead is not yours to change.")]
        )
    held: Conversion = Conversion.objects.select_for_update(of=("self",)).get(pk=conversion.pk)
    held.lead = lead
    return held


def _revert(conversion: Conversion, kept: Collection[str], by: User | None) -> list[TrailEntry]:
    """Give every changed row its values back, where nobody has changed them since."""
    entries = []
    stays = {name: _living(name, conversion.made.get(name, [])) for name in kept}
    for name in conversion.before:
        rows, columns = [], {"modified_at", "modified_by"} if name in NOUNS else set()
        for record, same, _ in _changes_of(conversion, name, lock=True):
            back = {key: value for key, value in same.items() if not _is_kept(record, key, stays)}
            columns |= journal.write(record, back)
            if name in NOUNS and back:
                record.modified_at, record.modified_by = timezone.now(), by
                because = {"undone": conversion.pk, "lead": conversion.lead_id}
                event = f"{name.lower()}.left"
                entries.append(trail.entry(event, record, by=by, because=because))
            rows.append(record)
        if columns:
            writing.store(rows, columns)
        if name in NOUNS:
            writing.remember_external_ids(of_model(journal.model(name)), rows)
    return entries


def _changes_of(
    conversion: Conversion, name: str, *, lock: bool = False
) -> list[tuple[Any, dict[str, Any], dict[str, Any]]]:
    """For each changed row of this model: the row, what goes back, what was changed since."""
    before, after = conversion.before.get(name, {}), conversion.after.get(name, {})
    found: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
    lives: dict[tuple[str, int], int] = {}
    rows = journal.model(name)._default_manager.filter(pk__in=[int(key) for key in before])
    rows = rows.order_by("pk").select_for_update(of=("self",)) if lock else rows.order_by("pk")
    for record in rows if before else ():
        was, became = before[str(record.pk)], after[str(record.pk)]
        same = {key for key in was if _is_same(record, key, became[key], lives)}
        back = {key: value for key, value in was.items() if key in same}
        found.append((record, back, {key: value for key, value in was.items() if key not in same}))
    return found


def _is_same(record: Any, key: str, became: Any, lives: dict[tuple[str, int], int]) -> bool:
    """Whether it still says what the conversion made of it; what its contact or account was merged
    into since is the same contact or account."""
    now = journal.read(record, key)
    noun = key.removeprefix("converted_").removesuffix("_id").capitalize()
    if now == became or noun not in MERGEABLE or not (now and became):
        return bool(now == became)
    if (noun, became) not in lives:
        lives[noun, became] = survivor(noun, became)
    return bool(lives[noun, became] == now)


def _living(noun: str, pks: list[int]) -> list[int]:
    """These records and what they live on in."""
    return [*pks, *survivors(noun, pks).values()]


def _is_kept(record: Any, attribute: str, stays: dict[str, list[int]]) -> bool:
    """Activities keep their link to a record that stays."""
    if isinstance(record, Lead) or not attribute.endswith("_id"):
        return False
    noun = attribute.removesuffix("_id").capitalize()
    return getattr(record, attribute) in stays.get(noun, ())


def _leave_the_deal(conversion: Conversion, kept: Collection[str]) -> None:
    """Take the contact's part in an opportunity away that was there before."""
    if "Opportunity" not in conversion.made and "Contact" not in kept:
        parts = conversion.made.get("OpportunityContactRole", [])
        OpportunityContactRole.objects.filter(pk__in=parts).delete()


def _remove(conversion: Conversion, noun: str, by: User | None) -> TrailEntry:
    """Delete a made record for good; what was added to it since goes to the lead."""
    record = touches.made(conversion, noun)
    if noun == "Contact":
        consenting.keep_withdrawals(conversion.lead, record)
    for relation, rows in touches.hanging_rows(conversion, record):
        if relation.related_model.__name__ in touches.RETURNING:
            _return_to_lead(conversion.lead, relation, rows)
    because = {"undone": conversion.pk, "lead": conversion.lead_id, "name": str(record)}
    entry = trail.entry(f"{noun.lower()}.removed", record, by=by, because=because)
    ExternalId.objects.filter(object_name=noun, record_id=record.pk).delete()
    record.delete()
    return entry


def _return_to_lead(lead: Lead, relation: Any, rows: Any) -> None:
    if relation.related_model.__name__ == "CampaignMember":  # once in a campaign
        there = lead.campaign_members.values("campaign_id")
        rows = rows.exclude(campaign__in=list(there.values_list("campaign_id", flat=True)))
    rows.update(**{"lead": lead, relation.field.name: None})


def _close(
    conversion: Conversion,
    by: User | None,
    kept: Collection[str],
    going: Sequence[str],
    entries: list[TrailEntry],
) -> None:
    conversion.refresh_from_db()
    conversion.undone_at, conversion.undone_by = timezone.now(), by
    conversion.save(update_fields=["undone_at", "undone_by"])
    because = {"conversion": conversion.pk, "removed": list(going), "kept": sorted(kept)}
    lead = conversion.lead
    changes = {"status": [conversion.after["Lead"][str(lead.pk)].get("status"), lead.status]}
    told = trail.entry("lead.unconverted", lead, by=by, because=because, changes=changes)
    trail.write([*entries, told])


def _labels(record: Any, values: dict[str, Any]) -> str:
    fields = {each.attribute: each.label for each in of_model(record).fields.values()}
    return ", ".join(fields.get(name, name) for name in values)
