"""What a lead is converted into: the chosen records, locked, and everything that forbids it."""

from dataclasses import dataclass
from typing import Any

from headwater.convert.choices import AlreadyConverted, Choices
from headwater.people.models import Owner, User
from headwater.records.models import Account, Contact, Lead, LeadStatus, Opportunity
from headwater.records.problem import Problem, Refused

NOT_YOURS = "INSUFFICIENT_ACCESS_OR_READONLY"
NOT_THAT_ONE = "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"
NO_SUCH_LINK = "INVALID_CROSS_REFERENCE_KEY"


@dataclass(slots=True)
class Targets:
    """The existing records to convert into (None: a new one), the owner of new ones, the status."""

    account: Account | None
    contact: Contact | None
    opportunity: Opportunity | None
    owner: Owner
    status: LeadStatus


def locked_lead(lead: Lead, by: User | None) -> Lead:
    """The lead as it is now, locked until the conversion is done; raises Refused."""
    if by and not by.can_edit:
        raise Refused([Problem("", NOT_YOURS, "You may read records, not change them.")])
    rows = Lead.objects.visible_to(by) if by else Lead.objects.all()
    held: Lead | None = rows.alive().select_for_update(of=("self",)).filter(pk=lead.pk).first()
    if held is None:
        raise Refused([Problem("LeadId", NOT_YOURS, "This lead is not yours to convert.")])
    return held


def settle(lead: Lead, choices: Choices, by: User | None) -> Targets:
    """Find and lock what was chosen; raises Refused with everything that is wrong with it."""
    problems: list[Problem] = []
    targets = Targets(
        account=_locked(Account, choices.account, by, problems),
        contact=_locked(Contact, choices.contact, by, problems),
        opportunity=_locked(
            Opportunity,
            choices.opportunity if isinstance(choices.opportunity, Opportunity) else None,
            by,
            problems,
        ),
        owner=_owner(lead, choices, by, problems),
        status=_status(choices.converted_status, problems),
    )
    _must_belong(targets, problems)
    if problems:
        raise Refused(problems)
    return targets


def refuse_converted(lead: Lead, choices: Choices) -> Any:
    """The standing conversion when the same is asked again; raises AlreadyConverted otherwise."""
    standing = lead.conversions.filter(undone_at=None).first()
    if standing is None or not choices.are_those_of(standing):
        raise AlreadyConverted(standing)
    return standing


def _locked(model: Any, chosen: Any, by: User | None, problems: list[Problem]) -> Any:
    if chosen is None:
        return None
    rows = model.objects.visible_to(by) if by else model.objects.all()
    found = rows.alive().select_for_update(of=("self",)).filter(pk=chosen.pk).first()
    if found is None:
        noun = model._meta.verbose_name
        message = f"That {noun} is gone or not yours to use."
        problems.append(Problem(f"{model.__name__}Id", NOT_THAT_ONE, message))
    return found


def _owner(lead: Lead, choices: Choices, by: User | None, problems: list[Problem]) -> Owner:
    owner: Owner = choices.owner or lead.owner
    if owner.is_queue and by:
        owner = by
    if owner.is_queue:
        problems.append(
            Problem("OwnerId", "INVALID_OWNER", f"{owner.name} is a queue; name a person as owner.")
        )
    elif not owner.is_active:
        problems.append(
            Problem("OwnerId", "INACTIVE_OWNER_OR_USER", f"{owner.name} is no longer active.")
        )
    return owner


def _status(name: str, problems: list[Problem]) -> LeadStatus:
    statuses = LeadStatus.objects.filter(is_converted=True, is_active=True)
    found = (statuses.filter(name=name) if name else statuses).first()
    if found is None:
        problems.append(
            Problem("ConvertedStatus", "INVALID_STATUS", f"invalid convertedStatus: {name}")
        )
        return LeadStatus(name=name)
    return found


def _must_belong(targets: Targets, problems: list[Problem]) -> None:
    account, contact, deal = targets.account, targets.contact, targets.opportunity
    if contact and contact.account_id and contact.account_id != (account.pk if account else None):
        problems.append(
            Problem("ContactId", NO_SUCH_LINK, f"{contact.name} belongs to another account.")
        )
    if deal and deal.account_id and deal.account_id != (account.pk if account else None):
        problems.append(
            Problem("OpportunityId", NO_SUCH_LINK, f"{deal.name} belongs to another account.")
        )
