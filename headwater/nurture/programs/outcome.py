"""What became of a step for one person."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Done:
    """It was done: `outcome` is done, refused, yes or no; `words` say why it was refused."""

    outcome: str = "done"
    words: str = ""
    variant: str = ""
    message_key: str = ""
    sender_id: int | None = None


@dataclass(frozen=True, slots=True)
class Later:
    """It has to wait until `at`, and `words` say for what."""

    at: datetime
    words: str
