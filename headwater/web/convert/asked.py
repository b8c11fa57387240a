"""What was chosen so far: a few questions to the address or the post that everything follows from.

Nothing is kept between two looks at the dialog. A box that is not in what a form sent is unticked;
without a form (`looked`) every box stands as it usually does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import QueryDict
from django.utils.dateparse import parse_date

from headwater.catalog import ids
from headwater.people.models import User
from headwater.records.problem import Problem, Refused
from headwater.web.records import words

NEW, NONE = "new", "none"
NOT_THAT_TYPE = "INVALID_TYPE_ON_FIELD_IN_RECORD"


@dataclass(frozen=True, slots=True)
class Option:
    """One answer in a column; `badge` says how strong the evidence is."""

    value: str
    name: str
    small: str
    badge: str = ""
    tone: str = ""
    is_chosen: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The choices as they were sent."""

    sent: QueryDict

    def text(self, name: str, usual: str = "") -> str:
        return words.given(self.sent, name).strip() if name in self.sent else usual

    @property
    def was_looked_at(self) -> bool:
        return "looked" in self.sent

    def is_ticked(self, name: str, *, usually: bool) -> bool:
        return name in self.sent if self.was_looked_at else usually

    def ticked(self, name: str, usual: Iterable[int]) -> set[int]:
        """The keys whose boxes are ticked."""
        if not self.was_looked_at and name not in self.sent:
            return set(usual)
        return {key for key in map(key_of, self.sent.getlist(name)) if key}

    def amount(self, name: str, label: str) -> Decimal | None:
        """Raises Refused for what is no number."""
        typed = self.text(name).replace(",", "")
        try:
            return Decimal(typed) if typed else None
        except InvalidOperation:
            message = f"{label} takes a number, such as 12500."
            raise Refused([Problem(label, NOT_THAT_TYPE, message)]) from None

    def day(self, name: str, label: str) -> date | None:
        """Raises Refused for what is no day of the calendar."""
        typed = self.text(name)
        try:
            found = parse_date(typed) if typed else None
        except ValueError:
            found = None
        if typed and not found:
            message = f"{label} takes a day of the calendar."
            raise Refused([Problem(label, NOT_THAT_TYPE, message)])
        return found


def key_of(given: str) -> int:
    """A key from its plain digits or an 18-character id; 0 where it is none."""
    try:
        key = int(given) if given.isascii() and given.isdecimal() else ids.decode(given)[1]
    except (ids.MalformedId, ValueError):
        return 0
    return key if key <= ids.LARGEST else 0


def row_of(model: Any, given: str, user: User, *related: str) -> Any:
    """The record of a key or an id, if the person may see it."""
    key = key_of(given) if given else 0
    if not key:
        return None
    return model.objects.alive().visible_to(user).select_related(*related).filter(pk=key).first()


def many(count: int, one: str, more: str = "") -> str:
    return f"{count} {one if count == 1 else more or one + 's'}"


def listed(parts: Iterable[str]) -> str:
    """One, two and three; '' of none."""
    *first, last = [*parts] or [""]
    return f"{', '.join(first)} and {last}" if first else last
