"""Who of Juniper Solar is away: a third adviser on leave, and a week off that is still ahead."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from headwater.people.models import Absence, User
from headwater.people.user import Role
from headwater.sample.company import PASSWORD, ZONE, People

LIEN: dict[str, object] = {
    "turn_weight": 2, "most_open_leads": 40,
    "skills": {"language": ["en", "vi"], "product": ["Battery"]},
}  # fmt: skip


def arrive(people: People, until: datetime) -> None:
    """Lien is away since last week, Mara stands in; Owen goes in a month."""
    lien = User.objects.create_user(
        "rep3@juniper.example", PASSWORD, first_name="Lien", last_name="Tran", role=Role.REP,
        title="Battery adviser", manager=people.ines, team=people.sales, time_zone=ZONE,
        business_hours=people.mara.business_hours, **LIEN,
    )  # fmt: skip
    today = datetime.combine(until.astimezone(ZoneInfo(ZONE)).date(), time(), ZoneInfo(ZONE))
    _away(lien, today - timedelta(days=5), 19, people.mara, "Parental leave")
    _away(people.owen, today + timedelta(days=30), 7, people.mara, "Climbing in Moab")


def _away(user: User, since: datetime, days: int, delegate: User, note: str) -> None:
    Absence.objects.create(
        user=user, delegate=delegate, note=note, starts_at=since,
        ends_at=since + timedelta(days=days),
    )  # fmt: skip
