"""Whose deals a page shows: mine, a team's, those below a manager, one person's, all I see."""

from collections.abc import Iterator
from dataclasses import dataclass

from headwater.catalog import ids
from headwater.people.models import Team, User
from headwater.people.sharing import visible_owner_ids
from headwater.people.user import users

USER = "005"  # how the ids of people begin


@dataclass(frozen=True, slots=True)
class Whose:
    """A choice: how an address says it, how people say it, and the owners; None: all I see."""

    key: str
    words: str
    owners: frozenset[int] | None

    @property
    def criteria(self) -> str:
        """As criteria on OwnerId, for links to the deals behind a number; '' for everybody's."""
        if self.owners is None:
            return ""
        keys = ", ".join(f"'{ids.encode(USER, key)}'" for key in sorted(self.owners))
        return f"OwnerId IN ({keys})" if keys else "OwnerId = null"


Groups = list[tuple[str, list[Whose]]]  # headings, and what can be chosen below them


def chosen(groups: Groups, user: User, key: str) -> Whose:
    """The choice of an address; the usual one for anything that `user` cannot choose."""
    everything = {each.key: each for _, some in groups for each in some}
    return everything.get(key) or everything["all" if user.can_lead_people else "mine"]


def choices(user: User) -> Groups:
    """What `user` can choose, only of people whose deals `user` may see."""
    seen = visible_owner_ids(user)
    people = [each for each in users().values() if seen is None or each.pk in seen]
    people = sorted((each for each in people if each.is_active), key=lambda each: each.name)
    first = [Whose("mine", "Mine", frozenset({user.pk})), Whose("all", "All I see", None)]
    groups = [("", first)]
    if len(people) > 1:
        groups += [
            ("Teams", list(_teams(people))),
            ("With those below", list(_managers(people))),
            ("One person", [Whose(f"owner:{p.pk}", p.name, frozenset({p.pk})) for p in people]),
        ]
    return [(heading, some) for heading, some in groups if some]


def _teams(people: list[User]) -> Iterator[Whose]:
    used = {person.team_id for person in people}
    for team in Team.objects.order_by("name"):
        if team.pk in used:
            members = frozenset(each.pk for each in users().values() if each.team_id == team.pk)
            yield Whose(f"team:{team.pk}", team.name, members)


def _managers(people: list[User]) -> Iterator[Whose]:
    managers = {each.manager_id for each in users().values()}
    for person in people:
        if person.pk in managers:
            yield Whose(f"under:{person.pk}", f"{person.name} and below", below(person.pk))


def below(manager: int) -> frozenset[int]:
    """A manager and everybody who reports to them, however far down."""
    found, fresh = {manager}, {manager}
    while fresh:
        fresh = {u.pk for u in users().values() if u.manager_id in fresh} - found
        found |= fresh
    return frozenset(found)
