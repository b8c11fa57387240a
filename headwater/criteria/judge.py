"""Many rules on many rows in one SELECT: the journey judges what it has just saved."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.utils import timezone

from headwater.criteria.compile import Template, template
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Joins
from headwater.criteria.tree import Tree

logger = logging.getLogger(__name__)
NEVER = Template("FALSE", (), ())
# PostgreSQL returns at most 1,664 columns; more rules than this take another SELECT.
MOST_RULES = 1_000


def judge(
    rules: Sequence[str | Tree],
    object_name: str,
    ids: Sequence[int],
    *,
    zone: str = "UTC",
    now: datetime | None = None,
) -> dict[int, tuple[bool, ...]]:
    """For each row its verdicts in the order of the rules; rows that do not exist are left out.

    A rule that no longer fits the catalog (its field is gone) is false and is logged: a broken
    rule must not stop a lead.
    """
    if not ids:
        return {}
    calendar = Calendar(now or timezone.now(), zone)
    verdicts: dict[int, tuple[bool, ...]] = {}
    for start in range(0, max(len(rules), 1), MOST_RULES):
        some = [_usable(rule, object_name) for rule in rules[start : start + MOST_RULES]]
        sql, params = _select(some, object_name, calendar)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, list(ids)])
            for key, *answers in cursor.fetchall():
                verdicts[key] = verdicts.get(key, ()) + tuple(answers)
    return verdicts


def judge_sql(
    rules: Sequence[str | Tree], object_name: str, *, calendar: Calendar
) -> tuple[str, list[Any]]:
    """One SELECT of key and a boolean per rule, and its parameters but the last: the keys."""
    return _select([template(rule, object_name) for rule in rules], object_name, calendar)


def _usable(rule: str | Tree, object_name: str) -> Template:
    try:
        return template(rule, object_name)
    except CriteriaError as error:
        logger.warning("A rule counts as false: %s (%s)", error, rule)
        return NEVER


def _select(
    templates: Sequence[Template], object_name: str, calendar: Calendar
) -> tuple[str, list[Any]]:
    root = Joins(object_name, "t")
    columns = [root.key, *(f"({each.where}) IS TRUE" for each in templates)]
    params = [param for each in templates for param in each.filled(calendar)]
    # Aliases tell the path, so equal joins are equal text; parents always stand before children.
    joins = dict.fromkeys(join for each in templates for join in each.joins)
    sql = (
        f'SELECT {", ".join(columns)} FROM "{root.root.table}" t {" ".join(joins)} '  # noqa: S608
        f"WHERE {root.key} = ANY (%s::bigint[])"
    )
    return sql, params
