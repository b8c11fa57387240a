"""A rule as a filter of a Django queryset."""

from datetime import datetime
from typing import Any, TypeVar

from django.db import models
from django.db.models import BooleanField, Expression, F, QuerySet
from django.utils import timezone

from headwater.catalog import objects
from headwater.criteria.compile import compile_criteria
from headwater.criteria.dates import Calendar
from headwater.criteria.parse import parse
from headwater.criteria.tree import And, Tree, all_of
from headwater.people.models import User

Row = TypeVar("Row", bound=models.Model)


def filter_queryset(
    queryset: QuerySet[Row],
    rule: str | Tree,
    *,
    user: User | None = None,
    now: datetime | None = None,
) -> QuerySet[Row]:
    """The rows of a queryset that meet a rule; dates are those of the user's time zone.

    Raises CriteriaError at once, not when the rows are read.
    """
    zone = user.time_zone if user else timezone.get_current_timezone_name()
    calendar = Calendar(now or timezone.now(), zone)
    tree = parse(rule) if isinstance(rule, str) else rule
    object_name = objects.of_model(queryset.model).name
    plain, joined = _sorted_by_joins(tree, object_name, calendar)
    for part in (plain, joined):
        if part is not None:
            queryset = queryset.filter(Meets(part, object_name, calendar))
    return queryset


def _sorted_by_joins(
    tree: Tree, object_name: str, calendar: Calendar
) -> tuple[Tree | None, Tree | None]:
    """What the row's own columns can tell, apart from what needs its parents."""
    parts = tree.parts if isinstance(tree, And) else (tree,)
    plain: list[Tree] = []
    joined: list[Tree] = []
    for part in parts:
        needs = compile_criteria(part, object_name, calendar=calendar).joins
        (joined if needs else plain).append(part)
    return (all_of(plain) if plain else None), (all_of(joined) if joined else None)


class Meets(Expression):
    """The condition of a rule on the row of a query, under whatever alias Django gives the row.

    Conditions on own columns stand in the query itself, so that its indexes serve; those on
    parents become `key IN (SELECT …)`, which PostgreSQL turns into a join.
    """

    conditional = True

    def __init__(self, tree: Tree, object_name: str, calendar: Calendar) -> None:
        super().__init__(output_field=BooleanField())
        self.tree, self.object_name, self.calendar = tree, object_name, calendar
        self.key: Any = F("pk")

    def get_source_expressions(self) -> list[Any]:
        return [self.key]

    def set_source_expressions(self, exprs: Any) -> None:
        (self.key,) = exprs

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        alias = self.key.alias
        if compiler.quote_name_unless_alias(alias) == alias:
            alias = alias.lower()  # Django leaves its own aliases unquoted: U0 is u0
        found = compile_criteria(self.tree, self.object_name, calendar=self.calendar, table=alias)
        if not found.joins:
            return f"({found.where})", found.params
        inner = compile_criteria(
            self.tree, self.object_name, calendar=self.calendar, table="rule_t"
        )
        model = objects.get(self.object_name).model
        key = model._meta.pk.column
        sql = (
            f'{compiler.compile(self.key)[0]} IN (SELECT "rule_t"."{key}" FROM '  # noqa: S608
            f'"{model._meta.db_table}" "rule_t" {" ".join(inner.joins)} WHERE {inner.where})'
        )
        return sql, inner.params
