"""The rows of the builder: what a form asks for, and what comes along unseen, as they are posted.

Their order on the page is the order of the inputs named `field` and `hidden`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from headwater.capture.models import WebForm
from headwater.catalog import objects, picklists
from headwater.catalog.fields import FieldDef
from headwater.web.forms.drawing import INPUT_OF, WITH_PLACEHOLDER

# Nobody asks a visitor for these; a form may still set some of them unseen.
INTERNAL = frozenset(
    {"OwnerId", "Status", "IsUnreadByOwner", "LeadSource", "Rating", "ClosedReason", "SnoozedUntil"}
)
NEVER_SET = frozenset({"OwnerId", "IsUnreadByOwner", "SnoozedUntil", "ClosedReason"})
KINDS = {
    "boolean": "a box to tick", "textarea": "long text", "picklist": "a choice",
    "multipicklist": "several choices", "email": "e-mail", "phone": "phone", "url": "web address",
    "date": "date", "datetime": "date and time", "int": "number", "double": "number",
    "currency": "amount", "percent": "percentage",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """One question of the builder; `label`, `help` and `placeholder` are '' where not changed."""

    field: FieldDef
    label: str = ""
    required: bool = False
    help: str = ""
    placeholder: str = ""

    @property
    def kind(self) -> str:
        return kind_of(self.field)

    @property
    def takes_placeholder(self) -> bool:
        return INPUT_OF.get(self.field.type, "text") in WITH_PLACEHOLDER

    @property
    def row(self) -> dict[str, Any]:
        """As WebForm.fields keeps it."""
        kept = {"name": self.field.name, "label": self.label, "required": self.required}
        more = {"help": self.help, "placeholder": self.placeholder}
        return kept | {name: text for name, text in more.items() if text}


@dataclass(frozen=True, slots=True)
class Unseen:
    """One value that nobody is asked for: fixed, or of a parameter of the page's address."""

    field: FieldDef
    value: str = ""
    parameter: str = ""
    choices: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        return kind_of(self.field)


def kind_of(field: FieldDef) -> str:
    """The kind of a field in plain words."""
    return KINDS.get(field.type, "text")


def askable() -> dict[str, FieldDef]:
    """The lead's fields that a visitor can be asked for, by API name."""
    return {name: field for name, field in settable().items() if name not in INTERNAL}


def settable() -> dict[str, FieldDef]:
    """The lead's fields that a form can fill in unseen, by API name."""
    return {
        name: field
        for name, field in objects.get("Lead").fields.items()
        if field.is_createable and not field.is_reference and name not in NEVER_SET
    }


def asks_of(form: WebForm) -> list[Ask]:
    """What a form asks for now; fields since deleted are left out."""
    known = askable()
    return [
        Ask(known[row["name"]], row.get("label", ""), bool(row.get("required")),
            row.get("help", ""), row.get("placeholder", ""))
        for row in form.fields if row["name"] in known
    ]  # fmt: skip


def unseen_of(form: WebForm) -> list[Unseen]:
    """What a form fills in unseen."""
    names = dict.fromkeys([*form.hidden, *form.taken])
    return _unseen((name, form.hidden.get(name, ""), form.taken.get(name, "")) for name in names)


def posted_asks(posted: QueryDict) -> list[Ask]:
    """The questions as the builder has them."""
    known = askable()
    names = dict.fromkeys(name for name in posted.getlist("field") if name in known)
    return [
        Ask(known[name], _text(posted, f"label-{name}", 120), f"required-{name}" in posted,
            _text(posted, f"help-{name}", 255), _text(posted, f"placeholder-{name}", 120))
        for name in names
    ]  # fmt: skip


def posted_unseen(posted: QueryDict) -> list[Unseen]:
    """The unseen values as the builder has them."""
    names = dict.fromkeys(posted.getlist("hidden"))
    return _unseen(
        (name, _text(posted, f"value-{name}", 1000), _text(posted, f"from-{name}", 80))
        for name in names
    )


def blank(*, ask: str = "", hide: str = "") -> Ask | Unseen | None:
    """A new row for a field, None when it cannot be one."""
    if ask:
        field = askable().get(ask)
        return Ask(field) if field else None
    return next(iter(_unseen([(hide, "", "")])), None)


def rearranged(posted: QueryDict) -> QueryDict:
    """The builder after a row was added, moved or dropped by a button, where no script did it."""
    changed = posted.copy()
    for list_name, add in (("field", "add"), ("hidden", "hide")):
        names = changed.getlist(list_name) + changed.getlist(add)
        for button, step in ((f"up-{list_name}", -1), (f"down-{list_name}", 1)):
            names = _moved(names, changed.get(button, ""), step)
        dropped = changed.get(f"drop-{list_name}")
        changed.setlist(list_name, [name for name in names if name != dropped])
    return changed


def _moved(names: list[str], name: str, step: int) -> list[str]:
    if name not in names:
        return names
    at = names.index(name)
    to = max(0, min(len(names) - 1, at + step))
    rest = names[:at] + names[at + 1 :]
    return [*rest[:to], name, *rest[to:]]


def _unseen(rows: Iterable[tuple[str, str, str]]) -> list[Unseen]:
    known = settable()
    lists = picklists.lists()
    return [
        Unseen(known[name], value, parameter, _choices(known[name], lists, value))
        for name, value, parameter in rows
        if name in known
    ]


def _choices(field: FieldDef, lists: dict[str, list[str]], value: str) -> tuple[str, ...]:
    if field.type == "boolean":
        return ("true", "false")
    found = tuple(lists.get(field.picklist, ())) or field.choices
    return (value, *found) if found and value and value not in found else found


def _text(posted: QueryDict, name: str, length: int) -> str:
    return posted.get(name, "").replace("\x00", "").strip()[:length]
