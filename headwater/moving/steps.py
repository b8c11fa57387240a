"""In which order an org comes: whoever is named by others comes before them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from headwater.moving import history, links, people
from headwater.moving.course import Course
from headwater.moving.models import MoveStep

Take = Callable[[Course, MoveStep, Sequence[Any]], None]


@dataclass(frozen=True, slots=True)
class Step:
    """What is asked for: `fields` of `object_name` (none: all that have a place here), and what
    is done with a page. `dated` is the field that `--since` looks at, '' where all come."""

    name: str
    object_name: str
    fields: tuple[str, ...] = ()
    where: str = ""
    dated: str = ""
    take: Take | None = None
    all_rows: bool = False  # activities older than a year are told by queryAll only

    @property
    def is_record(self) -> bool:
        return self.take is None

    @property
    def is_history(self) -> bool:
        return self.object_name.endswith("History")


def _records(name: str, **more: Any) -> Step:
    return Step(name, name, dated="SystemModstamp", **more)


def _links(name: str, object_name: str, field: str) -> Step:
    take: Take = partial(_linked, object_name, field)
    return Step(name, object_name, ("Id", field), f"{field} != null", "SystemModstamp", take)


def _linked(
    object_name: str, field: str, course: Course, step: MoveStep, rows: Sequence[Any]
) -> None:
    links.link(course, step, object_name, field, rows)


def _history(name: str, object_name: str, parent: str) -> Step:
    fields = ("Id", parent, "Field", "OldValue", "NewValue", "CreatedById", "CreatedDate")
    take: Take = partial(_told, object_name, parent)
    return Step(name, name, fields, "", "CreatedDate", take)


def _told(
    object_name: str, parent: str, course: Course, step: MoveStep, rows: Sequence[Any]
) -> None:
    history.of_fields(course, step, object_name, parent, rows)


STAGES = (
    "Id", "OpportunityId", "StageName", "Amount", "Probability", "CloseDate", "CreatedById",
    "CreatedDate",
)  # fmt: skip
ACTIVITY: dict[str, Any] = {"where": "IsDeleted = false", "all_rows": True}
STEPS = (
    Step("User", "User", people.USER_FIELDS, take=people.users),
    Step("Managers", "User", ("Id", "ManagerId"), "ManagerId != null", take=people.managers),
    Step("Queue", "Group", people.QUEUE_FIELDS, "Type = 'Queue'", take=people.queues),
    Step("Queue members", "GroupMember", ("Id", "GroupId", "UserOrGroupId"),
         "GroupId IN (SELECT Id FROM Group WHERE Type = 'Queue')", take=people.members),
    _records("Campaign"),
    _links("Parents of campaigns", "Campaign", "ParentId"),
    _records("CampaignMemberStatus"),
    _records("Account"),
    _links("Parents of accounts", "Account", "ParentId"),
    _records("Contact"),
    _links("Superiors of contacts", "Contact", "ReportsToId"),
    _records("Opportunity"),
    _records("OpportunityContactRole"),
    _records("Lead"),
    _records("AccountContactRelation", where="IsDirect = false"),
    _records("CampaignMember"),
    _records("Task", **ACTIVITY),
    _records("Event", **ACTIVITY),
    _history("LeadHistory", "Lead", "LeadId"),
    _history("ContactHistory", "Contact", "ContactId"),
    _history("AccountHistory", "Account", "AccountId"),
    _history("OpportunityFieldHistory", "Opportunity", "OpportunityId"),
    Step("OpportunityHistory", "OpportunityHistory", STAGES, "", "CreatedDate", history.of_stages),
)  # fmt: skip
RECORDS = tuple(step.name for step in STEPS if step.is_record)
