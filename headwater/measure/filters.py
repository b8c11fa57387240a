"""Which leads a dashboard is about: a period, and what they have in common."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q

from headwater.catalog.ids import encode
from headwater.measure.figure import Period, both, quoted
from headwater.people.models import User
from headwater.records.models import CampaignMember, Lead, Submission
from headwater.records.submission import State

NO_SOURCE = "none"  # how an address asks for leads without a source
USER = "005"  # prefix of ids; criteria take the key of a person and of a queue alike


@dataclass(frozen=True, slots=True)
class Filters:
    """'' and None ask for all. `team` is the owner's, `channel` the door that the lead came by."""

    period: Period = field(default_factory=lambda: Period(None))
    source: str = ""
    owner: int | None = None
    team: int | None = None
    campaign: int | None = None
    channel: str = ""

    def leads(self, user: User) -> Any:
        """Leads created in the period, as far as `user` sees them."""
        leads = self.every_lead(user)
        since = self.period.since
        return leads.filter(created_at__gte=since) if since else leads

    def every_lead(self, user: User) -> Any:
        """Whenever created: for what stands at this moment."""
        return Lead.objects.alive().visible_to(user).filter(self.condition()).order_by()

    def condition(self, prefix: str = "", *, owner: str = "") -> Q:
        """All but the period, for rows that reach their lead by `prefix` ("lead__").

        `owner` is the path of whoever has such a row, where that is not the lead's owner.
        """
        owner = owner or f"{prefix}owner_id"
        condition = Q()
        if self.source:
            source = "" if self.source == NO_SOURCE else self.source
            condition &= Q(**{f"{prefix}lead_source": source})
        if self.owner:
            condition &= Q(**{owner: self.owner})
        if self.team:
            members = User.objects.filter(team_id=self.team).order_by().values("pk")
            condition &= Q(**{f"{owner}__in": members})
        return condition & self._came_by(prefix)

    def _came_by(self, prefix: str) -> Q:
        condition = Q()
        if self.campaign:
            members = CampaignMember.objects.filter(
                campaign_id=self.campaign, lead__isnull=False, is_deleted=False
            )
            condition &= Q(**{f"{prefix}pk__in": members.order_by().values("lead_id")})
        if self.channel:
            doors = Submission.objects.filter(
                door=self.channel, state=State.CREATED, lead__isnull=False
            )
            condition &= Q(**{f"{prefix}pk__in": doors.order_by().values("lead_id")})
        return condition

    @property
    def is_plain(self) -> bool:
        """Whether criteria can say all of it; a team, a campaign and a channel they cannot."""
        return not (self.team or self.campaign or self.channel)

    @property
    def where(self) -> str:
        """Period, source and owner as criteria, for links to the records behind a number."""
        return both(self.period.criteria, self.standing_where)

    @property
    def standing_where(self) -> str:
        """Source and owner alone: for what stands at this moment."""
        source = "" if self.source == NO_SOURCE else self.source
        literal = quoted(source) if source else "null"
        return both(
            f"LeadSource = {literal}" if self.source else "",
            f"OwnerId = {quoted(encode(USER, self.owner))}" if self.owner else "",
        )
