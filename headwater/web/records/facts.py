"""The fields of a record as facts, in groups; what is empty is folded away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from django.urls import reverse

from headwater.catalog import objects
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.web.records import kinds, words

# Changed by a deed with a rule of its own (assign, move, advance, snooze), never as a fact.
DEEDS = frozenset({
    "owner_id", "status", "stage_name", "snoozed_until", "is_unread_by_owner", "closed_reason",
    "loss_reason", "closed_at", "probability", "forecast_category", "is_person_account",
    "has_opted_out_of_email", "has_opted_out_of_fax", "do_not_call",
})  # fmt: skip
# Of one object only: moving a person to another company asks whether the old one remembers them.
DEEDS_OF = {("Contact", "account_id")}
# Said elsewhere on a page, or of no interest to a person.
UNSAID = frozenset({
    "id", "created_by_id", "modified_at", "modified_by_id", "is_deleted", "is_closed",
    "is_converted", "is_won", "status_changed_at", "stage_changed_at", "score", "first_touched_at",
    "search_text", "matched_account_id", "matched_contact_id", "converted_account_id",
    "converted_contact_id", "converted_opportunity_id", "master_record_id", "converted_on",
    "is_unread_by_owner", "snoozed_until", "name",
})  # fmt: skip


class Group(NamedTuple):
    """A heading and the attributes under it, in order; `rest` also takes the custom fields."""

    name: str
    attributes: tuple[str, ...]
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: label, words, where it is edited ('' when it is not), where it leads, and the text
    as it was sent where that was another."""

    label: str
    value: str
    url: str = ""
    link: str = ""
    needs: str = ""
    name: str = ""
    sent: str = ""


@dataclass(slots=True)
class FactGroup:
    """Facts under a heading; `empty` are the lines that say nothing yet."""

    name: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Facts:
    """All groups that say something, and everything that is empty in one fold."""

    groups: list[FactGroup]
    empty: list[Fact]


def groups_of(
    record: Any,
    groups: Sequence[Group],
    user: User,
    *,
    needs: Mapping[str, str] | None = None,
    always: Iterable[str] = (),
    currency: str | None = None,
    sent: Mapping[str, str] | None = None,
) -> Facts:
    """The facts of a record. `needs` maps an attribute to why it is still wanted, `sent` to the
    text as it came; `always` names attributes that are shown even when empty. Join the references
    that the groups name."""
    kind = objects.of_model(record)
    needs, stays = needs or {}, {*always, *(needs or {})}
    money = organization().currency if currency is None else currency
    can_edit = user.can_edit and not getattr(record, "is_converted", False)
    named = {name for group in groups for name in group.attributes}
    shown: list[FactGroup] = []
    empty: list[Fact] = []
    for group in groups:
        fields = _fields(kind, group, named)
        facts = [(each, _fact(record, each, can_edit, needs, money)) for each in fields]
        if sent:
            facts = [(f, replace(fact, sent=sent.get(f.attribute, ""))) for f, fact in facts]
        told = [fact for each, fact in facts if fact.value or each.attribute in stays]
        empty += [fact for each, fact in facts if not fact.value and each.attribute not in stays]
        if told:
            shown.append(FactGroup(group.name, told))
    empty += _others(kind, record, named, can_edit, money)
    return Facts(shown, empty)


def _fields(kind: ObjectDef, group: Group, named: set[str]) -> list[FieldDef]:
    by_attribute = {each.attribute: each for each in kind.fields.values()}
    fields = [by_attribute[name] for name in group.attributes if name in by_attribute]
    if group.rest:
        fields += [f for f in kind.fields.values() if f.is_custom and f.attribute not in named]
    return fields


def _others(
    kind: ObjectDef, record: Any, named: set[str], can_edit: bool, money: str
) -> list[Fact]:
    """What no group names: in the fold, filled or not, so that nothing is out of reach."""
    return [
        _fact(record, each, can_edit, {}, money)
        for each in kind.fields.values()
        if not (each.is_custom or each.is_reference or each.attribute in named | UNSAID | DEEDS)
        and hasattr(record, each.attribute)  # else nobody has read it
    ]


def is_fact(object_name: str, field: FieldDef) -> bool:
    """Whether it is changed in place; what is not is changed by a deed, or by nobody."""
    is_deed = field.attribute in DEEDS or (object_name, field.attribute) in DEEDS_OF
    return field.is_updateable and not is_deed


def _fact(
    record: Any, field: FieldDef, can_edit: bool, needs: Mapping[str, str], money: str
) -> Fact:
    kind = objects.of_model(record)
    is_open = can_edit and is_fact(kind.name, field)
    target = getattr(record, field.attribute) if field.is_reference else None
    value = words.shown(record, field, money)
    return Fact(
        label=words.label(field),
        value="" if field.type == "boolean" and value == "No" else value,
        url=reverse("fact", args=[kind.name, record.pk, field.name]) if is_open else "",
        link=kinds.page_at(field.targets[0].object_name, target) if target else "",
        needs=needs.get(field.attribute, ""),
        name=field.name,
    )
