"""What one field is, whether a column of a model or a row of the organisation's custom fields."""

from dataclasses import dataclass, field
from typing import Any

# Types whose empty value is '' rather than NULL; the rest have no text form in the database.
TEXT_TYPES = frozenset(
    {"string", "textarea", "email", "phone", "url", "picklist", "multipicklist", "id", "combobox"}
)
NUMBER_TYPES = frozenset({"int", "double", "currency", "percent"})
# How a custom value is read out of its JSONB text.
CASTS = {
    "int": "numeric",
    "double": "numeric",
    "currency": "numeric",
    "percent": "numeric",
    "date": "date",
    "datetime": "timestamptz",
    "boolean": "boolean",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Where a reference leads: the object, and the column that holds its key."""

    object_name: str
    column: str


@dataclass(frozen=True, slots=True)
class FieldDef:
    """One field of one object.

    `name` is the API name (`OwnerId`), `attribute` the model attribute (`owner_id`) or, for a
    custom field, the key in `custom`. `type` is Salesforce's describe type. `relationship` is the
    name of the parent path (`Owner`), `targets` where it may lead.
    """

    name: str
    label: str
    type: str
    attribute: str
    column: str = ""
    length: int = 0
    precision: int = 0
    scale: int = 0
    is_required: bool = False
    is_createable: bool = True
    is_updateable: bool = True
    has_default: bool = False
    is_custom: bool = False
    is_unique: bool = False
    is_external_id: bool = False
    is_restricted: bool = False
    picklist: str = ""
    choices: tuple[str, ...] = ()
    relationship: str = ""
    targets: tuple[Target, ...] = field(default=())
    default: Any = None
    help_text: str = ""
    expression: str = ""  # SQL of a value that no column holds; {table} is the row's alias

    @property
    def is_text(self) -> bool:
        return self.type in TEXT_TYPES

    @property
    def is_number(self) -> bool:
        return self.type in NUMBER_TYPES

    @property
    def is_reference(self) -> bool:
        return self.type == "reference"

    @property
    def empty(self) -> Any:
        """The one empty value of this field: '' for text, False for checkboxes, else None."""
        return "" if self.is_text else False if self.type == "boolean" else None

    def sql(self, table: str) -> str:
        """The SQL expression of this field on the row of `table` (an alias)."""
        if self.expression:
            return self.expression.format(table=table)
        if not self.is_custom:
            return f'"{table}"."{self.column}"'
        stored = f'"{table}"."custom"->>\'{self.name}\''
        if self.is_text:
            return f"COALESCE({stored}, '')"
        value = f"({stored})::{CASTS[self.type]}"
        return f"COALESCE({value}, false)" if self.type == "boolean" else value
