"""What the journey passes from verb to verb: a Draft for each inquiry, a Batch of them.

Errors are values on the draft; its neighbours go on. Exceptions are for programming errors.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import Model

from headwater.database import statements
from headwater.people.models import Organization, User
from headwater.records.models import Account, Contact, Lead, Submission, TrailEntry
from headwater.records.problem import Problem
from headwater.records.submission import State

Row = TypeVar("Row", bound=Model)
GOES_DIRECT, BECOMES = "goes_direct", "becomes"  # in the evidence


@dataclass(slots=True)
class Draft:
    """One inquiry on its way to becoming a lead.

    `values` maps FieldDef.attribute to a typed value: `last_name` for a column, `Roof__c` for a
    custom field. `keys` (kind, value) are what it is recognised by. `lead` is the lead that it
    created or joined; `outcome` stays WAITING until a step settles it. `if_known` is what an import
    wants of a person who has an open lead (a value of ImportJob.Known); '' joins it as another
    inquiry.
    """

    values: dict[str, Any]
    submission: Submission | None = None
    campaign_id: int | None = None
    member_status: str = ""
    received_at: datetime | None = None
    original: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    keys: Collection[tuple[str, str]] = ()
    lead: Lead | None = None
    account: Account | None = None
    contact: Contact | None = None
    evidence: dict[str, Any] = field(default_factory=dict)
    outcome: State = State.WAITING
    reason: str = ""
    if_known: str = ""

    def fail(self, *problems: Problem) -> None:
        """This draft cannot become a lead; the reason is told in plain words."""
        self.problems.extend(problems)
        self.outcome = State.REJECTED
        self.reason = " ".join(problem.message for problem in problems)

    @property
    def is_live(self) -> bool:
        """Still on its way: neither rejected nor set aside."""
        return self.outcome not in (State.REJECTED, State.QUARANTINED)

    @property
    def goes_direct(self) -> bool:
        """It becomes account, contact and opportunity as soon as it is saved (see advising)."""
        return bool(self.evidence.get(GOES_DIRECT))

    @property
    def becomes(self) -> str:
        """A lead or direct records, and why; '' where that is no question."""
        return str(self.evidence.get(BECOMES, ""))

    @property
    def is_update(self) -> bool:
        """It brings a lead up to date: nobody has asked again."""
        return self.if_known in ("fill", "overwrite")

    @property
    def is_new(self) -> bool:
        return self.outcome == State.CREATED

    @property
    def has_joined(self) -> bool:
        return self.outcome == State.MERGED


@dataclass(slots=True)
class Batch:
    """Drafts that came through one door at one time, and the Trail entries they cause.

    `assigns` and `joins` can be switched off by a door that was told so (an API header, an import
    of history); `saves_duplicates` is the answer of one whom a duplicate rule has asked;
    `is_shared` says that others bring in rows of the same file at the same time, so that nothing
    may be held that they need. `now` is the one moment of the whole batch; `touched` are the
    attributes that it changed of leads that were there before; `changes` is what the last step
    writes at once, and `ending` the SELECT behind it, with its parameters.
    """

    drafts: list[Draft]
    door: str
    now: datetime
    organization: Organization
    by: User | None = None
    assigns: bool = True
    joins: bool = True
    saves_duplicates: bool = False
    is_history: bool = False
    is_shared: bool = False
    trail: list[TrailEntry] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    changes: list[statements.Insert | statements.Update] = field(default_factory=list)
    ending: tuple[str, list[Any]] = ("SELECT", [])

    def __iter__(self) -> Iterator[Draft]:
        return iter(self.drafts)

    @property
    def live(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.is_live]

    @property
    def new(self) -> list[Draft]:
        """Drafts that became a lead of their own."""
        return [draft for draft in self.drafts if draft.is_new]

    @property
    def joined(self) -> list[Draft]:
        """Drafts that joined a lead that was already open."""
        return [draft for draft in self.drafts if draft.has_joined]

    @property
    def leads(self) -> list[Lead]:
        """Every lead that this batch created or joined, once."""
        return list({lead.id: lead for d in self.drafts if (lead := d.lead) and d.is_live}.values())

    def add(self, records: Sequence[Model], *, or_skip: bool = False) -> None:
        """New rows for the last step to write; `or_skip` where another batch may come first."""
        self.changes.append(statements.Insert(records, or_skip))

    def change(self, records: Sequence[Model], *attributes: str) -> None:
        """Attributes of rows that are there, for the last step to write."""
        self.changes.append(statements.Update(records, frozenset(attributes)))

    def added(self, model: type[Row]) -> list[Row]:
        """The new rows of a model so far."""
        every = (row for change in self.changes for row in change.records)
        return [row for row in every if type(row) is model]
