"""The tree of accounts: who stands above, what stands below, and their numbers rolled up.

Asked of PostgreSQL level by level, never account by account: six queries for a family of ten or of
ten thousand. A person sees the tree as far as it is made of accounts they may see; the deals and
leads that count are those they may see.
"""

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.utils import timezone

from headwater.database import statements
from headwater.people.models import User
from headwater.records.account import Account
from headwater.records.contact import Contact
from headwater.records.lead import Lead
from headwater.records.opportunity import Opportunity

LEVELS = 3  # below the ultimate parent; deeper ones open when somebody asks
EACH = 50  # children that are drawn at once
MANY = 150  # accounts that are drawn unasked
Seen = tuple[str, list[Any]]

_UP = """
WITH RECURSIVE way(id, parent_id, level) AS (
    SELECT id, parent_id, 0 FROM records_account WHERE id = %s::bigint
    UNION ALL
    SELECT above.id, above.parent_id, way.level + 1
    FROM way JOIN ({seen}) AS above ON above.id = way.parent_id
) CYCLE id SET is_circle USING been
SELECT id FROM way WHERE NOT is_circle ORDER BY level DESC
"""
_CHILDREN = """
SELECT child.*, (SELECT count(*) FROM ({seen}) AS grand WHERE grand.parent_id = child.id)
FROM unnest(%s::bigint[]) AS above(id) CROSS JOIN LATERAL (
    SELECT t.id, t.parent_id, t.name, t.type, t.billing_city, t.is_person_account
    FROM ({seen}) AS t WHERE t.parent_id = above.id
    ORDER BY t.id = ANY (%s::bigint[]) DESC, lower(t.name), t.id OFFSET %s::int LIMIT %s::int
) AS child
"""
_NUMBERS = """
WITH RECURSIVE down(top, id) AS (
    SELECT id, id FROM unnest(%s::bigint[]) AS asked(id)
    UNION
    SELECT down.top, t.id FROM down JOIN ({seen}) AS t ON t.parent_id = down.id
)
SELECT 'below', top, false, count(*) - 1, NULL::numeric, NULL::numeric FROM down GROUP BY top
UNION ALL
SELECT 'deals', top, id = top, count(*) FILTER (WHERE NOT is_closed),
    sum(amount) FILTER (WHERE NOT is_closed AND forecast_category <> 'Omitted'),
    sum(amount) FILTER (WHERE is_won AND close_on >= %s::date AND close_on < %s::date)
FROM down JOIN ({deals}) AS deal ON deal.account_id = down.id GROUP BY 2, 3
UNION ALL
SELECT 'contacts', top, down.id = top, count(*), NULL, NULL
FROM down JOIN ({contacts}) AS person ON person.account_id = down.id GROUP BY 2, 3
UNION ALL
SELECT 'leads', top, id = top, count(*), NULL, NULL
FROM down JOIN ({leads}) AS lead ON lead.matched_account_id = down.id GROUP BY 2, 3
"""


@dataclass(slots=True)
class Numbers:
    """Of one account, or of it with everything below; amounts in the organisation's currency."""

    below: int = 0
    deals: int = 0
    pipeline: Decimal = Decimal(0)
    won: Decimal = Decimal(0)
    contacts: int = 0
    leads: int = 0


@dataclass(slots=True)
class Node:
    """An account in the tree; `more` children are there beyond those that are drawn."""

    pk: int
    parent_id: int | None
    name: str
    type: str
    city: str
    is_person: bool
    child_count: int = 0
    level: int = 1
    is_current: bool = False
    first: int = 0  # the child on the way to whom one looks at, drawn whatever its name
    children: list["Node"] = field(default_factory=list)
    own: Numbers = field(default_factory=Numbers)
    whole: Numbers = field(default_factory=Numbers)

    @property
    def more(self) -> int:
        return self.child_count - len(self.children) if self.children else 0

    @property
    def is_open(self) -> bool:
        return bool(self.children)


def tree(account: Account, *, by: User) -> Node:
    """The whole family from the ultimate parent down, as far as it is drawn at first."""
    seen = _seen(Account.objects.alive(), by, "id", *_SHOWN)
    way = ancestors(account, by=by)
    known = Account.objects.in_bulk(way)
    root = _top(known[way[0]])
    nodes = {root.pk: root}
    for level in _levels(way, nodes, seen):
        _hang(level, nodes)
    count = len(root.children)
    root.child_count = count if count < EACH else _below(root.pk, seen)
    nodes.get(account.pk, root).is_current = True
    for above, below in itertools.pairwise(way):
        nodes[above].first = below
        nodes[above].children.sort(key=lambda node: (node.name.lower(), node.pk))
    _count(nodes, by)
    return root


