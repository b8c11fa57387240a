"""Undoing conversions: leads are as they were, and what the conversions made is gone again.

Every value that a conversion changed goes back, unless somebody has changed it since. What it
made is deleted for good, unless somebody has touched it since: then nothing happens and the answer
says what, until the caller says which records to keep or to let go all the same.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.catalog.objects import of_model
from headwater.convert import present as presents
from headwater.convert import removing, reverting, touches
from headwater.convert.locking import NOT_YOURS, locked
from headwater.convert.present import NOUNS, Present
from headwater.convert.touches import Added, Changed, Touch
from headwater.database import statements
from headwater.people.models import User
from headwater.people.standing import moment
from headwater.records import trail
from headwater.records.models import Conversion, Lead, TrailEntry
from headwater.records.problem import Problem, Refused

MOVED = ("Task", "Event", "EmailMessage", "Note", "CampaignMember")


class TouchedSince(Exception):  # a question, not an error
    """Nothing was undone: `touches` says what was done since to what the conversion made."""

    def __init__(self, found: Sequence[Touch]) -> None:
        self.touches = list(found)
        super().__init__(" ".join(touch.words for touch in found))


Result = Conversion | TouchedSince | Refused


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is to stay: objects, and by key the values to restore and the rows that stay."""

    kept: frozenset[str]
    even_touched: bool
    restored: frozenset[str]
    staying: frozenset[str]


@dataclass(slots=True)
class Preview:
    """What undoing would do, one sentence each, what has happened since, and what can be chosen:
    values that were changed since, and rows that were added since."""

    undone: list[str] = field(default_factory=list)
    stays: list[str] = field(default_factory=list)
    touches: list[Touch] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    added: list[Added] = field(default_factory=list)


def preview(conversion: Conversion, *, keep: Collection[str] = ()) -> Preview:
    """Look before undoing, `keep` staying; nothing is written."""
    present = presents.read([conversion], by=None, now=timezone.now(), locks=False)
    found, kept = Preview(), _kept(keep)
    going = _going(present, conversion, kept)
    for record in going:
        found.undone.append(f"{type(record).__name__} {record} is deleted.")
        found.touches += touches.of_made(present, conversion, record)
    found.changed = touches.changed_since(present, conversion)
    found.added = touches.returning(present, conversion, going)
    for noun in NOUNS:
        for record, was, became in touches.rows_of(present, conversion, noun):
            same = {key for key in was if touches.is_as_left(present, record, key, became[key])}
            back, stay = _labels(record, same, was), _labels(record, was.keys() - same, was)
            found.undone += [f"{noun} {record}: {back} as before."] if back else []
            found.stays += [f"{noun} {record}: {stay}."] if stay else []
    count = sum(len(conversion.before.get(name, {})) for name in MOVED)
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
    restore: Collection[str] = (),
    stays: Collection[str] = (),
) -> Conversion:
    """Take one conversion back (see `undo_batch`); raises TouchedSince or Refused."""
    [result] = undo_batch(
        [conversion], by=by, keep=keep, even_touched=even_touched, restore=restore, stays=stays
    )
    if isinstance(result, Exception):
        raise result
    return result


def undo_batch(
    conversions: Sequence[Conversion],
    *,
    by: User | None,
    keep: Collection[str] = (),
    even_touched: bool = False,
    restore: Collection[str] = (),
    stays: Collection[str] = (),
) -> list[Result]:
    """Take conversions back in one transaction; what became of each, in the order asked for.

    `keep` names made records that stay: Account, Contact, Opportunity; a kept contact or
    opportunity keeps its account. Where a record that should go was touched since, nothing happens
    to that conversion (TouchedSince); with `even_touched` it goes all the same, and what was added
    to it goes to the lead. `restore` are keys of Changed whose value goes back all the same,
    `stays` keys of Added that do not go to the lead.
    """
    wishes = Wishes(_kept(keep), even_touched, frozenset(restore), frozenset(stays))
    with transaction.atomic(), moment():
        held, results = _locked(conversions, by)
        try:
            with transaction.atomic():
                _take_back(held, results, wishes, by)
        except Refused:  # a unique value is somebody else's by now: of one of them
            results = _one_by_one(conversions, wishes, by)
    return [_answer(each, results.get(each.pk)) for each in conversions]


