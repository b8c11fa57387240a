"""The choices that hold for all leads which are converted together."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from typing import Any, Self

from django.db import models

from headwater.convert.choices import FollowUp
from headwater.convert.conversion_settings import settings
from headwater.people.models import User
from headwater.people.user import users
from headwater.records.models import LeadStatus, OpportunityStage
from headwater.records.problem import Problem

LONGEST_FOLLOW_UP = 365  # days


class Deal(models.TextChoices):
    """Which opportunity a lead becomes."""

    JOIN = "join", "Add to the open one, else a new one"
    NEW = "new", "A new one for each lead"
    NONE = "none", "None"


class Unsure(models.TextChoices):
    """What happens where a match is likely but not certain."""

    SKIP = "skip", "Leave the lead for review"
    MAKE = "make", "Make a new record"


class Unmet(models.TextChoices):
    """What happens to leads that do not meet the criteria for converting."""

    SKIP = "skip", "Leave the lead as it is"
    OVERRIDE = "override", "Convert all the same"


@dataclass(frozen=True, slots=True)
class How:
    """What a person chose for all of them; `owner_id` None: each lead's own owner.

    `follow_up` is the pattern of a task's subject, due in `follow_up_days`; '' makes none.
    """

    deal: str = Deal.JOIN
    no_deal_reason: str = ""
    stage_name: str = ""
    owner_id: int | None = None
    converted_status: str = ""
    role: str = ""
    follow_up: str = ""
    follow_up_days: int = 3
    unsure: str = Unsure.SKIP
    unmet: str = Unmet.SKIP
    override_reason: str = ""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Self:
        """From what a run keeps; what is not known any more is left out."""
        known = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in told.items() if name in known})

    @property
    def told(self) -> dict[str, Any]:
        """As a run keeps it."""
        return {name: value for name, value in asdict(self).items() if value not in ("", None)}

    @property
    def owner(self) -> User | None:
        return users().get(self.owner_id) if self.owner_id else None

    def task(self, subject: str, today: date) -> FollowUp | None:
        """The follow-up task of a conversion, with the subject for that lead; '' makes none."""
        due_on = today + timedelta(days=self.follow_up_days)
        return FollowUp(subject, due_on) if subject else None

    def problems(self, by: User | None) -> list[Problem]:
        """Everything that is wrong with it, whatever the leads are."""
        return [*self._of_deal(), *self._of_owner(), *self._of_criteria(by), *self._of_rest()]

    def _of_deal(self) -> list[Problem]:
        if self.deal not in Deal.values:
            return [Problem("Opportunity", "INVALID_FIELD", "Choose what becomes of the deals.")]
        if self.deal == Deal.NONE:
            return self._of_no_deal()
        stages = OpportunityStage.objects.filter(is_active=True, is_closed=False)
        if self.stage_name and self.stage_name not in {s.name for s in stages if s.is_early}:
            message = f"“{self.stage_name}” is no early stage: other deals need amount and date."
            return [Problem("StageName", "INVALID_STATUS", message)]
        return []

    def _of_no_deal(self) -> list[Problem]:
        if not settings().allows_no_deal:
            message = "Converting without an opportunity is switched off in Setup."
            return [Problem("Opportunity", "INVALID_FIELD", message)]
        if not self.no_deal_reason:
            message = "Say why there is no opportunity: without one the source gets no credit."
            return [Problem("Opportunity", "REQUIRED_FIELD_MISSING", message)]
        return []

    def _of_owner(self) -> list[Problem]:
        if self.owner_id and (self.owner is None or not self.owner.is_active):
            message = "The chosen owner is not active any more. Choose somebody else."
            return [Problem("OwnerId", "INACTIVE_OWNER_OR_USER", message)]
        return []

    def _of_criteria(self, by: User | None) -> list[Problem]:
        if self.unmet not in Unmet.values or self.unsure not in Unsure.values:
            return [Problem("", "INVALID_FIELD", "Choose what happens to doubtful leads.")]
        if self.unmet != Unmet.OVERRIDE:
            return []
        if not settings().may_override(by):
            message = "You may not convert leads that do not meet the criteria."
            return [Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)]
        if not self.override_reason:
            message = "Say why leads are converted that do not meet the criteria."
            return [Problem("", "REQUIRED_FIELD_MISSING", message)]
        return []

    def _of_rest(self) -> list[Problem]:
        found = []
        statuses = LeadStatus.objects.filter(is_converted=True, is_active=True)
        if self.converted_status and self.converted_status not in {s.name for s in statuses}:
            message = f"“{self.converted_status}” is no status of converted leads."
            found.append(Problem("ConvertedStatus", "INVALID_STATUS", message))
        if not 0 <= self.follow_up_days <= LONGEST_FOLLOW_UP:
            message = f"A follow-up is due within {LONGEST_FOLLOW_UP} days."
            found.append(Problem("", "NUMBER_OUTSIDE_VALID_RANGE", message))
        return found
