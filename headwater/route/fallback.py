"""A lead is never nowhere: whoever gets it when no rule or nobody does, and who is told of it."""

from collections.abc import Collection
from datetime import datetime

from headwater.people.models import Owner
from headwater.people.organization import organization
from headwater.people.owner import owners
from headwater.people.user import Role, users
from headwater.records.notification import News

KIND = "route.alert"


def default_owner(*, away_from: Collection[int] = ()) -> Owner:
    """The default owner, or the first admin where that one has left.

    Whoever is in `away_from` only where there is nobody else. Raises LookupError when nobody in
    the organisation is active.
    """
    known = owners()
    admins = sorted(key for key, user in users().items() if user.role == Role.ADMIN)
    wanted = [organization().default_lead_owner_id or 0, *admins, *sorted(known)]
    active = [key for key in wanted if key in known and known[key].is_active]
    if not active:
        raise LookupError("Nobody in this organisation is active, so nobody can own a lead.")
    return known[next((key for key in active if key not in away_from), active[0])]


def alert(words: str, at: datetime) -> News:
    """What admins and managers are told, once an hour: leads reach nobody but the default owner."""
    people = [key for key, user in users().items() if user.role in (Role.ADMIN, Role.MANAGER)]
    text = f"New leads go to {default_owner()}: {words}"
    return News(f"unrouted:{at:%Y-%m-%dT%H}", text, "/setup/rules/assignment", people, KIND)
