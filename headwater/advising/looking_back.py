"""What the advisor would have said of the last inquiries: rules are tried before they count."""

from collections import Counter
from dataclasses import dataclass, field

from headwater.advising import advisor
from headwater.advising.advice import Advice
from headwater.advising.advice_rule import Way
from headwater.people.models import User
from headwater.people.organization import LeadMode, organization
from headwater.records.models import Lead

LAST = 200


@dataclass(slots=True)
class LookedBack:
    """The last inquiries, the newest first, each with what mixed mode would say of it.

    They are judged by what they say today; accounts and contacts that were made since do not
    count. `by_rule` counts by the rule's key, 0 for no rule.
    """

    lines: list[tuple[Lead, Advice]] = field(default_factory=list)

    @property
    def by_rule(self) -> Counter[int]:
        return Counter(advice.rule.pk if advice.rule else 0 for _, advice in self.lines)

    @property
    def direct(self) -> int:
        """How many would have become direct records at once."""
        return sum(advice.is_direct for _, advice in self.lines)

    @property
    def leads(self) -> int:
        return sum(advice.way == Way.LEAD for _, advice in self.lines)

    @property
    def held_up(self) -> int:
        """Direct by the rules, and yet not possible."""
        return len(self.lines) - self.direct - self.leads


def look_back(user: User, *, last: int = LAST) -> LookedBack:
    """Ask about the last inquiries that `user` sees; a fixed number of queries."""
    leads = list(Lead.objects.alive().visible_to(user).order_by("-created_at", "-pk")[:last])
    row = organization()
    here = type(row)(**{f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields})
    here.lead_mode, here.takes_new_leads = LeadMode.MIXED, True
    advices = advisor.advise_leads(leads, by=user, here=here, as_then=True)
    return LookedBack([(lead, advices[lead.pk]) for lead in leads])
