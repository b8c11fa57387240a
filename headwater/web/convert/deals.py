"""The third column: an open opportunity is added to before a new one is made, or none is."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, Exists, ExpressionWrapper, OuterRef
from django.utils import timezone

from headwater.catalog import picklists
from headwater.convert import naming
from headwater.convert.choices import NewDeal, NoDeal
from headwater.convert.conversion_settings import DEAL_EXISTS, reasons, settings
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import stages
from headwater.records.models import (
    CampaignMember,
    Lead,
    Opportunity,
    OpportunityContactRole,
    OpportunityStage,
)
from headwater.records.problem import Problem, Refused
from headwater.records.sharing import visible
from headwater.web.convert.accounts import MOST, AccountColumn
from headwater.web.convert.asked import NEW, NONE, Asked, Option, listed
from headwater.web.convert.contacts import ContactColumn
from headwater.web.records import words
from headwater.web.templatetags.words import money

OTHER = "Other"
MOST_READ = 50


@dataclass
class DealColumn:
    """Open deals of the chosen account, a new one, or none with the reason why."""

    lead: Lead
    user: User
    asked: Asked
    account: AccountColumn
    contact: ContactColumn

    @property
    def deals(self) -> list[Opportunity]:
        """Open ones that the person may see: those that the contact has a part in, the newest."""
        return [deal for deal in self._open if deal.is_seen][:MOST]

    @property
    def unseen(self) -> str:
        """Who has open deals there that the person may not see: they are asked first."""
        return listed(dict.fromkeys(str(d.owner) for d in self._open if not d.is_seen))

    @cached_property
    def _open(self) -> list[Any]:
        if self.account.chosen is None:
            return []
        rows = Opportunity.objects.open().filter(account=self.account.chosen)
        parts = OpportunityContactRole.objects.filter(
            opportunity=OuterRef("pk"), contact=self.contact.chosen
        )
        seen = ExpressionWrapper(visible(Opportunity, self.user), BooleanField())
        rows = rows.annotate(has_contact=Exists(parts), is_seen=seen).select_related("owner")
        return list(rows.order_by("-has_contact", "-created_at")[:MOST_READ])

    @property
    def chosen(self) -> str:
        """The key of an open deal, `new` or `none`."""
        given = self.asked.text("opportunity")
        keys = [str(deal.pk) for deal in self.deals]
        may = (NEW, *keys, NONE) if self.may_skip else (NEW, *keys)
        return given if given in may else keys[0] if keys else NEW

    @property
    def deal(self) -> Opportunity | None:
        """The open one that is added to."""
        return next((deal for deal in self.deals if str(deal.pk) == self.chosen), None)

    @property
    def options(self) -> list[Option]:
        found = [
            Option(str(deal.pk), f"Add to {deal.name}", self._said(deal), "Open", "accent",
                   self.chosen == str(deal.pk))
            for deal in self.deals
        ]  # fmt: skip
        doubled = f"A second one beside {self.deals[0].name}" if self.deals else self.usual_name
        found.append(Option(NEW, "New opportunity", doubled, is_chosen=self.chosen == NEW))
        if self.may_skip:
            small = "The contact keeps the history; say why"
            found.append(Option(NONE, "None for now", small, is_chosen=self.chosen == NONE))
        return found

    # --- a new one -------------------------------------------------------------------------------
    @property
    def pattern(self) -> str:
        return settings().deal_name

    @property
    def usual_name(self) -> str:
        return naming.deal_name(self.lead, settings(), timezone.localdate())

    @property
    def name(self) -> str:
        return self.asked.text("name") or self.usual_name

    @cached_property
    def stages(self) -> list[OpportunityStage]:
        """Open stages, the early ones first: the first of them is where a deal starts."""
        found = [stage for stage in stages.stages_in_use() if not stage.is_closed]
        return sorted(found, key=lambda stage: (not stage.is_early, stage.sort_order))

    @property
    def stage(self) -> OpportunityStage | None:
        given = self.asked.text("stage")
        first = self.stages[0] if self.stages else None
        return next((stage for stage in self.stages if stage.name == given), first)

    @cached_property
    def roles(self) -> list[str]:
        return picklists.values("ContactRole")

    @property
    def role(self) -> str:
        return self.asked.text("role", settings().role)

    # --- none ------------------------------------------------------------------------------------
    @property
    def may_skip(self) -> bool:
        return settings().allows_no_deal

    @cached_property
    def reasons(self) -> tuple[str, ...]:
        return reasons()

    @property
    def reason(self) -> str:
        return self.asked.text("reason")

    @property
    def is_other(self) -> bool:
        return self.reason == OTHER

    @property
    def exists_already(self) -> bool:
        """Whether the reason is that there is a deal: then it is shown, to be added to."""
        return self.reason == DEAL_EXISTS

    @cached_property
    def loss(self) -> str:
        """What nobody can tell any more without an opportunity."""
        newest = CampaignMember.objects.filter(lead=self.lead, is_deleted=False)
        campaign = newest.order_by("-created_at", "-pk").values_list("campaign__name", flat=True)
        name = campaign.first()
        parts = [f"the source {self.lead.lead_source}"] if self.lead.lead_source else []
        parts += [f"the campaign {name}"] if name else []
        who = listed(parts) if parts else "whatever brought them"
        verb = "get" if len(parts) > 1 else "gets"
        text = f"{who} {verb} no credit for what {self.lead.first_name or self.lead} may buy."
        return text[0].upper() + text[1:]

    # --- as conversion takes it ------------------------------------------------------------------
    def choice(self) -> Opportunity | NewDeal | NoDeal:
        """Raises Refused for an amount that is no number, or without a reason for none."""
        if self.chosen == NONE:
            return NoDeal(self._why())
        if self.deal:
            return self.deal
        return NewDeal(
            name=self.name,
            stage_name=self.asked.text("stage"),
            amount=self.asked.amount("amount", "Amount"),
            close_on=self.asked.day("close_on", "Close date"),
        )

    def _why(self) -> str:
        in_words = self.asked.text("reason_words")
        if not self.reason or (self.is_other and not in_words):
            message = "Say why there is no opportunity: without one the source gets no credit."
            raise Refused([Problem("", "REQUIRED_FIELD_MISSING", message)])
        return f"{self.reason}: {in_words}"[:255] if self.is_other else self.reason[:255]

    def _said(self, deal: Any) -> str:
        since = words.day(timezone.localdate(deal.created_at))
        amount = f" · {money(deal.amount, organization().currency)}" if deal.amount else ""
        part = f" · {self.contact.chosen} has a part in it" if deal.has_contact else ""
        return f"Since {since} · {deal.stage_name}{amount} · {_whose(deal, self.user)}{part}"


def _whose(deal: Opportunity, user: User) -> str:
    return "yours" if deal.owner_id == user.pk else f"{deal.owner}’s"
