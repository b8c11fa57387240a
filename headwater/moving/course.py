"""What a move knows while it goes on."""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from headwater.catalog import objects, old_ids
from headwater.moving import words
from headwater.moving.models import Move
from headwater.moving.org import Org
from headwater.moving.shape import Shape
from headwater.people.models import User
from headwater.records.models import LeadStatus, OpportunityStage
from headwater.records.trail import MOVED_IN

PAGE = 2_000  # rows of one call, and of one transaction here


@dataclass(slots=True)
class Course:
    """The other side, how far we are, and what was looked up already."""

    org: Org
    move: Move
    by: User
    page: int = PAGE
    shapes: dict[str, Shape] = field(default_factory=dict)
    owners: dict[str, int] = field(default_factory=dict)
    statuses: dict[str, LeadStatus] = field(default_factory=dict)
    stages: dict[str, OpportunityStage] = field(default_factory=dict)

    @property
    def host(self) -> str:
        return urlsplit(self.move.url).hostname or self.move.url

    def because(self, old_id: str, **more: Any) -> dict[str, Any]:
        """Why the Trail has an entry: where its record came from."""
        return {"door": MOVED_IN, "from": self.host, "old_id": old_id, **more}

    def keys(self, wanted: dict[str, set[str]]) -> dict[str, int]:
        """Old id → key here, for ids of several objects; one query for each."""
        found: dict[str, int] = {}
        for name, old in wanted.items():
            if name in ("User", "Group"):
                missing = old - self.owners.keys()
                self.owners |= old_ids.keys_of(name, missing)
                found |= {each: self.owners[each] for each in old if each in self.owners}
            else:
                found |= old_ids.keys_of(name, old)
        return found

    def status(self, name: str) -> LeadStatus:
        """The status of that name in any case; one that nobody knows is added, out of use."""
        self.statuses = self.statuses or words.canonical(LeadStatus)
        if name.lower() not in self.statuses:
            made = words.status_of(name, is_active=False)
            made.save()
            self.tell(f"The status “{name}” was out of use in the org, and is here.")
            self.statuses[name.lower()] = made
        return self.statuses[name.lower()]

    def stage(self, row: dict[str, Any]) -> OpportunityStage:
        """The same of stages."""
        self.stages = self.stages or words.canonical(OpportunityStage)
        name = str(row.get("StageName") or "Unknown")
        if name.lower() not in self.stages:
            made = words.stage_of(row, name, is_active=False)
            made.save()
            self.tell(f"The stage “{name}” was out of use in the org, and is here.")
            self.stages[name.lower()] = made
        return self.stages[name.lower()]

    def tell(self, sentence: str) -> None:
        """A sentence for the report, once."""
        if sentence not in self.move.notes:
            self.move.notes = [*self.move.notes, sentence]
            self.move.save(update_fields=["notes"])


def object_of(old_id: str) -> str:
    """The object that an id is of, '' for one that has no place here."""
    kind = objects.by_prefix(old_id[:3])
    return kind.name if kind else ""
