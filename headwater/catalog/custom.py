"""Custom fields: a field is a row, its values live in the record's `custom` JSONB column."""

import re
import time
from typing import Any

from django.db import models

from headwater.catalog.fields import FieldDef

# Label in Setup → Salesforce's describe type.
TYPES = {
    "Text": "string",
    "Number": "double",
    "Currency": "currency",
    "Percent": "percent",
    "Date": "date",
    "Date/Time": "datetime",
    "Checkbox": "boolean",
    "Picklist": "picklist",
    "Multi-select picklist": "multipicklist",
    "E-mail": "email",
    "Phone": "phone",
    "URL": "url",
    "Text area": "textarea",
}
LENGTHS = {"string": 255, "email": 80, "phone": 40, "url": 255, "textarea": 32_000}
API_NAME = re.compile(r"^[A-Za-z](?:_?[A-Za-z0-9])*__c$")


class CustomField(models.Model):
    """The definition of one field that the organisation added. `id` gives the 00N id of forms."""

    object_name = models.CharField(max_length=40)
    name = models.CharField(max_length=43, help_text="API name, for example Yearly_Use__c")
    label = models.CharField(max_length=80)
    type = models.CharField(max_length=20, choices=[(v, k) for k, v in TYPES.items()])
    length = models.PositiveIntegerField(default=255)
    precision = models.PositiveSmallIntegerField(default=18)
    scale = models.PositiveSmallIntegerField(default=2)
    choices = models.JSONField(default=list, blank=True)
    is_restricted = models.BooleanField(default=False)
    is_required = models.BooleanField(default=False)
    is_unique = models.BooleanField(default=False)
    is_external_id = models.BooleanField(default=False)
    default = models.JSONField(null=True, blank=True)
    help_text = models.CharField(max_length=255, blank=True)
    sort_order = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["object_name", "sort_order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["object_name", "name"], name="custom_field_once")
        ]

    def __str__(self) -> str:
        return self.label


class ExternalId(models.Model):
    """Values of unique and external-id fields: an upsert or a check is one index look-up."""

    object_name = models.CharField(max_length=40)
    field = models.CharField(max_length=43)
    value = models.CharField(max_length=255)
    record_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["object_name", "field", "value"], name="external_id_once"
            )
        ]
        indexes = [models.Index(fields=["object_name", "record_id"], name="external_id_of_record")]


def define(object_name: str, label: str, type: str, **settings: Any) -> CustomField:
    """Add a custom field; `type` is a describe type of TYPES. The API name follows the label."""
    if type not in TYPES.values():
        raise ValueError(f"“{type}” is no field type; choose one of {', '.join(TYPES)}.")
    name = settings.pop("name", "") or re.sub(r"\W+", "_", label).strip("_") + "__c"
    if not API_NAME.match(name):
        raise ValueError(
            f"“{name}” cannot be an API name: letters, digits, single underscores, then __c."
        )
    settings.setdefault("length", LENGTHS.get(type, 255))
    field = CustomField.objects.create(
        object_name=object_name, name=name, label=label, type=type, **settings
    )
    forget()
    return field


# Definitions change a few times a year and are asked for many times a request: kept for a moment,
# so that another process sees a new field at most this many seconds late.
FRESH_SECONDS = 2.0
_kept: dict[str, dict[str, FieldDef]] = {}
_kept_since = 0.0
_edition = 0


def fields_of(object_name: str) -> dict[str, FieldDef]:
    """The custom fields of an object by API name."""
    global _kept, _kept_since, _edition  # noqa: PLW0603
    if time.monotonic() - _kept_since > FRESH_SECONDS:
        fresh = _read()
        _edition += fresh != _kept
        _kept, _kept_since = fresh, time.monotonic()
    return _kept.get(object_name, {})


def edition() -> int:
    """A number that changes with any definition: part of the key of what is compiled from them."""
    fields_of("")
    return _edition


def forget() -> None:
    """Read the definitions anew at the next question."""
    global _kept_since  # noqa: PLW0603
    _kept_since = 0.0


def _read() -> dict[str, dict[str, FieldDef]]:
    found: dict[str, dict[str, FieldDef]] = {}
    for row in CustomField.objects.all():
        found.setdefault(row.object_name, {})[row.name] = described(row)
    return found


def described(row: CustomField) -> FieldDef:
    """What a definition, saved or not, says about its field."""
    return FieldDef(
        name=row.name,
        label=row.label,
        type=row.type,
        attribute=row.name,
        length=row.length,
        precision=row.precision,
        scale=row.scale,
        is_required=row.is_required,
        has_default=row.default is not None,
        is_custom=True,
        is_unique=row.is_unique,
        is_external_id=row.is_external_id,
        is_restricted=row.is_restricted,
        choices=tuple(row.choices),
        default=row.default,
        help_text=row.help_text,
    )
