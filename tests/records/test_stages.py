"""Every lead is in exactly one group, for people, for criteria and for programs alike."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.criteria.judge import judge
from headwater.records.models import Lead, LeadStatus
from headwater.records.stages import Group

MakeLead = Callable[..., Lead]
GROUPS = [str(group.label) for group in Group]


@pytest.mark.parametrize(
    ("values", "group"),
    [
        ({}, "Not contacted"),
        ({"status": "Working - Contacted"}, "Contacted"),
        ({"status": "Nurturing"}, "Contacted"),
        ({"status": "Qualified"}, "Qualified"),
        ({"status": "Closed - Not Converted", "is_closed": True}, "Not qualified"),
        ({"status": "Closed - Converted", "is_closed": True, "is_converted": True}, "Converted"),
        ({"status": "Nurturing", "is_converted": True}, "Converted"),
        ({"status": "From another system"}, "Not contacted"),
        ({"status": "From another system", "is_closed": True}, "Not qualified"),
        ({"status": "Closed - Converted"}, "Not contacted"),
    ],
)
def test_a_lead_is_in_exactly_one_group_whatever_its_status(
    cast: SimpleNamespace, make_lead: MakeLead, values: dict[str, object], group: str
) -> None:
    lead = make_lead(**values)
    assert lead.status_group == group
    rules = [f"StatusGroup = '{name}'" for name in GROUPS]
    verdicts = judge(rules, "Lead", [lead.pk])[lead.pk]
    assert [name for name, is_true in zip(GROUPS, verdicts, strict=True) if is_true] == [group]
    assert judge(["StatusGroup = NULL"], "Lead", [lead.pk]) == {lead.pk: (False,)}


def test_the_group_follows_what_setup_says(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead(status="Nurturing")
    LeadStatus.objects.filter(name="Nurturing").update(group="not_qualified")
    assert lead.status_group == "Not qualified"
    assert judge(["StatusGroup = 'Not qualified'"], "Lead", [lead.pk]) == {lead.pk: (True,)}
