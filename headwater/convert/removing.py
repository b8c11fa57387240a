"""What undoing decided is written: changed rows, then rows that go, one statement a table."""

from collections import defaultdict
from collections.abc import Iterable

from headwater.catalog.custom import ExternalId
from headwater.catalog.objects import of_model
from headwater.convert.present import MODELS, NOUNS, ORDER, Present, Relation, relations
from headwater.convert.touches import PART_NAMES
from headwater.database import statements
from headwater.records import deal_history, journal, uniqueness

# What was made last goes first; a household that stood there longer goes with the accounts.
GOING = tuple(reversed(ORDER))


def write(present: Present) -> None:
    """Save what changed and delete what is gone."""
    for noun in NOUNS:
        rows = present.changed.get(MODELS[noun], {})
        left = [row for key, row in rows.items() if key not in present.gone[noun]]
        uniqueness.remember(of_model(MODELS[noun]), left)
    statements.write(
        statements.Update(
            [row for key, row in rows.items() if key not in present.gone[model.__name__]],
            frozenset(present.columns[model]),
        )
        for model, rows in present.changed.items()
    )
    _let_go(present)
    for name in GOING:
        _delete(name, present.gone[name])
    there = [row for key, row in present.retold.items() if key not in present.gone["Opportunity"]]
    deal_history.remember(there, by=present.by, at=present.now)


def _let_go(present: Present) -> None:
    """Whatever still points at a record that goes lets go of it, as far as there is any."""
    found: dict[Relation, set[int]] = defaultdict(set)
    for (noun, key), rows in present.hanging.items():
        if key in present.gone[noun]:
            for each in rows:
                if each.relation.model.__name__ not in PART_NAMES:
                    found[each.relation].add(key)
    for relation in relations():
        keys = sorted(found[relation])
        if not keys:
            continue
        if relation.field.null:
            table, column = relation.model._meta.db_table, relation.field.column
            sql = f'UPDATE "{table}" SET "{column}" = NULL WHERE "{column}" = ANY (%s::bigint[])'  # noqa: S608
            statements.run(sql, [keys])


def _delete(name: str, keys: Iterable[int]) -> None:
    keys = sorted(keys)
    if not keys:
        return
    if name in NOUNS:
        ExternalId.objects.filter(object_name=name, record_id__in=keys).delete()
    meta = journal.model(name)._meta
    sql = f'DELETE FROM "{meta.db_table}" WHERE id = ANY (%s::bigint[])'  # noqa: S608
    statements.run(sql, [keys])
