"""Is the lead ready? What is missing, and an input for each of it, right in the dialog."""

import copy
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django import forms

from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.convert import readiness
from headwater.convert.conversion_settings import Overriding, settings
from headwater.convert.readiness import Need
from headwater.people.models import User
from headwater.qualify import answering, bant, discovery
from headwater.qualify.discovery import Asked as AskedQuestion
from headwater.records import writing
from headwater.records.models import Lead, Question
from headwater.records.problem import Refused
from headwater.web.convert.asked import Asked
from headwater.web.records import inputs, kinds, words

FIELD, ANSWER = "need-", "answer-"


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that is not known yet, and where to write it; `is_met`: by what was typed here."""

    words: str
    inputs: tuple[forms.BoundField, ...] = ()
    is_binding: bool = False
    is_met: bool = False

    @property
    def is_said(self) -> bool:
        """Whether the one box says it all, so that the words need not."""
        return len(self.inputs) == 1 and self.words in (
            self.inputs[0].label, f"{self.inputs[0].label} is known"
        )  # fmt: skip


@dataclass
class Needs:
    """What the rules ask of the lead as it is typed now; `held` is the lead as it is stored."""

    held: Lead
    user: User
    asked: Asked
    sheet: Sequence[AskedQuestion]
    problems: list[str] = field(default_factory=list)

    @cached_property
    def lead(self) -> Lead:
        """The lead with what was typed here and is not saved yet."""
        lead = copy.copy(self.held)
        lead.custom = dict(self.held.custom)
        try:
            kind = objects.get("Lead")
            writing.place(lead, writing.fit(kind, self.given(), is_new=False))
        except Refused as refused:
            self.problems += [problem.message for problem in refused.problems]
        return lead

    @cached_property
    def all(self) -> list[Need]:
        """What the rules ask of what is stored, met or not."""
        return readiness.missing([self.held])[self.held.pk]

    @cached_property
    def unmet(self) -> list[Need]:
        """What is missing still, with what was typed."""
        needs = readiness.missing([self.lead])[self.lead.pk] if self.given() else self.all
        return [need for need in needs if not need.is_met and not self._is_typed(need)]

    @property
    def blocking(self) -> list[Need]:
        return [need for need in self.unmet if need.is_binding]

    @property
    def may_override(self) -> bool:
        return readiness.may_override(self.user)

    @property
    def overriders(self) -> str:
        """Who may convert all the same, in words."""
        return Overriding(settings().overridden_by).label.lower()

    @property
    def override(self) -> str:
        """The reason, where one is asked for."""
        return self.asked.text("override")[:255] if self.may_override else ""

    @cached_property
    def missing(self) -> list[Missing]:
        """What the rules miss, then what the statuses and the call sheet would like to know.

        Each field and each question once: where it is asked for first.
        """
        told: set[str] = set()
        open_ones = {_name(need) for need in self.unmet}
        stored = [need for need in self.all if not need.is_met]
        known = {_name(need) for need in stored}
        needs = [*stored, *(need for need in self.unmet if _name(need) not in known)]
        found = [
            Missing(need.words, self._inputs(need.fields, need.question, told), need.is_binding,
                    is_met=_name(need) not in open_ones)
            for need in needs
        ]  # fmt: skip
        for each in bant.missing_for_conversion(self.held):
            if boxes := self._inputs((each,), None, told):
                found.append(Missing(words.label(each), boxes))
        for question in discovery.missing(self.sheet):
            own = discovery.field_of(question)
            if boxes := self._inputs((own,) if own else (), question, told):
                found.append(Missing(question.text, boxes))
        self._point_at(found)
        return found

    def _point_at(self, found: Sequence[Missing]) -> None:
        """Where the cursor begins: at the first box that a conversion waits for."""
        boxes = [box for each in found if each.is_binding and not each.is_met
                 for box in each.inputs]  # fmt: skip
        if boxes and not self.asked.was_looked_at:
            boxes[0].field.widget.attrs["autofocus"] = True

    @property
    def wished(self) -> list[str]:
        """What nothing forbids to leave open, in words."""
        return [
            str(each.inputs[0].label) if len(each.inputs) == 1 else each.words
            for each in self.missing if not each.is_binding
        ]  # fmt: skip

    def given(self) -> dict[str, Any]:
        """Attribute → what was typed into the boxes of fields; an empty box says nothing."""
        by_attribute = objects.get("Lead").by_attributes
        names = [name.removeprefix(FIELD) for name in self.asked.sent if name.startswith(FIELD)]
        found = {
            name: inputs.read(by_attribute[name], self.asked.sent, f"{FIELD}{name}")
            for name in names if name in by_attribute and by_attribute[name].is_updateable
        }  # fmt: skip
        return {name: value for name, value in found.items() if value not in ("", [], None)}

    def save(self) -> None:
        """Keep what was typed, with the lead; raises Refused."""
        if given := self.given():
            kinds.change([self.held], given, by=self.user)
        for asked in self.sheet:
            value = self.asked.text(_key(asked.question))
            if value and not asked.question.attribute:
                answering.answer(self.held, asked.question, value, by=self.user)

    def _is_typed(self, need: Need) -> bool:
        """An answer that is typed and not kept yet counts, too."""
        return bool(need.question and self.asked.text(_key(need.question)))

    def _inputs(
        self, fields: Sequence[FieldDef], question: Question | None, told: set[str]
    ) -> tuple[forms.BoundField, ...]:
        """Boxes for what is not asked for already."""
        form = forms.Form(
            initial={name: self.asked.text(name) for name in self.asked.sent},
            auto_id="dialog_%s", use_required_attribute=False,
        )  # fmt: skip
        for each in fields:
            if not each.is_reference and each.type != "boolean":
                box = inputs.form_field(each, lists=self._lists)
                form.fields[f"{FIELD}{each.attribute}"] = box
        if question and not fields:
            form.fields[_key(question)] = _box_of(question)
        for name in told & set(form.fields):
            del form.fields[name]
        told |= set(form.fields)
        return tuple(form[name] for name in form.fields)

    @cached_property
    def _lists(self) -> dict[str, list[str]]:
        return picklists.lists()


def _box_of(question: Question) -> forms.Field:
    choices = [("", ""), *((each, each) for each in question.quick_answers)]
    widget: Any = forms.Select(choices=choices) if question.quick_answers else forms.TextInput
    return forms.CharField(label=question.text, required=False, widget=widget)


def _key(question: Question) -> str:
    return f"{ANSWER}{question.pk}"


def _name(need: Need) -> tuple[str, Any]:
    """By which the same need is known again when more has been typed."""
    return need.rule, need.question.pk if need.question else need.words
