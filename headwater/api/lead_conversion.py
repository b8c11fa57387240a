"""Converting for a program in Salesforce's words (`LeadConvert`): what was asked, what came of it.

REST's action and SOAP's `convertLead` are two envelopes of this. Each input stands for itself: one
that is refused leaves the others alone, and answers come in the order of the inputs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from headwater.api import conversion_duplicates, given
from headwater.api.caller import Caller
from headwater.api.named_records import Named, named_in
from headwater.api.problems import Problems
from headwater.catalog import ids, objects
from headwater.convert.choices import Choices, NewDeal, NoDeal
from headwater.converting import deeds
from headwater.people.models import User
from headwater.records.models import Conversion, Lead
from headwater.records.problem import Problem, Refused

MOST = 200  # inputs of one call
KEYS = {
    "leadId": "Lead", "accountId": "Account", "contactId": "Contact",
    "opportunityId": "Opportunity", "ownerId": "Owner",
}  # fmt: skip
FLAGS = frozenset({"doNotCreateOpportunity", "overwriteLeadSource", "sendNotificationEmail"})
RECORDS = {"accountRecord": "Account", "contactRecord": "Contact",
           "opportunityRecord": "Opportunity"}  # fmt: skip
PASSED_OVER = frozenset({"bypassAccountDedupeCheck", "bypassContactDedupeCheck"})
KNOWN = frozenset({*KEYS, *FLAGS, *RECORDS, *PASSED_OVER, "convertedStatus", "opportunityName",
                   "relatedPersonAccountId", "relatedPersonAccountRecord"})  # fmt: skip
NO_DEAL_AND_NAME = (
    "One or more leads couldn't be converted. If doNotCreateOpportunity is true, "
    "opportunityName and opportunityId must be null."
)
# What Salesforce says where Headwater has words of its own.
WORDS = {"CANNOT_UPDATE_CONVERTED_LEAD": "cannot reference converted lead"}
TRUE = frozenset({"true", "1"})


@dataclass(slots=True)
class Answered:
    """What became of one input: a conversion, or every problem with it."""

    lead_id: str
    conversion: Conversion | None = None
    problems: list[Problem] = field(default_factory=list)

    @property
    def ids(self) -> dict[str, str | None]:
        """accountId, contactId and opportunityId; None for what there is not."""
        made = self.conversion
        found = {}
        for noun in ("Account", "Contact", "Opportunity"):
            key = getattr(made, f"{noun.lower()}_id", None)
            prefix = objects.get(noun).prefix
            found[f"{noun.lower()}Id"] = ids.encode(prefix, key) if key else None
        return found


_Wanted = tuple[Answered, Lead, Choices]


def convert(
    inputs: Sequence[Mapping[str, Any]], *, caller: Caller, truncates: bool = False
) -> list[Answered]:
    """Convert as asked; the same number of queries for one input and for two hundred."""
    by = caller.by
    found = named_in(inputs, KEYS, by)
    results: list[Answered] = []
    wanted: list[_Wanted] = []
    seen: set[int] = set()
    for each in inputs:
        answered = Answered(str(each.get("leadId") or ""))
        results.append(answered)
        wish = _Wish(each, found, by, truncates)
        answered.problems += wish.problems()
        if answered.problems or wish.lead is None:
            continue
        if wish.lead.is_converted or wish.lead.pk in seen:
            answered.problems.append(_converted())
            continue
        seen.add(wish.lead.pk)
        wanted.append((answered, wish.lead, wish.choices()))
    wanted = _without_duplicates(caller, wanted)
    done = deeds.convert_many([(lead, choices) for _, lead, choices in wanted], by=by)
    for (answered, *_), outcome in zip(wanted, done, strict=True):
        if isinstance(outcome, Refused):
            answered.problems += [_said(each) for each in outcome.problems]
        else:
            answered.conversion = outcome
    return results


def _without_duplicates(caller: Caller, wanted: list[_Wanted]) -> list[_Wanted]:
    """Those that no duplicate rule holds back; the others are told by which."""
    told = conversion_duplicates.refusals(caller, [(lead, how) for _, lead, how in wanted])
    for (answered, *_), problems in zip(wanted, told, strict=True):
        answered.problems += problems
    return [each for each in wanted if not each[0].problems]


@dataclass(slots=True)
class _Wish:
    """One input: what is wrong with it, and if nothing is, the choices that it makes."""

    said: Mapping[str, Any]
    found: Named
    by: User
    truncates: bool
    values: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def lead(self) -> Lead | None:
        lead: Lead | None = self.found.record("leadId", self.said)
        return lead

    def has(self, name: str) -> bool:
        value = self.said.get(name)
        return str(value).strip().lower() in TRUE if name in FLAGS else value not in (None, "")

    def problems(self) -> list[Problem]:
        unknown = [name for name in self.said if name not in KNOWN]
        wrong = [_invalid(name, f"There is no input {name[:80]}.") for name in unknown]
        if not self.has("leadId"):
            wrong.append(Problem("leadId", "REQUIRED_FIELD_MISSING", "leadId is needed."))
        wrong += self.found.problems(self.said)
        if not self.has("convertedStatus"):
            wrong.append(Problem("convertedStatus", "INVALID_STATUS",
                                 "invalid convertedStatus: null"))  # fmt: skip
        return wrong + self._of_targets() + self._of_owner() + self._of_records()

    def _of_targets(self) -> list[Problem]:
        wrong = []
        if self.has("contactId") and not self.has("accountId"):
            wrong.append(Problem("accountId", "INVALID_CROSS_REFERENCE_KEY",
                                 "accountId is needed where contactId is given."))  # fmt: skip
        if self.has("overwriteLeadSource") and not self.has("contactId"):
            wrong.append(_invalid("overwriteLeadSource", "It needs a contactId."))
        names = [name for name in ("opportunityName", "opportunityId") if self.has(name)]
        if self.has("doNotCreateOpportunity") and names:
            wrong.append(_invalid(names[0], NO_DEAL_AND_NAME))
        elif len(names) == 2:
            message = "Give either opportunityId or opportunityName, not both."
            wrong.append(_invalid("opportunityName", message))
        for name in ("relatedPersonAccountId", "relatedPersonAccountRecord"):
            if self.has(name):
                wrong.append(_invalid(name, "A second, person account is not made here."))
        return wrong

    def _of_owner(self) -> list[Problem]:
        owner = self.found.record("ownerId", self.said)
        if owner is not None and owner.is_queue:
            message = f"{owner.name} is a queue; name a person as owner."
            return [Problem("ownerId", "INVALID_OWNER", message)]
        if not self.has("ownerId") and self.lead is not None and self.lead.owner.is_queue:
            message = f"The lead belongs to the queue {self.lead.owner.name}: ownerId is needed."
            return [Problem("ownerId", "INVALID_OWNER", message)]
        return []

    def _of_records(self) -> list[Problem]:
        """The values that new records are to have, read like those of any new record."""
        wrong: list[Problem] = []
        for name, object_name in RECORDS.items():
            said = self.said.get(name)
            if not isinstance(said, Mapping):
                wrong += [_invalid(name, "It is a record: field → value.")] if said else []
                continue
            kind = objects.get(object_name)
            try:
                self.values[object_name] = given.values_of(kind, said, self.by, is_new=True)
            except Problems as problems:
                wrong += [Problem(name, each["errorCode"], each["message"])
                          for each in problems.body]  # fmt: skip
        return wrong

    def choices(self) -> Choices:
        owner = self.found.record("ownerId", self.said)
        return Choices(
            account=self.found.record("accountId", self.said),
            contact=self.found.record("contactId", self.said),
            opportunity=self._deal(),
            owner=owner.user if owner else None,
            overwrite_lead_source=self.has("overwriteLeadSource"),
            given=self.values,
            converted_status=str(self.said["convertedStatus"]),
            sends_notification=self.has("sendNotificationEmail"),
            truncates=self.truncates,
        )

    def _deal(self) -> Any:
        if self.has("doNotCreateOpportunity"):
            return NoDeal()
        existing = self.found.record("opportunityId", self.said)
        return existing or NewDeal(name=str(self.said.get("opportunityName") or ""))


def _invalid(name: str, message: str) -> Problem:
    return Problem(name, "INVALID_FIELD", message)


def _converted() -> Problem:
    code = "CANNOT_UPDATE_CONVERTED_LEAD"
    return Problem("leadId", code, WORDS[code])


def _said(problem: Problem) -> Problem:
    return Problem(problem.field, problem.code, WORDS.get(problem.code, problem.message))
