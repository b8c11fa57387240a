"""Form fields read off the catalog: one input for each kind of field, checked by the catalog."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.urls import reverse

from headwater.catalog import ids, objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.catalog.objects import ObjectDef
from headwater.people.models import Owner
from headwater.records.problem import Problem
from headwater.web.records import words

TYPES = {"email": "email", "phone": "tel", "url": "text", "date": "date",
         "datetime": "datetime-local"}  # fmt: skip
TALL = frozenset({"description", "street"})


class RecordLookup(forms.TextInput):
    """Finds a record by its name; the form gets its id."""

    template_name = "records/lookup.html"

    def __init__(self, object_name: str) -> None:
        super().__init__({"autocomplete": "off"})
        self.object_name = object_name

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        found = _named(self.object_name, value)
        return context | {
            "url": reverse("record_choices", args=[self.object_name]),
            "word": str(found or ""),
            "key": ids.encode(objects.get(self.object_name).prefix, found.pk) if found else "",
        }


def _named(object_name: str, value: Any) -> Any:
    key = ids.decode(value)[1] if isinstance(value, str) and len(value) in (15, 18) else value
    if not key or not (str(key).isascii() and str(key).isdecimal()):
        return None
    return objects.get(object_name).model._default_manager.filter(pk=key).first()


def form_field(field: FieldDef, *, lists: Mapping[str, list[str]] | None = None,
               value: Any = None) -> forms.Field:  # fmt: skip
    """The input of one field. What is typed stays text: the catalog judges it on writing."""
    common: dict[str, Any] = {
        "required": field.is_required,
        "label": words.label(field),
        "help_text": field.help_text,
    }
    if field.type == "boolean":
        return forms.BooleanField(**common | {"required": False})
    if field.is_reference:
        return forms.CharField(**common, widget=_reference(field))
    chosen = _choices(field, lists, value)
    if field.type == "multipicklist":
        return forms.MultipleChoiceField(**common, choices=chosen[1:])
    if chosen:
        return forms.CharField(**common, widget=forms.Select(choices=chosen))
    return forms.CharField(**common, widget=_box(field))


def _reference(field: FieldDef) -> forms.Widget:
    target = field.targets[0].object_name
    if target == "Owner":
        people = Owner.objects.filter(is_active=True).order_by("kind", "name")
        return forms.Select(choices=[("", ""), *people.values_list("pk", "name")])
    return RecordLookup(target)


def _choices(
    field: FieldDef, lists: Mapping[str, list[str]] | None, value: Any
) -> list[tuple[str, str]]:
    """The values to choose from; one that a record already holds is always among them."""
    if field.picklist:
        found = lists.get(field.picklist, []) if lists else picklists.values(field.picklist)
    else:
        found = list(field.choices)
    if isinstance(value, str) and value and found and value not in found:
        found = [value, *found]
    return [("", ""), *((each, each) for each in found)] if found else []


def _box(field: FieldDef) -> forms.Widget:
    attributes: dict[str, Any] = {"maxlength": field.length} if field.length else {}
    if field.type == "textarea":
        return forms.Textarea({**attributes, "rows": 4 if field.attribute == "description" else 2})
    if field.is_number:
        return forms.TextInput({"inputmode": "decimal"})
    box = forms.TextInput(attributes)
    box.input_type = TYPES.get(field.type, "text")
    return box


def read(field: FieldDef, posted: QueryDict, name: str) -> Any:
    """What a person gave for a field, ready to be judged by the catalog."""
    if field.type == "boolean":
        return name in posted
    if field.type == "multipicklist":
        return [each.replace("\x00", "") for each in posted.getlist(name)]
    given = words.given(posted, name)
    if field.is_reference:
        return int(given) if given.isascii() and given.isdigit() else given
    if field.type == "datetime" and given:
        return words.moment(given) or given  # a time that was typed is a time where one is
    return given.replace(",", "") if field.is_number else given


def blame(form: forms.Form, kind: ObjectDef, problems: Iterable[Problem]) -> None:
    """Put each problem beside the field it is about, the others above the form."""
    for problem in problems:
        known = kind.fields.get(problem.field)
        at = known.attribute if known and known.attribute in form.fields else None
        form.add_error(at, problem.message)
