"""Many rules on many rows in one SELECT: the journey judges what it has just saved."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from headwater import statements
from headwater.catalog import objects
from headwater.criteria.compile import Template, template
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Joins
from headwater.criteria.tree import Tree

logger = logging.getLogger(__name__)
NEVER = Template("FALSE", (), ())
# PostgreSQL returns at most 1,664 columns; more rules than this take another SELECT.
MOST_RULES = 1_000


Verdicts = dict[int, tuple[bool, ...]]


def judge(
    rules: Sequence[str | Tree],
    object_name: str,
    ids: Sequence[int],
    *,
    zone: str = "UTC",
    now: datetime | None = None,
) -> Verdicts:
    """For each row its verdicts in the order of the rules; rows that do not exist are left out.

    A rule that no longer fits the catalog (its field is gone) is false and is logged: a broken
    rule must not stop a lead.
    """
    if not ids:
        return {}
    meta = objects.get(object_name).model._meta
    source = f'(SELECT * FROM "{meta.db_table}" WHERE "{meta.pk.column}" = ANY (%s::bigint[]))'  # noqa: S608
    return _judge(rules, object_name, source, list(ids), Calendar(now or timezone.now(), zone))


def judge_rows(
    rules: Sequence[str | Tree], object_name: str, rows: str, *, zone: str, now: datetime
) -> Verdicts:
    """The same for rows that are not saved yet, as `statements.rows` tells them, keys included.

    A lead is judged as it is going to be saved: to save it first and to write the verdict after
    would store each lead and its index entries twice.
    """
    source = statements.recordset(objects.get(object_name).model)
    return _judge(rules, object_name, source, rows, Calendar(now, zone))


def _judge(
    rules: Sequence[str | Tree], object_name: str, source: str, said: Any, calendar: Calendar
) -> Verdicts:
    verdicts: Verdicts = {}
    for start in range(0, max(len(rules), 1), MOST_RULES):
        some = [_usable(rule, object_name) for rule in rules[start : start + MOST_RULES]]
        sql, params = _select(some, object_name, source, calendar)
        for key, *answers in statements.run(sql, [*params, said]):
            verdicts[key] = verdicts.get(key, ()) + tuple(answers)
    return verdicts


def _usable(rule: str | Tree, object_name: str) -> Template:
    try:
        return template(rule, object_name)
    except CriteriaError as error:
        logger.warning("A rule counts as false: %s (%s)", error, rule)
        return NEVER


def _select(
    templates: Sequence[Template], object_name: str, source: str, calendar: Calendar
) -> tuple[str, list[Any]]:
    """One SELECT of key and a boolean per rule; the parameter of `source` comes last."""
    root = Joins(object_name, "t")
    columns = [root.key, *(f"({each.where}) IS TRUE" for each in templates)]
    params = [param for each in templates for param in each.filled(calendar)]
    # Aliases tell the path, so equal joins are equal text; parents always stand before children.
    joins = dict.fromkeys(join for each in templates for join in each.joins)
    return f"SELECT {', '.join(columns)} FROM {source} t {' '.join(joins)}", params  # noqa: S608