def ancestors(account: Account, *, by: User) -> list[int]:
    """The keys from the ultimate parent down to the account itself; one query."""
    if account.parent_id is None:
        return [account.pk]
    sql, params = _seen(Account.objects.alive(), by, "id", "parent_id")
    rows = statements.run(_UP.format(seen=sql), [account.pk, *params], is_large=True)
    return [pk for (pk,) in rows]


def children(
    account: Account, *, by: User, start: int = 0, level: int = 2, first: int = 0
) -> list[Node]:
    """The next EACH accounts below one, with their numbers; two queries. `first` was drawn."""
    seen = _seen(Account.objects.alive(), by, "id", *_SHOWN)
    found = list(_children([account.pk], seen, start=start, first=[first]))
    for node in found:
        node.level = level
    _count({node.pk: node for node in found}, by)
    return found


def has_family(account: Account, *, by: User) -> bool:
    """Whether anybody the person may see stands above or below it."""
    rows = Account.objects.alive().visible_to(by)
    if account.parent_id and rows.filter(pk=account.parent_id).exists():
        return True
    return bool(rows.filter(parent=account).exists())


def numbers(pks: Collection[int], *, by: User) -> dict[int, tuple[Numbers, Numbers]]:
    """Of each account its own numbers and those with everything below; one query for all."""
    found = {pk: (Numbers(), Numbers()) for pk in pks}
    if not found:
        return found
    seen, deals, contacts, leads = _sources(by)
    year = timezone.localdate().year
    sql = _NUMBERS.format(seen=seen[0], deals=deals[0], contacts=contacts[0], leads=leads[0])
    params: list[Any] = [list(found), *seen[1], date(year, 1, 1), date(year + 1, 1, 1)]
    params += [*deals[1], *contacts[1], *leads[1]]
    for what, top, is_own, count, pipeline, won in statements.run(sql, params, is_large=True):
        for each in found[top] if is_own else found[top][1:]:
            setattr(each, what, getattr(each, what) + count)
            each.pipeline += pipeline or 0
            each.won += won or 0
    return found


_SHOWN = ("parent_id", "name", "type", "billing_city", "is_person_account")


def _levels(way: Sequence[int], nodes: dict[int, Node], seen: Seen) -> Iterator[list[Node]]:
    """What is opened, in portions: the way to the account, then level by level while it is few."""
    yield list(_children(way, seen, first=way))
    on_the_way = set(way)
    for level in range(1, LEVELS):
        wanted = [
            node.pk for node in nodes.values()
            if node.level == level + 1 and node.child_count and node.pk not in on_the_way
        ]  # fmt: skip
        if not wanted or len(nodes) > MANY:
            return
        yield list(_children(wanted, seen))


def _children(
    parents: Sequence[int], seen: Seen, *, first: Sequence[int] = (), start: int = 0
) -> Iterable[Node]:
    sql, params = seen
    asked = [*params, list(parents), *params, list(first), start, EACH]
    for row in statements.run(_CHILDREN.format(seen=sql), asked, is_large=True):
        yield Node(*row)


def _hang(found: Iterable[Node], nodes: dict[int, Node]) -> None:
    """Put new nodes below their parents, which come first on the way down."""
    waiting = list(found)
    while waiting:
        left = []
        for node in waiting:
            above = nodes.get(node.parent_id or 0)
            if above is None:
                left.append(node)
            elif node.pk not in nodes:
                node.level = above.level + 1
                above.children.append(node)
                nodes[node.pk] = node
        if len(left) == len(waiting):
            return
        waiting = left


def _top(account: Account) -> Node:
    return Node(
        account.pk, account.parent_id, account.name, account.type, account.billing_city,
        account.is_person_account,
    )  # fmt: skip


def _below(pk: int, seen: Seen) -> int:
    sql = f"SELECT count(*) FROM ({seen[0]}) AS t WHERE t.parent_id = %s::bigint"  # noqa: S608
    return int(statements.run(sql, [*seen[1], pk], is_large=True)[0][0])


def _count(nodes: dict[int, Node], by: User) -> None:
    for pk, (own, whole) in numbers(nodes.keys(), by=by).items():
        nodes[pk].own, nodes[pk].whole = own, whole


def _sources(by: User) -> tuple[Seen, Seen, Seen, Seen]:
    return (
        _seen(Account.objects.alive(), by, "id", "parent_id"),
        _seen(Opportunity.objects.alive(), by, "account_id", "is_closed", "is_won", "amount",
              "forecast_category", "close_on"),
        _seen(Contact.objects.alive(), by, "account_id"),
        _seen(Lead.objects.open().filter(matched_account__isnull=False), by, "matched_account_id"),
    )  # fmt: skip


def _seen(rows: Any, by: User, *columns: str) -> Seen:
    """SQL for the rows that a person may see."""
    try:
        sql, params = rows.visible_to(by).order_by().values(*columns).query.sql_with_params()
    except EmptyResultSet:
        return f"SELECT * FROM {rows.model._meta.db_table} WHERE false", []  # noqa: S608
    return sql, list(params)
