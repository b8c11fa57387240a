"""What a lead is converted into: owner, status and chosen records, and all that forbids it."""

from dataclasses import dataclass, field
from typing import Any

from headwater.convert.act import Act, Together
from headwater.convert.beside import Origin, Origins
from headwater.convert.choices import Choices
from headwater.people.models import Owner, User
from headwater.people.owner import owners
from headwater.records import stages
from headwater.records.models import Account, Contact, Lead, LeadStatus, Opportunity
from headwater.records.problem import Problem, Refused

NOT_THAT_ONE = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"
NO_SUCH_LINK = "INVALID_CROSS_REFERENCE_KEY"
MODELS: dict[str, Any] = {"Account": Account, "Contact": Contact, "Opportunity": Opportunity}


@dataclass(slots=True)
class Targets:
    """What each object is converted into: a record that is there or shared, or None; `origins`
    say where from."""

    account: Any = None
    contact: Any = None
    opportunity: Any = None
    household: Any = None
    origins: dict[str, Origin | None] = field(default_factory=dict)


def begin(
    together: Together, lead: Lead, choices: Choices, origins: Origins
) -> tuple[Act, Targets]:
    """The act of one lead and what it goes into; raises Refused with everything that is wrong."""
    problems: list[Problem] = []
    targets = _found(together, lead, origins, problems)
    owner = _owner(lead, choices, together.by, problems)
    status = _status(choices.converted_status, problems)
    _must_belong(targets, problems)
    _must_take_household(together, choices, targets, problems)
    if problems:
        raise Refused(problems)
    return Act(lead, choices, owner, status), targets


def _found(
    together: Together, lead: Lead, origins: Origins, problems: list[Problem]
) -> Targets:  # fmt: skip
    targets = Targets()
    for noun, model in MODELS.items():
        origin = targets.origins[noun] = origins.of(noun, lead.pk)
        if origin is None:
            continue
        is_new, key = origin
        record = together.made.get((noun, key)) if is_new else together.held[model].get(key)
        setattr(targets, noun.lower(), record)
        if record is None and not is_new:
            problems.append(_gone(model, f"{noun}Id"))
    return targets


def _gone(model: Any, field: str) -> Problem:
    noun = model._meta.verbose_name
    return Problem(field, NOT_THAT_ONE, f"That {noun} is gone or not yours to use.")


def _owner(lead: Lead, choices: Choices, by: User | None, problems: list[Problem]) -> Owner:
    known = owners()
    owner: Owner = choices.owner or known[lead.owner_id]
    if owner.is_queue and by:
        owner = by
    if owner.is_queue:
        problems.append(
            Problem("OwnerId", "INVALID_OWNER", f"{owner.name} is a queue; name a person as owner.")
        )
    elif not known[owner.pk].is_active:
        problems.append(
            Problem("OwnerId", "INACTIVE_OWNER_OR_USER", f"{owner.name} is no longer active.")
        )
    return owner


def _status(name: str, problems: list[Problem]) -> LeadStatus:
    known = (each for each in stages.known().values() if each.is_converted and each.is_active)
    found = next((each for each in known if name in ("", each.name)), None)
    if found is None:
        problems.append(
            Problem("ConvertedStatus", "INVALID_STATUS", f"invalid convertedStatus: {name}")
        )
        return LeadStatus(name=name)
    return found


def _must_belong(targets: Targets, problems: list[Problem]) -> None:
    account, contact, deal = targets.account, targets.contact, targets.opportunity
    key = account.pk if account else None
    if contact and contact.account_id and contact.account_id != key:
        problems.append(
            Problem("ContactId", NO_SUCH_LINK, f"{contact.name} belongs to another account.")
        )
    if deal and deal.account_id and deal.account_id != key:
        problems.append(
            Problem("OpportunityId", NO_SUCH_LINK, f"{deal.name} belongs to another account.")
        )


def _must_take_household(
    together: Together, choices: Choices, targets: Targets, problems: list[Problem]
) -> None:
    wanted = choices.household
    if isinstance(wanted, Account):
        targets.household = together.held[Account].get(wanted.pk)
        if targets.household is None:
            problems.append(_gone(Account, "ParentId"))
