"""The choices of a run as its form asks them, and as it was answered."""

from typing import Any

from django.http import QueryDict

from headwater.catalog import picklists
from headwater.convert import conversion_rule, readiness
from headwater.convert.conversion_settings import reasons, settings
from headwater.converting.how import Deal, How, Unmet, Unsure
from headwater.people.models import User
from headwater.people.user import users
from headwater.records.models import LeadStatus, OpportunityStage
from headwater.web.records import words

LONGEST = 255
USUAL = How()
SMALL = {  # by the whole name: two choices may have the same value
    "Deal.JOIN": "An account with an open opportunity gets no second one",
    "Deal.NEW": "Also where the account has an open one",
    "Deal.NONE": "Source and campaign get no credit; say why",
    "Unsure.SKIP": "You find them in the result, each with whom it may be",
    "Unsure.MAKE": "A pair waits in Duplicates",
    "Unmet.SKIP": "They stay leads, each with what is missing",
    "Unmet.OVERRIDE": "Each conversion keeps the reason",
}


def asked(how: How, user: User) -> dict[str, Any]:
    """What the form offers, with what is chosen."""
    stages = OpportunityStage.objects.filter(is_active=True, is_closed=False)
    statuses = LeadStatus.objects.filter(is_converted=True, is_active=True)
    return {
        "how": how,
        "deals": _options(Deal, how.deal, () if settings().allows_no_deal else (Deal.NONE,)),
        "unsures": _options(Unsure, how.unsure),
        "unmets": _options(Unmet, how.unmet) if conversion_rule.rules() else (),
        "may_override": readiness.may_override(user),
        "reasons": reasons(),
        "stages": [stage.name for stage in stages if stage.is_early],
        "statuses": [status.name for status in statuses] if len(statuses) > 1 else (),
        "roles": picklists.values("ContactRole"),
        "people": sorted((u for u in users().values() if u.is_active), key=str),
        "usual_role": settings().role,
    }


def answered(posted: QueryDict) -> How:
    """The choices that were posted; what makes no sense is refused later, in words."""
    given = {name: words.given(posted, name).strip()[:LONGEST] for name in (
        "deal", "no_deal_reason", "stage_name", "converted_status", "role", "follow_up", "unsure",
        "unmet", "override_reason",
    )}  # fmt: skip
    owner, days = posted.get("owner", ""), posted.get("follow_up_days", "")
    is_none, overrides = given["deal"] == Deal.NONE, given["unmet"] == Unmet.OVERRIDE
    return How(
        **{name: value for name, value in given.items() if value and name not in
           ("no_deal_reason", "override_reason")},
        no_deal_reason=given["no_deal_reason"] if is_none else "",
        override_reason=given["override_reason"] if overrides else "",
        owner_id=int(owner) if owner.isdecimal() and len(owner) < 19 else None,
        follow_up_days=int(days) if days.isdecimal() and len(days) < 5 else USUAL.follow_up_days,
    )  # fmt: skip


def _options(choices: Any, chosen: str, without: Any = ()) -> list[dict[str, Any]]:
    return [
        {"value": each.value, "word": each.label, "small": SMALL[f"{choices.__name__}.{each.name}"],
         "is_chosen": each.value == chosen}
        for each in choices if each not in without
    ]  # fmt: skip
