"""Who writes by the API and how they wish it done, apart from the request that said so.

A bulk job writes long after its request has been answered; it has the same user and wishes.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from headwater.people.models import User


@dataclass(frozen=True, slots=True)
class Caller:
    """`by` writes, in the words of API `version`; `headers` by their names in lower case."""

    by: User
    version: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def header(self, name: str) -> str:
        """What a header says, '' where it was not sent."""
        return self.headers.get(name.lower(), "")

    @property
    def assigns(self) -> bool:
        """Whether assignment rules are asked; they are, unless the caller says otherwise."""
        return self.header("Sforce-Auto-Assign").strip().lower() != "false"
