"""Unmerging: everybody is there again, with what was theirs and what came to them since.

At any time. What moved goes back, what stood twice stands there again, and every value that the
merge changed is as before, unless somebody has changed it since: that stays and is told. What came
later goes to whose it is (see later); an opt-out that came later holds for all of them.
"""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from headwater.database import statements
from headwater.merge import aliases, foresee, later, moving, stragglers
from headwater.merge import plan as planning
from headwater.merge.act import Merge
from headwater.merge.foresee import Unanswered
from headwater.merge.later import Row
from headwater.merge.merge import refuse_foreign
from headwater.merge.opt_outs import carry
from headwater.merge.plan import Plan
from headwater.merge.relations import MOVES
from headwater.people.models import User
from headwater.records import journal, trail, writing
from headwater.records.models import Clock
from headwater.records.problem import Problem, Refused
from headwater.records.tombstone import survivors


def unmerge(merge: Merge, *, by: User | None, answers: Mapping[str, Any] | None = None) -> Merge:
    """Take a merge apart; a second time changes nothing.

    `answers`: key of a question → the key of the record (see foresee); what is not answered goes as
    proposed. Raises Unanswered, nothing being written, when there are questions and `answers` is
    None; Refused when `by` may not, or when another merge has to be undone first.
    """
    with transaction.atomic():
        held: Merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge.pk)
        if not held.is_undone:
            plan = planning.make(held, lock=True)
            _refuse(plan, by)
            homes = _homes(plan, answers)
            left = foresee.stays(plan) + foresee.unknown(plan)
            left += _carry_out(plan, homes, by)
            _close(plan, by, left)
    merge.refresh_from_db()
    return merge


def _refuse(plan: Plan, by: User | None) -> None:
    refuse_foreign(list(plan.records.values()), by)
    missing = [pk for pk in plan.merge.keys if pk not in plan.records]
    if missing:
        message = "One of these records was erased for good; the merge cannot be undone."
        raise Refused([Problem("", "ENTITY_IS_DELETED", message)])
    first = foresee.in_the_way(plan.merge)
    if first:
        latest = first[0]
        kept = latest.model._default_manager.filter(pk=latest.survivor_id).first()
        on = f"{latest.at.day} {latest.at:%B %Y}"
        message = f"A later merge rests on this one. Undo that merge first: into {kept}, on {on}."
        raise Refused([Problem("", "MERGE_FAILED", message)])


def _homes(plan: Plan, answers: Mapping[str, Any] | None) -> list[tuple[Row, int]]:
    """What came later, and whose it is."""
    asked = foresee.questions(plan)
    if asked and answers is None:
        raise Unanswered(asked)
    keys, said = set(plan.merge.keys), dict(answers or {})
    chosen = {key: int(value) for key, value in said.items() if str(value).isdigit()}
    if not all(value in keys for value in chosen.values()) or len(chosen) < len(said):
        message = "Choose one of the records that were merged."
        raise Refused([Problem("", "INVALID_CROSS_REFERENCE_KEY", message)])
    chosen |= later.followers(plan.later, chosen)
    own = plan.merge.survivor_id
    return [
        (row, row.home if row.home is not None else chosen.get(row.key, own))
        for row in plan.later
    ]  # fmt: skip


def _carry_out(plan: Plan, homes: list[tuple[Row, int]], by: User | None) -> list[str]:
    """Everything goes back; returns what could not, in words."""
    for name, changes in plan.rows.items():
        _revert(name, changes)
    for relation in MOVES[plan.merge.object_name]:
        back = moving.homes(plan.merge.moved, relation)
        moving.back(relation, back, plan.merge.survivor_id)
    _put_back(plan)
    _restore(plan, by)
    _follow(plan)
    aliases.forget_pairs(plan.merge.made.get("DuplicatePair", []))
    _send_later(plan, homes)
    carry(plan, by)
    return aliases.repair(plan.merge.object_name, plan.records)


def _revert(name: str, changes: list[planning.Change]) -> None:
    rows = [change.row for change in changes if change.back]
    names: set[str] = set()
    for change in changes:
        journal.write(change.row, change.back)
        names |= set(change.back)
    if rows:
        statements.update(rows, names)


