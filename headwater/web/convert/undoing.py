"""What taking a conversion back would do, and what can be chosen where somebody went on working."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import transaction
from django.http import QueryDict

from headwater.catalog import objects
from headwater.convert import undo
from headwater.convert.touches import Added, Changed
from headwater.convert.undo import Preview
from headwater.converting import deeds
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records.models import Conversion
from headwater.web.records import words

NOUNS = ("Account", "Contact", "Opportunity")
# Follows from others; nobody is asked about it.
FOLLOWS = frozenset({"last_activity_on", "modified_at", "modified_by_id"})


@dataclass(frozen=True, slots=True)
class Made:
    """A record that the conversion made: what was done to it since, and whether it can go."""

    noun: str
    record: Any
    words: list[str]
    must_stay: bool
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Along:
    """A conversion of the same act: whether it comes back, too, and what was done since."""

    conversion: Conversion
    is_back: bool
    words: list[str]


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A value that somebody has changed since: as it is now, or as it was before the conversion."""

    key: str
    label: str
    now: str
    before: str
    is_restored: bool


@dataclass
class Undoing:
    """The page of one undo. `others` were converted in the same act; `back` come back with it."""

    conversion: Conversion
    others: Sequence[Conversion]
    back: Sequence[Conversion]
    asked: QueryDict
    user: User

    @cached_property
    def preview(self) -> Preview:
        """What would happen once the others are back; nothing of it is written."""
        keep = [name for name in self.asked.getlist("keep") if name in NOUNS]
        if not self.back:
            return undo.preview(self.conversion, keep=keep)
        with transaction.atomic():
            deeds.take_back_many(list(self.back), by=self.user, even_touched=True)
            found = undo.preview(self.conversion, keep=keep)
            transaction.set_rollback(True)
        return found

    @cached_property
    def whole(self) -> Preview:
        """The same with nothing kept: what was done to each record since."""
        if not self.asked.getlist("keep"):
            return self.preview
        return Undoing(
            self.conversion, self.others, self.back, QueryDict(), self.user
        ).preview  # fmt: skip

    @cached_property
    def together(self) -> list[Along]:
        found = []
        for each in self.others:
            touches = undo.preview(each).touches if each in self.back else []
            found.append(Along(each, each in self.back, [touch.words for touch in touches]))
        return found

    @property
    def was_touched(self) -> bool:
        return bool(self.preview.touches) or any(each.words for each in self.together)

    @property
    def made(self) -> list[Made]:
        found = []
        kept = self.asked.getlist("keep")
        for noun in NOUNS:
            record = getattr(self.conversion, noun.lower())
            if record is None or noun not in self.conversion.made:
                continue
            touches = [touch for touch in self.whole.touches if touch.noun == noun]
            must_stay = any(touch.must_stay for touch in touches)
            said = [touch.words.partition(": ")[2] or touch.words for touch in touches]
            usual = bool(touches) and "asked" not in self.asked
            found.append(Made(noun, record, said, must_stay, must_stay or noun in kept or usual))
        return found

    @property
    def changed(self) -> list[ChangedRow]:
        restored = self.asked.getlist("restore")
        return [
            ChangedRow(each.key, _label(each), _said(each, each.now) or "empty",
                       _said(each, each.before) or "empty", each.key in restored)
            for each in self.preview.changed if each.key.rpartition(":")[2] not in FOLLOWS
        ]  # fmt: skip

    @property
    def added(self) -> list[tuple[Added, bool]]:
        stays = self.asked.getlist("stays")
        return [(each, each.key in stays) for each in self.preview.added]

    @property
    def needs_sure(self) -> bool:
        """Whether something that was worked on since would go."""
        kept = {each.noun for each in self.made if each.is_kept}
        return any(touch.noun not in kept for touch in self.preview.touches) or any(
            each.words for each in self.together
        )


def _label(each: Changed) -> str:
    field = _field(each)
    return f"{each.noun} {each.record}: {words.label(field) if field else each.label}"


def _said(each: Changed, value: Any) -> str:
    """A value of the journal in words; what is pointed at by its name."""
    field = _field(each)
    if field is None or value in (None, ""):
        return str(value or "")
    if field.is_reference:
        model = objects.get(field.targets[0].object_name).model
        return str(model._default_manager.filter(pk=value).first() or "")
    return words.said(field, value, organization().currency)


def _field(each: Changed) -> Any:
    return objects.get(each.noun).by_attributes.get(each.key.rpartition(":")[2])
