"""What undoing decided is written: changed rows, then rows that go, one statement a table."""

from collections.abc import Iterable

from headwater import statements
from headwater.catalog.custom import ExternalId
from headwater.catalog.objects import of_model
from headwater.convert.present import MODELS, NOUNS, ORDER, Present, relations
from headwater.convert.touches import PARTS
from headwater.records import deal_history, journal, writing

PART_NAMES = {name for _, name in PARTS}
# What was made last goes first; a household that stood there longer goes with the accounts.
GOING = tuple(reversed(ORDER))


def write(present: Present) -> None:
    """Save what changed and delete what is gone."""
    for noun in NOUNS:
        rows = present.changed.get(MODELS[noun], {})
        left = [row for key, row in rows.items() if key not in present.gone[noun]]
        writing.remember_external_ids(of_model(MODELS[noun]), left)
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
    deal_history.remember(list(present.retold.values()), by=present.by, at=present.now)


def _let_go(present: Present) -> None:
    """Whatever still points at a record that goes lets go of it, as far as there is any; its
    parts go with it."""
    for relation in relations():
        keys = sorted(
            key for key in present.gone[relation.noun]
            if any(each.relation == relation for each in present.hanging[relation.noun, key])
        )  # fmt: skip
        if not keys:
            continue
        meta, column = relation.model._meta, relation.field.column
        where = f'WHERE "{column}" = ANY (%s::bigint[])'
        if relation.model.__name__ in PART_NAMES:
            statements.run(f'DELETE FROM "{meta.db_table}" {where}', [keys])  # noqa: S608
        elif relation.field.null:
            sql = f'UPDATE "{meta.db_table}" SET "{column}" = NULL {where}'  # noqa: S608
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
