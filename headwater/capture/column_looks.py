"""The columns of a file as the page of the mapping shows them, and a custom field made of one."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import islice

from headwater.capture import shapes, tables
from headwater.capture.imports import OPEN_STATES, table_of, texts_by_column
from headwater.catalog import custom, objects
from headwater.catalog.custom import CustomField
from headwater.people.models import User
from headwater.records.models import ImportJob
from headwater.records.problem import Problem, Refused

GERMAN = (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss"), ("Ä", "Ae"), ("Ö", "Oe"), ("Ü", "Ue"))
EXAMPLES = 3
LOOKED = 400
LONGEST_LABEL, LONGEST_NAME = 80, 40


@dataclass(frozen=True, slots=True)
class ColumnLook:
    """One column: where it goes and why, what stands in it, what its values look like."""

    name: str
    target: str
    because: str
    examples: tuple[str, ...]
    filled: int
    looked: int
    type: str
    choices: tuple[str, ...]


def columns_of(job: ImportJob) -> list[ColumnLook]:
    """Every column of the job's file, from a sample of its rows; raises tables.Unreadable."""
    rows = list(islice(tables.rows(table_of(job)), LOOKED))
    samples = texts_by_column(rows, job.columns)
    return [_look(job, column, samples[column]) for column in job.columns]


def define_field(
    job: ImportJob, column: str, *, by: User | None, label: str = "", type: str = ""
) -> CustomField:
    """A custom field made of a column, and the column mapped to it.

    Label and type are guessed where they are ''. Raises ValueError or Refused in plain words.
    """
    if by is None or not by.can_configure:
        message = "Only an administrator adds fields."
        raise Refused([Problem("", "INSUFFICIENT_ACCESS", message)])
    if column not in job.columns or job.state not in OPEN_STATES:
        raise ValueError("This import has no such column, or has begun already.")
    look = next(each for each in columns_of(job) if each.name == column)
    label = (label or column).strip()[:LONGEST_LABEL]
    kind, name = type or look.type, api_name(label)
    if name in objects.get(job.object_name).fields:
        raise ValueError(f"There is a field “{name}” already; choose it for this column.")
    choices = list(look.choices) if kind in ("picklist", "multipicklist") else []
    field = custom.define(job.object_name, label, kind, name=name, choices=choices)
    job.mapping = job.mapping | {column: field.name}
    job.guessed = job.guessed | {column: "a field that you made for it"}
    job.save(update_fields=["mapping", "guessed"])
    return field


def api_name(label: str) -> str:
    """`Größe (m²)` → `Groesse_m2__c`; a label without Latin letters gets a name all the same."""
    plain = label
    for letter, written in GERMAN:
        plain = plain.replace(letter, written)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    words = re.findall(r"[A-Za-z0-9]+", plain)
    name = "_".join(words)[:LONGEST_NAME].strip("_") or f"Field_{len(label)}"
    return f"{name if name[0].isalpha() else 'F_' + name[: LONGEST_NAME - 2]}__c"


def _look(job: ImportJob, column: str, texts: list[str]) -> ColumnLook:
    shape = shapes.of(texts)
    said = dict.fromkeys(" ".join(text.split())[:60] for text in texts if text.strip())
    return ColumnLook(
        name=column,
        target=job.mapping.get(column, ""),
        because=job.guessed.get(column, ""),
        examples=tuple(said)[:EXAMPLES],
        filled=shape.filled,
        looked=shape.looked,
        type=shapes.field_type(shape),
        choices=shape.choices,
    )
