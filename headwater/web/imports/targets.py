"""The fields that a column can become, by the words that people read and type."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from headwater.capture import mapping
from headwater.catalog import objects
from headwater.web.records import words

TYPES = {
    "boolean": "yes or no", "currency": "amount", "date": "date", "datetime": "date and time",
    "double": "number", "email": "e-mail", "int": "number", "multipicklist": "list",
    "percent": "percent", "phone": "phone", "picklist": "list", "reference": "record",
    "textarea": "long text", "url": "web address",
}  # fmt: skip
FULL_NAME = "Full name"
DATES = frozenset({"date", "datetime"})
NUMBERS = frozenset({"currency", "double", "int", "percent"})


@dataclass(frozen=True, slots=True)
class Option:
    """One field: API name, the words that name it alone, its type in a word, what others say."""

    name: str
    words: str
    type: str
    also: str


@dataclass
class Targets:
    """Everything that columns of one object's file can become."""

    object_name: str

    @cached_property
    def options(self) -> list[Option]:
        """In the order of the alphabet, in the words of our pages."""
        fields = objects.get(self.object_name).fields
        labels = {
            name: words.label(fields[name]) if name in fields else label.capitalize()
            for name, label in mapping.targets(self.object_name).items()
        }
        if self.object_name == "Lead":
            labels["Name"] = FULL_NAME
        shared = Counter(label.lower() for label in labels.values())
        found = [
            Option(
                name,
                f"{label} ({name})" if shared[label.lower()] > 1 else label,
                TYPES.get(self.type_of(name), "text"),
                f"{name} {mapping.SYNONYMS.get(name, '')}".strip(),
            )
            for name, label in labels.items()
        ]
        return sorted(found, key=lambda option: option.words.lower())

    def type_of(self, name: str) -> str:
        """The describe type of a field; '' for what is not a field of its own."""
        field = objects.get(self.object_name).fields.get(name)
        return field.type if field else "datetime" if name.endswith("Date") else ""

    def words_of(self, name: str) -> str:
        """What to show for an API name; '' for a column that is left out."""
        return self._words.get(name, "")

    def named(self, text: str) -> str:
        """The API name that a person means by a label or an API name; '' for none."""
        return self._names.get(text.strip().lower(), "")

    @cached_property
    def _words(self) -> dict[str, str]:
        return {option.name: option.words for option in self.options}

    @cached_property
    def _names(self) -> dict[str, str]:
        by_name = {option.name.lower(): option.name for option in self.options}
        return by_name | {option.words.lower(): option.name for option in self.options}
