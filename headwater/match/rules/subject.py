"""One record as the rules compare it: what it says, by the common words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from headwater.match.normal.names import parted
from headwater.match.rules import vocabulary
from headwater.match.search import Alike
from headwater.records.models import Account


@dataclass(frozen=True, slots=True)
class Subject:
    """`said` maps common words to texts; what is not there is empty. `country` (ISO 2) is where
    local numbers are dialled."""

    object_name: str
    said: Mapping[str, str]
    country: str = "US"
    pk: int | None = None
    record: Any = field(default=None, compare=False)

    @classmethod
    def of_values(
        cls, object_name: str, values: Mapping[str, Any], country: str, *, company: str = ""
    ) -> Self:
        """From values by FieldDef.attribute; `company` is the name of a contact's account."""
        words = vocabulary.attributes(object_name)
        found = {words[name]: vocabulary.said(value) for name, value in values.items()
                 if name in words}  # fmt: skip
        return cls(object_name, _completed(object_name, found, values, company), country)

    @classmethod
    def of_record(cls, object_name: str, record: Any, country: str) -> Self:
        """From a stored record; a contact's account is selected with it."""
        values = {
            name: record.custom.get(name) if name.endswith("__c") else getattr(record, name, None)
            for name in vocabulary.attributes(object_name)
        }
        values["is_person_account"] = getattr(record, "is_person_account", False)
        account = getattr(record, "account", None) if object_name == "Contact" else None
        company = account.name if isinstance(account, Account) else ""
        made = cls.of_values(object_name, values, country, company=company)
        return cls(object_name, made.said, country, record.pk, record)

    @classmethod
    def of_alike(cls, found: Alike, country: str) -> Self:
        """From what the search has read of a stored record."""
        words = vocabulary.attributes("Lead")
        said = {words[name]: vocabulary.said(value) for name, value in found.values.items()
                if name in words}  # fmt: skip
        if found.object_name == "Account":
            said["Company"] = vocabulary.said(found.values.get("name"))
        said = {word: text for word, text in said.items() if text}
        return cls(found.object_name, said, country, found.record_id)

    def value(self, word: str) -> str:
        return self.said.get(word, "")

    def swapped(self) -> Self:
        """The same with first and last name in each other's place."""
        first, last = self.value("FirstName"), self.value("LastName")
        said = {**self.said, "FirstName": last, "LastName": first}
        return type(self)(self.object_name, said, self.country, self.pk, self.record)


def _completed(
    object_name: str, found: dict[str, str], values: Mapping[str, Any], company: str
) -> dict[str, str]:
    """What a field of another object says: the employer's name, the names of a person account."""
    if object_name == "Contact":
        found["Company"] = company
    if object_name == "Account" and values.get("is_person_account"):
        found["FirstName"], found["LastName"] = parted(found.pop("Company", ""))
    return {word: text for word, text in found.items() if text}
