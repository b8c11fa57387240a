"""Who sees which record: owner, those above the owner, queue members, and what is public.

One gate for every door. A record that hangs on another (a task, an e-mail, a member) is seen by
whoever sees one of the records it hangs on.
"""

from django.apps import apps
from django.db import models
from django.db.models import Exists, OuterRef, Q

from headwater.people.models import Organization, User
from headwater.people.organization import Access, organization
from headwater.people.sharing import visible_owner_ids

EVERYTHING = Q()
NOTHING = Q(pk__in=[])
ACCESS_OF = {
    "Lead": "lead_access",
    "Account": "account_access",
    "Contact": "account_access",
    "Opportunity": "opportunity_access",
    "OpportunityHistory": "opportunity_access",
}
# Where the column of whoever owns it now has another name.
OWNER = {"OpportunityHistory": "held_by_id__in"}
# What a row hangs on; whoever sees one of these sees the row.
PEOPLE_AND_DEALS = ("lead", "contact", "account", "opportunity")
HANGS_ON = {
    "Task": PEOPLE_AND_DEALS,
    "Event": PEOPLE_AND_DEALS,
    "EmailMessage": PEOPLE_AND_DEALS,
    "Note": PEOPLE_AND_DEALS,
    "Clock": ("lead",),
    "Handoff": ("lead", "opportunity"),
    "Consent": ("lead", "contact"),
    "Conversion": ("lead",),
    "Submission": ("lead",),
    "CampaignMember": ("lead", "contact"),
    "AccountContactRelation": ("contact",),
    "OpportunityContactRole": ("opportunity",),
    "DuplicateRecordItem": ("lead", "contact", "account"),
}
WITH_OWNER = frozenset({"Task", "Event"})
# Everybody's: what the organisation shares by its nature.
PUBLIC = frozenset(
    {
        "Campaign", "CampaignMemberStatus", "LeadStatus", "OpportunityStage", "Owner", "User",
        "Queue", "BusinessHours", "Organization", "DuplicateRule", "MatchingRule",
        "MatchingRuleItem", "DuplicateRecordSet",
    }
)  # fmt: skip


def visible(model: type[models.Model], user: User) -> Q:
    """The condition under which rows of `model` may be seen by `user`."""
    if not user.is_active:
        return NOTHING
    owners = visible_owner_ids(user)
    return EVERYTHING if owners is None else _seen(model.__name__, owners, _organization(user))


def _seen(name: str, owners: frozenset[int], here: Organization) -> Q:
    """What is named nowhere is seen by nobody below the roles that see everything."""
    if name in ACCESS_OF:
        is_public = getattr(here, ACCESS_OF[name]) == Access.READ
        return EVERYTHING if is_public else Q(**{OWNER.get(name, "owner_id__in"): owners})
    seen = Q(owner_id__in=owners) if name in WITH_OWNER else NOTHING
    for parent in HANGS_ON.get(name, ()):
        model = apps.get_model("records", parent)
        condition = _seen(model.__name__, owners, here)
        # EXISTS, not IN: PostgreSQL may then look single parents up instead of hashing them all.
        rows = model._default_manager.filter(condition, pk=OuterRef(f"{parent}_id"))
        seen |= Q(Exists(rows.order_by()))
    return EVERYTHING if name in PUBLIC else seen


def _organization(user: User) -> Organization:
    """Asked once per user object, as visible_owner_ids is."""
    remembered: Organization | None = getattr(user, "_organization", None)
    if remembered is None:
        remembered = organization()
        user._organization = remembered  # type: ignore[attr-defined]
    return remembered