def _put_back(plan: Plan) -> None:
    """What stood twice stands there again, unless its campaign or opportunity is gone."""
    for name, images in plan.merge.dropped.items():
        model = journal.model(name)
        place = later.place_of(name, plan.merge.object_name) + "_id"
        above = model._meta.get_field(place).related_model
        alive = set(
            above._default_manager.filter(pk__in={image[place] for image in images})
            .values_list("pk", flat=True)
        )  # fmt: skip
        rows = [model() for image in images if image[place] in alive]
        for row, image in zip(rows, (i for i in images if i[place] in alive), strict=True):
            journal.write(row, image)
        statements.insert(rows, or_skip=True)


def _restore(plan: Plan, by: User | None) -> None:
    """The records themselves."""
    now, columns = timezone.now(), {"modified_at", "modified_by"}
    rows = []
    for change in plan.changes.values():
        columns |= journal.write(change.row, change.back)
        change.row.modified_at, change.row.modified_by = now, by
        rows.append(change.row)
    for record in plan.losers:
        record.is_deleted, record.master_record = False, None
    writing.store(rows, columns | {"is_deleted", "master_record"})


def _follow(plan: Plan) -> None:
    """What a record leads to again may itself have been merged since: it follows that merge."""
    wanted: dict[str, set[int]] = {}
    for change in plan.changes.values():
        for attribute in planning.REFERENCES.keys() & change.back.keys():
            if change.back[attribute]:
                name = planning.REFERENCES[attribute]
                wanted.setdefault(name, set()).add(change.back[attribute])
    for name, pks in wanted.items():
        gone = [pk for pk, lives in survivors(name, pks).items() if pk != lives]
        for merge in Merge.objects.standing().filter(object_name=name, loser_ids__overlap=gone):
            stragglers.gather(merge_id=merge.pk)


def _send_later(plan: Plan, homes: list[tuple[Row, int]]) -> None:
    by_relation: dict[Any, dict[int, int]] = {}
    for row, home in homes:
        if home != plan.merge.survivor_id:
            by_relation.setdefault(row.relation, {})[row.row.pk] = home
    for relation, wanted in by_relation.items():
        free = _where_there_is_room(relation, wanted)
        moving.back(relation, free, plan.merge.survivor_id)


def _where_there_is_room(relation: Any, wanted: dict[int, int]) -> dict[int, int]:
    """One clock runs for a lead, one membership is in a campaign: what finds its place taken
    stays with the survivor."""
    model = relation.model
    if model is Clock:
        held = Clock.objects.of_leads(wanted.values()).running()
        taken = set(held.values_list("lead_id", flat=True))
        running = set(Clock.objects.running().filter(pk__in=wanted).values_list("pk", flat=True))
        return {pk: home for pk, home in wanted.items()
                if not (pk in running and home in taken)}  # fmt: skip
    place = later.place_of(model.__name__, relation.field.capitalize())
    if not place:
        return wanted
    column = f"{place}_id"
    side = f"{relation.field}_id"
    rows = dict(model._default_manager.filter(pk__in=wanted).values_list("pk", column))
    held = model._default_manager.filter(**{f"{side}__in": set(wanted.values())})
    taken = set(held.values_list(side, column))
    return {pk: home for pk, home in wanted.items() if (home, rows.get(pk)) not in taken}


def _close(plan: Plan, by: User | None, left: list[str]) -> None:
    merge, noun = plan.merge, plan.merge.object_name.lower()
    merge.undone_at, merge.undone_by, merge.left = timezone.now(), by, left
    merge.save(update_fields=["undone_at", "undone_by", "left"])
    others = [{"id": record.pk, "name": str(record)} for record in plan.records.values()]
    trail.write(
        trail.entry(f"{noun}.unmerged", record, by=by, at=merge.undone_at,
                    because={"merge": merge.pk, "left": left,
                             "others": [each for each in others if each["id"] != record.pk]})
        for record in plan.records.values()
    )  # fmt: skip
