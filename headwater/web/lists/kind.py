"""What is particular about one object's list."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from headwater.web.lists.columns import Column
from headwater.web.lists.saved_view import SavedView, Scope


@dataclass(frozen=True, slots=True)
class View:
    """What to show: a built-in one or one that was saved (then `saved` is its row). Criteria that
    follow a setting are a function; `among` narrows rows by what no criteria can say."""

    key: str
    name: str
    criteria: str | Callable[[], str] = ""
    scope: str = Scope.ALL
    sort: str = ""
    columns: tuple[str, ...] = ()
    saved: SavedView | None = None
    among: Callable[[Any], Any] | None = None

    @property
    def rule(self) -> str:
        return self.criteria() if callable(self.criteria) else self.criteria

    @classmethod
    def of(cls, saved: SavedView) -> "View":
        return cls(
            key=str(saved.pk), name=saved.name, criteria=saved.criteria, scope=saved.scope,
            sort=saved.sort, columns=tuple(saved.columns), saved=saved,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListKind:
    """`views`: the built-in ones, the first is the usual one. `columns`: what to show unless a view
    says otherwise. `computed`: columns that no field holds. `bulk`: template of the buttons for
    ticked rows, with `context` (a function of the user) for it; `menu`: of what can be done with
    all of the list. `peek`: URL name of a fragment.
    `extras`: adds to the rows of a page, for that user, what computed columns draw. `passing`: a
    view that only an address names, from its key and the user; None where there is none."""

    object_name: str
    url_name: str
    record_url_name: str
    title: str
    views: tuple[View, ...]
    columns: tuple[str, ...]
    sort: str = "-CreatedDate"
    computed: Mapping[str, Column] = field(default_factory=dict)
    new_url_name: str = ""
    bulk: str = ""
    menu: str = ""
    context: Callable[[Any], dict[str, Any]] | None = None
    peek: str = ""
    template: str = "lists/list.html"
    extras: Callable[[list[Any], Any], None] | None = None
    passing: Callable[[str, Any], View | None] | None = None
    empty: str = "Nothing is here yet."

    def __post_init__(self) -> None:
        KNOWN[self.url_name] = self

    @property
    def url(self) -> str:
        return reverse(self.url_name)


KNOWN: dict[str, ListKind] = {}  # every list by the name of its address
