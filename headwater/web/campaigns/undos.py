"""How deeds on members are taken back, by the verbs that did them."""

from collections.abc import Iterable, Mapping
from typing import Any

from headwater.people.models import User
from headwater.records import campaigning, membership
from headwater.records.models import CampaignMember
from headwater.records.sharing import visible
from headwater.web.campaigns.access import with_people
from headwater.web.records.undo import undoes
from headwater.web.templatetags.words import plural


def _mine(keys: Iterable[Any], user: User) -> list[CampaignMember]:
    rows = CampaignMember.objects.filter(visible(CampaignMember, user))
    return list(with_people(rows.filter(pk__in=[int(key) for key in keys])))


@undoes("joining")
def take_out(user: User, *, members: list[int]) -> str:
    membership.take_back(_mine(members, user), by=user)
    return "Undone."


@undoes("member_removal")
def put_back(user: User, *, members: list[int]) -> str:
    count = membership.put_back(_mine(members, user), by=user)
    return f"{plural(count, 'member')} back in the campaign."


@undoes("member_moves")
def move_back(user: User, *, before: Mapping[str, Mapping[str, Any]]) -> str:
    rows = [row for row in _mine(before, user) if not row.is_deleted]
    states = {int(key): state for key, state in before.items()}
    count = campaigning.move_back(rows, states, by=user)
    return f"{plural(count, 'member')} as before."