def _take_back(
    held: dict[int, Conversion], results: dict[int, Result], wishes: Wishes, by: User | None
) -> None:
    """Those held are undone or have their answer; everything is decided first, then written."""
    present = presents.read(list(held.values()), by=by, now=timezone.now(), locks=True)
    entries: list[TrailEntry] = []
    done: list[Conversion] = []
    # The newest first: it may have been put onto what an older one made.
    for pk in sorted(held, reverse=True):
        conversion = held[pk]
        conversion.lead = present.rows["Lead"][conversion.lead_id]
        going = _going(present, conversion, wishes.kept)
        if found := _in_the_way(present, conversion, going, even_touched=wishes.even_touched):
            results[pk] = TouchedSince(found)
            continue
        entries += reverting.revert(present, conversion, wishes.kept, wishes.restored)
        entries += reverting.remove(present, conversion, wishes.kept, wishes.staying)
        entries.append(_end(present, conversion, wishes.kept, going))
        results[pk] = conversion
        done.append(conversion)
    if done:
        removing.write(present)
        statements.update(done, ["undone_at", "undone_by_id"])
        trail.write(entries)


def _one_by_one(
    conversions: Sequence[Conversion], wishes: Wishes, by: User | None
) -> dict[int, Result]:
    """Each by itself, the newest first, so that the one that cannot be undone leaves the others."""
    held, results = _locked(conversions, by)
    for pk in sorted(held, reverse=True):
        try:
            with transaction.atomic():
                _take_back({pk: held[pk]}, results, wishes, by)
        except Refused as refused:
            results[pk] = refused
    return results


def _kept(keep: Collection[str]) -> frozenset[str]:
    return frozenset(keep) | ({"Account"} if {"Contact", "Opportunity"} & set(keep) else set())


def _locked(
    conversions: Sequence[Conversion], by: User | None
) -> tuple[dict[int, Conversion], dict[int, Result]]:
    """Those to be undone by key, locked with their leads, and the answer for all others."""
    leads = Lead.objects.visible_to(by) if by else Lead.objects.all()
    rows = locked(leads.filter(pk__in={each.lead_id for each in conversions}))
    theirs = {row.pk for row in rows} if by is None or by.can_edit else set()
    found = locked(Conversion.objects.filter(pk__in={each.pk for each in conversions}))
    held: dict[int, Conversion] = {}
    results: dict[int, Result] = {}
    for row in found:
        if row.lead_id not in theirs:
            problem = Problem("", NOT_YOURS, "This lead is not yours to change.")
            results[row.pk] = Refused([problem])
        elif row.is_undone:
            results[row.pk] = row
        else:
            held[row.pk] = row
    return held, results


def _going(present: Present, conversion: Conversion, kept: Collection[str]) -> list[Any]:
    return [
        record for noun in NOUNS if noun not in kept for record in present.made(conversion, noun)
    ]


def _in_the_way(
    present: Present, conversion: Conversion, going: Sequence[Any], *, even_touched: bool
) -> list[Touch]:
    found = [touch for record in going for touch in touches.of_made(present, conversion, record)]
    return found if any(touch.must_stay for touch in found) or not even_touched else []


def _end(
    present: Present, conversion: Conversion, kept: Collection[str], going: Sequence[Any]
) -> TrailEntry:
    conversion.undone_at, conversion.undone_by = present.now, present.by
    for record in going:
        setattr(conversion, f"{type(record).__name__.lower()}_id", None)
    removed = list(dict.fromkeys(type(record).__name__ for record in going))
    because = {"conversion": conversion.pk, "removed": removed, "kept": sorted(kept)}
    lead = conversion.lead
    changes = {"status": [conversion.after["Lead"][str(lead.pk)].get("status"), lead.status]}
    return trail.entry(
        "lead.unconverted", lead, by=present.by, at=present.now, because=because, changes=changes
    )


def _answer(asked: Conversion, result: Result | None) -> Result:
    """What became of one; the caller's conversion says what the database says."""
    if not isinstance(result, Conversion):
        return result or Refused([Problem("", NOT_YOURS, "That conversion is gone.")])
    for column in Conversion._meta.concrete_fields:
        name, value = column.attname, result.__dict__[column.attname]
        if not column.is_relation:
            asked.__dict__[name] = value
        elif asked.__dict__.get(name, ...) != value:
            setattr(asked, name, value)
    asked.lead = result.lead
    return asked


def _labels(record: Any, names: Collection[str], order: Collection[str]) -> str:
    fields = of_model(record).by_attributes
    wanted = (name for name in order if name in names)
    return ", ".join(fields[name].label if name in fields else name for name in wanted)
