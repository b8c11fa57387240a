"""Everything that a page says about one lead, in a fixed number of queries."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils import timezone

from headwater.catalog import picklists
from headwater.database import statements
from headwater.match.candidates import candidates
from headwater.people.at_hand import with_people
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.people.standing import moment
from headwater.qualify import bant, discovery, path
from headwater.qualify.path import PathStep
from headwater.records import trail
from headwater.records.models import (
    CampaignMember,
    Lead,
    Submission,
    Task,
)
from headwater.records.stages import Group as StatusGroup
from headwater.web.cadences import on_leads
from headwater.web.consent.block import consents
from headwater.web.direct import advice
from headwater.web.duplicates import panel
from headwater.web.forms.visits import came
from headwater.web.handoff import panel as handoff_panel
from headwater.web.leads import answers, clock_panel, quick_times
from headwater.web.leads.became import became
from headwater.web.learned import panel as learned_panel
from headwater.web.nurture import on_leads as programs
from headwater.web.queues.pages import back_to
from headwater.web.records import entry, one_person, timeline, words
from headwater.web.records.facts import Group, groups_of
from headwater.web.scoring import panel as score_panel
from headwater.web.templatetags.words import duration

GROUPS = (
    Group("Who", ("first_name", "last_name", "title", "company", "email", "mobile_phone", "phone",
                  "city", "state", "country")),
    Group("What they need", ("need", "timeline", "budget", "authority"), rest=True),
    Group("How they came", ("lead_source", "created_at", "owner_id", "industry",
                            "number_of_employees", "website")),
)  # fmt: skip
REACH = ("MobilePhone", "Phone", "Email")
TELLING = ("Need", "Timeline", "Budget", "LeadSource")
MOST = 5  # of tasks, campaigns, duplicates, submissions; a side panel is not a list
OF_LEAD = f"WHERE t.lead_id = %s::bigint ORDER BY {{}} LIMIT {MOST}"
OPEN_OF_LEAD = f"""WHERE t.lead_id = %s::bigint AND NOT t.is_closed AND NOT t.is_deleted
ORDER BY t.due_on, t.due_at LIMIT {MOST}"""
MEMBER_OF = f"""WHERE t.lead_id = %s::bigint AND NOT t.is_deleted ORDER BY t.id LIMIT {MOST}"""


@moment()
def sight(lead: Lead, user: User, kind: str = "") -> dict[str, Any]:
    """The context of the whole page."""
    with_people([lead], "owner")
    submissions = statements.fetch(Submission, OF_LEAD.format("t.received_at DESC"), [lead.pk])
    missing = [] if lead.is_converted else bant.missing_for_conversion(lead)
    asked = discovery.sheet(lead)
    needs = {field.attribute: "Needed to qualify" for field in missing}
    money = organization().currency
    sent = entry.as_sent(lead)
    return {
        **brief(lead, user, {field.name for field in missing}),
        "answers": answers.free(asked),
        "needed": [each.text for each in discovery.missing(asked) if not each.attribute],
        "facts": groups_of(
            lead, GROUPS, user, needs=needs, always=bant.QUESTIONS, currency=money, sent=sent
        ),
        "sent": entry.labelled(sent),
        **consents(lead),
        "story": timeline.story(
            one_person.records_of(lead, user), user, kind=kind, submissions=submissions
        ),
        "inquiries": came(submissions),
        "campaigns": _campaigns(lead),
        **_known(lead, user),
        **handoff_panel.of_lead(lead, user),
        **_on_the_way(lead, user),
        **advice.of_lead(lead, user),
        "why_you": next(iter(trail.of(lead, ["lead.assigned"], most=1, newest_first=True)), None),
        "became": became(lead, user) if lead.is_converted else None,
    }


def _on_the_way(lead: Lead, user: User) -> dict[str, Any]:
    """Its cadence and its programs."""
    return {**on_leads.of_lead(lead, user), **programs.of_lead(lead, user)}


def brief(lead: Lead, user: User, missing: set[str]) -> dict[str, Any]:
    """The head: path, guidance, clock, next steps, score, what may be done."""
    now = timezone.now()
    steps = path.path(lead, now=now)
    # Whoever sees the lead sees what is to be done about it.
    tasks = statements.fetch(Task, OPEN_OF_LEAD, [lead.pk])
    return {
        "lead": lead,
        "can_edit": user.can_edit and not lead.is_converted,
        "steps": [_step(lead, step, user) for step in steps if _is_on_path(step)],
        "other_statuses": [
            s for s in steps if s.is_allowed and not (s.is_current or s.is_converted)
        ],
        "guidance": next((step.guidance for step in steps if step.is_current), ""),
        "questions": _questions(lead, missing),
        "clocks": clock_panel.panel(lead, user, now),
        "tasks": with_people(tasks, "owner"),
        "back_to": back_to(lead, user),
        **score_panel.of_lead(lead),
        **learned_panel.of_lead(lead),
        "again": quick_times.choices(now),
        "reasons": picklists.values("ClosedReason") if user.can_edit else [],
    }


def _campaigns(lead: Lead) -> list[CampaignMember]:
    found = statements.fetch(CampaignMember, MEMBER_OF, [lead.pk])
    prefetch_related_objects(found, "campaign")
    return found


def _is_on_path(step: PathStep) -> bool:
    """The path leads forward; a dead end is only on it when one stands in it."""
    return step.is_current or step.is_converted or step.group != StatusGroup.NOT_QUALIFIED


def _step(lead: Lead, step: PathStep, user: User) -> dict[str, Any]:
    is_open = user.can_edit and step.is_allowed and not (lead.is_converted or step.is_converted)
    return {
        "word": step.name,
        "group": StatusGroup(step.group).label,
        "is_past": step.is_past,
        "is_current": step.is_current,
        "is_end": step.is_converted or step.is_closed,
        "spent": duration(step.spent) if step.spent and not step.is_closed else "",
        "url": f"/leads/{lead.pk}/status" if is_open else "",
    }


def _questions(lead: Lead, missing: set[str]) -> list[dict[str, Any]]:
    """Budget, authority, need, timeline: answered, needed, or not asked yet."""
    if not lead.is_open:
        return []
    return [
        {"word": words.label(field), "is_known": bool(answer), "is_needed": field.name in missing}
        for field, answer in bant.known_about(lead)
    ]


def _known(lead: Lead, user: User) -> dict[str, Any]:
    """Who this may be besides, what it was merged from, and the account with its deals."""
    if lead.is_converted:
        return {"merged_from": panel.merged_from(lead)}
    found = candidates(lead, by=user)
    account = found.accounts[0] if found.accounts else None
    return {
        "resembling": panel.resembling(lead, user, [*found.leads, *found.contacts]),
        "merged_from": panel.merged_from(lead),
        "account": account,
        "account_short": panel.in_short(account.record, user) if account else None,
        "currency": organization().currency,
    }


def lights(lead: Lead, facts: Sequence[Any]) -> list[Any]:
    """A few facts in one line for the panel of Today: how to reach them, and what they need."""
    known = [fact for group in facts for fact in group.facts if fact.value]
    first = [fact for name in (*REACH, *TELLING) for fact in known if fact.name == name]
    own = [fact for fact in known if fact.name.endswith("__c")]
    reach = [fact for fact in first if fact.name in REACH][:1]
    rest = [fact for fact in [*own[:2], *first] if fact.name not in REACH]
    return [*reach, *rest][:5]
