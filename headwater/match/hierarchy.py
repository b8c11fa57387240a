"""Which account may belong under which: subsidiaries, offices in other countries, parts of a group.

Read off websites and names, with the evidence in words. Nothing is set by itself; a no is kept.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from headwater.match.normal.companies import COMMON, company
from headwater.match.normal.plain import words
from headwater.match.refusal import Refusal, refused
from headwater.people.models import User
from headwater.records.keys import company_key, work_domain
from headwater.records.models import Account

LEAST = 60  # strength from which it is worth a look
APART = 25  # two sites of two names speak against one family
MOST_COMPARED = 60  # accounts that share a word or a domain; more share a word that says little
MOST = 3  # suggestions on one account's page
_GROUP = frozenset({
    "group", "holding", "holdings", "gruppe", "groupe", "grupo", "gruppo", "konzern", "global",
    "worldwide",
})  # fmt: skip
_GENERIC = frozenset({"com", "net", "org", "eu", "group", "global", "io", "world"})
_SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*://")
_FIELDS = ("id", "name", "website", "parent_id", "billing_country", "number_of_employees")


@dataclass(frozen=True, slots=True)
class Firm:
    """What an account says about its place in a family."""

    pk: int
    name: str
    host: str
    domain: str
    words: tuple[str, ...]
    parent_id: int | None
    country: str
    employee_count: int

    @classmethod
    def of(cls, row: dict[str, Any]) -> "Firm":
        website = str(row["website"])[:300].strip().lower()
        domain = work_domain("", website)
        host = re.split(r"[/?#:]", _SCHEME.sub("", website))[0].removeprefix("www.")
        return cls(
            row["id"], row["name"], host if domain else "", domain,
            words(company_key(row["name"])), row["parent_id"],
            str(row["billing_country"]).casefold(), row["number_of_employees"] or 0,
        )  # fmt: skip

    @property
    def brand(self) -> str:
        """The domain without its suffix: 'acme' of acme.de."""
        return self.domain.partition(".")[0]

    @property
    def core(self) -> tuple[str, ...]:
        """The name without what says that it is a group."""
        kept = tuple(word for word in self.words if word not in _GROUP)
        return kept or self.words

    @property
    def is_group(self) -> bool:
        return len(self.core) < len(self.words)

    @property
    def is_bare(self) -> bool:
        """Its site is the registered domain itself, not a part of it."""
        return bool(self.domain) and self.host == self.domain

    @property
    def rank(self) -> tuple[int, ...]:
        """Whoever ranks higher stands above."""
        is_generic = self.domain.rpartition(".")[2] in _GENERIC
        return (
            self.is_group, self.is_bare, is_generic, self.employee_count, -len(self.words), -self.pk
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`child` may belong under `parent`; `strength` 0 to 100, `because` in words."""

    child: Firm
    parent: Firm
    strength: int
    because: str

    @property
    def key(self) -> str:
        return key_of(self.child.pk, self.parent.pk)


def key_of(child_id: int, parent_id: int) -> str:
    """How a refused suggestion is remembered."""
    return f"{child_id}<{parent_id}"


def suggestions(account: Account, *, by: User) -> list[Suggestion]:
    """Where an account may belong, and what may belong under it, strongest first. Two queries."""
    if account.is_person_account:
        return []
    own = Firm.of({name: getattr(account, name) for name in _FIELDS})
    looked_for = {own.brand, company(account.name).head} - {""}
    if not looked_for:
        return []
    shares = Q(pk__in=[])
    for word in looked_for:
        shares |= Q(search_text__contains=word)
    rows = _accounts(by).filter(shares).exclude(pk=account.pk)
    others = [Firm.of(row) for row in rows[:MOST_COMPARED]]
    found = [each for other in others if (each := relate(own, other))]
    return _open(found)[:MOST]


def everywhere(*, by: User, most: int = 100) -> list[Suggestion]:
    """The same for all accounts that `by` sees, each child once. Two queries."""
    groups: dict[str, list[Firm]] = defaultdict(list)
    for row in _accounts(by).iterator():
        firm = Firm.of(row)
        for word in {firm.brand, *firm.core[:1]} - {""}:
            groups[word].append(firm)
    found = [
        each
        for firms in groups.values()
        if len(firms) <= MOST_COMPARED
        for place, one in enumerate(firms)
        for other in firms[place + 1 :]
        if (each := relate(one, other))
    ]
    best: dict[int, Suggestion] = {}
    for each in _open(found):
        best.setdefault(each.child.pk, each)
    return list(best.values())[:most]


def relate(one: Firm, other: Firm) -> Suggestion | None:
    """Which of two belongs under the other, and why; None where nothing speaks for it. Pure."""
    is_same = one.words == other.words
    if is_same and (one.country == other.country or not (one.country and other.country)):
        return None  # a duplicate, if anything
    child, parent = sorted((one, other), key=lambda firm: firm.rank)
    if _is_named_after(parent, child):
        child, parent = parent, child
    if child.parent_id is not None or parent.parent_id == child.pk:
        return None
    evidence = [each for each in (_by_site(child, parent), _by_name(child, parent)) if each]
    if not evidence:
        return None
    strength = min(95, max(points for points, _ in evidence) + 15 * (len(evidence) - 1))
    if child.domain and parent.domain and child.brand != parent.brand:
        strength -= APART
    because = ", ".join(said for _, said in sorted(evidence, reverse=True))
    return Suggestion(child, parent, strength, because) if strength >= LEAST else None


def would_circle(child: Account, parent: Account) -> bool:
    """Whether the parent stands below the child already."""
    seen = {child.pk}
    above: Account | None = parent
    while above is not None:
        if above.pk in seen:
            return True
        seen.add(above.pk)
        above = above.parent
    return False


def _by_site(child: Firm, parent: Firm) -> tuple[int, str] | None:
    if not child.domain or not parent.domain:
        return None
    if child.domain == parent.domain:
        if parent.is_bare and not child.is_bare:
            return 80, f"{child.host} is a part of {parent.host}"
        return 65, f"both are at {child.domain}"
    if child.brand == parent.brand and len(child.brand) > 3:
        return 55, f"{child.domain} beside {parent.domain}"
    return None


def _by_name(child: Firm, parent: Firm) -> tuple[int, str] | None:
    if child.core == parent.core and parent.is_group and not child.is_group:
        return 75, f"“{parent.name}” is named as its group"
    if child.words == parent.words:
        return 60, "the same name in another country"
    if _is_named_after(child, parent):
        called = " ".join(parent.name.split()[: len(parent.core)])
        is_telling = len(parent.core) > 1 or parent.is_group
        return (65 if is_telling else 45), f"its name begins with “{called}”"
    return None


def _is_named_after(one: Firm, other: Firm) -> bool:
    """'Acme Robotics' after 'Acme Group'; a common word alone is nobody's name."""
    core = other.core
    if not core or len(one.core) <= len(core) or one.core[: len(core)] != core:
        return False
    return len(core) > 1 or (len(core[0]) > 3 and core[0] not in COMMON)


def _accounts(by: User) -> Any:
    rows: Any = Account.objects.alive().visible_to(by).filter(is_person_account=False)
    return rows.order_by("pk").values(*_FIELDS)


def _open(found: Iterable[Suggestion]) -> list[Suggestion]:
    """Without those that somebody said no to, the strongest first."""
    known: Sequence[Suggestion] = sorted(found, key=lambda each: (-each.strength, each.child.pk))
    no = refused(Refusal.Kind.PARENT, [each.key for each in known]) if known else set()
    return [each for each in known if each.key not in no]
