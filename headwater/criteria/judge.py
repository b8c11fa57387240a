"""Many rules on many rows in one SELECT: the journey judges what it has just saved."""

import logging
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db import models
from django.utils import timezone

from headwater.catalog import objects
from headwater.criteria.compile import Compiled, Template, template
from headwater.criteria.dates import Calendar
from headwater.criteria.errors import CriteriaError
from headwater.criteria.paths import Joins
from headwater.criteria.tree import Tree
from headwater.database import statements

logger = logging.getLogger(__name__)
COLUMN = re.compile(r'"t"\."(\w+)"')  # of the row itself, as `Joins` writes it
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
    calendar = Calendar(now or timezone.now(), zone)
    return _judge(rules, object_name, source, lambda _: list(ids), calendar)


def judge_rows(
    rules: Sequence[str | Tree],
    object_name: str,
    rows: str | Sequence[models.Model],
    *,
    zone: str,
    now: datetime,
) -> Verdicts:
    """The same for rows that are not saved yet, or for what `statements.rows` tells of them.

    A lead is judged as it is going to be saved: to save it first and to write the verdict after
    would store each lead and its index entries twice.
    """
    model = objects.get(object_name).model
    said = (lambda _: rows) if isinstance(rows, str) else partial(told, model, rows)
    return _judge(rules, object_name, statements.recordset(model), said, Calendar(now, zone))


def verdicts(
    rules: Sequence[str | Tree], object_name: str, *, zone: str, now: datetime
) -> Compiled:
    """The verdicts of the rules on the row `t` as one SQL value, a bool[], for a larger statement.

    `joins` follow the table `t`; a rule that no longer fits the catalog is false there, too.
    """
    templates, calendar = [_usable(rule, object_name) for rule in rules], Calendar(now, zone)
    truths = ", ".join(f"({each.where}) IS TRUE" for each in templates)
    params = [param for each in templates for param in each.filled(calendar)]
    joins = dict.fromkeys(join for each in templates for join in each.joins)
    return Compiled(f"ARRAY[{truths}]::bool[]", params, list(joins))


def told(model: type[models.Model], rows: Sequence[models.Model], sql: str) -> str:
    """Of the rows, what the rules ask about: a lead has sixty columns, and a rule two or three."""
    asked = frozenset(COLUMN.findall(sql))
    return statements.rows(rows, _columns(model, asked))


@lru_cache(maxsize=256)
def _columns(model: type[models.Model], asked: frozenset[str]) -> tuple[tuple[str, str], ...]:
    known = (*statements.stored(model), ("name", "name"))
    return tuple(dict.fromkeys(pair for pair in known if pair[1] in asked))


def _judge(
    rules: Sequence[str | Tree],
    object_name: str,
    source: str,
    said: Callable[[str], Any],
    calendar: Calendar,
) -> Verdicts:
    verdicts: Verdicts = {}
    for start in range(0, max(len(rules), 1), MOST_RULES):
        some = [_usable(rule, object_name) for rule in rules[start : start + MOST_RULES]]
        sql, params = _select(some, object_name, source, calendar)
        for key, *answers in statements.run(sql, [*params, said(sql)]):
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
