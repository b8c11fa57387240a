"""Two reports that people of Juniper Solar keep: one for the team by mail, one of a rep's own."""

from datetime import datetime, timedelta

from headwater.reporting import keeping
from headwater.reporting.report import Every, Sharing
from headwater.reporting.spec import Axis, Measure, Spec
from headwater.sample.company import People
from headwater.sample.time_travel import at

BY_OWNER = Spec(
    "Lead", where="CreatedDate = LAST_N_DAYS:90", row=Axis("OwnerId"), chart="bars",
    measures=(
        Measure(), Measure("rate", where="IsConverted = true", label="Converted"),
        Measure("rate", where="FirstTouchedAt = null", label="Untouched"),
    ),
)  # fmt: skip
HOT = Spec(
    "Lead", where="Score >= 50 AND IsConverted = false AND IsClosed = false",
    columns=("Name", "Company", "Score", "Status", "LastActivityDate"), sort="-Score",
)  # fmt: skip


def arrive(people: People, until: datetime) -> None:
    """Ines shares how the team does and mails it on Mondays; Mara keeps her hottest leads."""
    with at(until - timedelta(days=12)):
        team = keeping.keep(
            "How the team does", BY_OWNER, by=people.ines,
            description="Leads of the last 90 days: who has them, and what became of them.",
        )  # fmt: skip
        keeping.share(team, Sharing.ALL, by=people.ines)
        keeping.like(team, by=people.mara)
    with at(until):
        keeping.plan(team, Every.WEEK, by=people.ines, at_hour=8, users=[people.ines, people.mara])
        keeping.like(keeping.keep("My hottest leads", HOT, by=people.mara), by=people.mara)
