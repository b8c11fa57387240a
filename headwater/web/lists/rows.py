"""What an address asks a list for, and the rows that answer it, in a fixed number of queries."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, QuerySet
from django.db.models.expressions import RawSQL
from django.http import QueryDict

from headwater.catalog import objects
from headwater.criteria.english import english
from headwater.criteria.errors import CriteriaError
from headwater.criteria.querysets import filter_queryset
from headwater.people.models import QueueMember, User
from headwater.web.lists import columns
from headwater.web.lists.columns import Column
from headwater.web.lists.kind import ListKind, View
from headwater.web.lists.saved_view import SavedView, Scope

EACH = 50  # rows on a page
COUNTED = 10_000  # beyond that it is “10,000+”: nobody pages there, and counting costs seconds


@dataclass
class Asked:
    """One question to a list: view, search, criteria, sort and page as the address has them."""

    kind: ListKind
    user: User
    query: QueryDict
    currency: str = ""
    is_last: bool = True  # no page follows the one that was read

    @cached_property
    def saved(self) -> list[SavedView]:
        return list(SavedView.objects.for_user(self.user, self.kind.object_name))

    @cached_property
    def view(self) -> View:
        key = self.query.get("view", "")
        saved = next((each for each in self.saved if str(each.pk) == key), None) if key else None
        if saved:
            return View.of(saved)
        passing = self.kind.passing(key, self.user) if self.kind.passing and key else None
        if passing:
            return passing
        usual = View("all", "All") if self.where and not key else self.kind.views[0]
        return next((view for view in self.kind.views if view.key == key), usual)

    @property
    def where(self) -> str:
        """Criteria of the address, which come on top of those of the view."""
        return self.query.get("where", "").replace("\x00", "").strip()

    @property
    def text(self) -> str:
        return self.query.get("q", "").replace("\x00", "").strip()[:100]

    @property
    def sort(self) -> str:
        return self.query.get("sort") or self.view.sort or self.kind.sort

    @cached_property
    def number(self) -> int:
        page = self.query.get("page", "1")
        return max(1, min(int(page), COUNTED // EACH)) if page.isdecimal() and len(page) < 6 else 1

    @cached_property
    def columns(self) -> list[Column]:
        names = self.query.getlist("column") or self.view.columns or self.kind.columns
        found = [self.column(name) for name in dict.fromkeys(names)]
        return [column for column in found if column]

    def column(self, name: str) -> Column | None:
        return columns.find(self.kind.object_name, name, self.kind.computed, self.currency)

    @cached_property
    def trouble(self) -> CriteriaError | None:
        """What is wrong with the criteria, if anything."""
        try:
            self._filtered  # noqa: B018
        except CriteriaError as error:
            return error
        return None

    @property
    def sentence(self) -> str:
        """The criteria of the address in plain English."""
        try:
            return english(self.where, self.kind.object_name) if self.where else ""
        except CriteriaError:
            return ""

    @property
    def rows(self) -> "QuerySet[Any]":
        """Everything that fits, in order; nothing while the criteria cannot be read."""
        model = objects.get(self.kind.object_name).model
        found = model._default_manager.none() if self.trouble else self._filtered
        return self._ordered(found)

    @property
    def joined(self) -> "QuerySet[Any]":
        """The same rows with what the columns draw from other tables."""
        joins = {join for column in self.columns for join in column.joins}
        read = {c.reads[0]: RawSQL(c.reads[1], []) for c in self.columns if c.reads}  # noqa: S611
        rows = self.rows.annotate(**read) if read else self.rows
        return rows.select_related(*sorted(joins)) if joins else rows

    @cached_property
    def page(self) -> list[Any]:
        """The rows of the asked page."""
        start = (self.number - 1) * EACH
        found = list(self.joined[start : start + EACH + 1])
        self.is_last = len(found) <= EACH
        found = found[:EACH]
        if self.kind.extras:
            self.kind.extras(found, self.user)
        return found

    @cached_property
    def count(self) -> int:
        """How many there are, at most one more than COUNTED; asked only where pages follow."""
        shown = len(self.page)
        if self.is_last and (shown or self.number == 1):
            return (self.number - 1) * EACH + shown
        return int(self.rows.order_by()[: COUNTED + 1].count())

    @cached_property
    def _filtered(self) -> "QuerySet[Any]":
        model = objects.get(self.kind.object_name).model
        rows: Any = model._default_manager.all()
        rows = rows.alive().visible_to(self.user)
        rows = self._in_scope(rows)
        for rule in (self.view.rule, self.where):
            rows = filter_queryset(rows, rule, user=self.user) if rule else rows
        return rows.search(self.text) if self.text else rows  # type: ignore[no-any-return]

    def _in_scope(self, rows: Any) -> Any:
        if self.view.among:
            return self.view.among(rows)
        if self.view.scope == Scope.MINE:
            return rows.filter(owner=self.user)
        if self.view.scope == Scope.QUEUES:
            mine = QueueMember.objects.filter(user=self.user).values("queue")
            return rows.filter(owner__in=mine)
        return rows

    def _ordered(self, rows: "QuerySet[Any]") -> "QuerySet[Any]":
        """By a column that can be sorted, else the usual one; the key decides between equals."""
        asked, usual = self.column(self.sort.removeprefix("-")), self.kind.sort
        sort = self.sort if asked and asked.sort else usual
        column = self.column(sort.removeprefix("-"))
        path = column.sort if column and column.sort else "pk"
        is_down = sort.startswith("-")
        # Where nothing can be missing, its index is in the very order that is asked for.
        last = True if _may_be_missing(rows.model, path) else None
        by = F(path).desc(nulls_last=last) if is_down else F(path).asc(nulls_last=last)
        return rows.order_by(by, "-pk" if is_down else "pk")


def _may_be_missing(model: Any, path: str) -> bool:
    """Whether what a path leads to can be NULL; unknown paths (worked out) can."""
    for name in path.split("__"):
        try:
            column = model._meta.pk if name == "pk" else model._meta.get_field(name)
        except FieldDoesNotExist:
            return True
        if column.null:
            return True
        model = column.related_model
    return False
