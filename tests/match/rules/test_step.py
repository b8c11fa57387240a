"""Duplicate rules at the doors: who came in by themselves are set aside, never dropped."""

from collections.abc import Callable
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater import journey
from headwater.match import keys
from headwater.match.models import DuplicateRule, MatchingRule, MatchingRuleItem
from headwater.people.organization import organization
from headwater.records.draft import Batch, Draft
from headwater.records.models import DuplicatePair, Lead, Submission
from headwater.records.submission import Door, State

JANE = {"first_name": "Jane", "last_name": "Vandeberg", "company": "Acme"}


@pytest.fixture
def jane(make_lead: Callable[..., Lead]) -> Lead:
    """A closed lead: the same person makes a lead of her own, which is a duplicate."""
    lead = make_lead(**JANE, email="jane@acme.com", phone="+14155551234", is_closed=True)
    keys.refresh("Lead", [lead])
    return lead


def rule(**values: Any) -> DuplicateRule:
    DuplicateRule.objects.filter(sobject_type="Lead").update(**values)
    found: DuplicateRule = DuplicateRule.objects.get(sobject_type="Lead")
    return found


def come(door: str = Door.FORM, by: Any = None, **values: Any) -> Draft:
    payload = {"last_name": ["Vandeberg"]}
    submission = Submission.objects.create(door=door, payload=payload)
    said = JANE | {"email": "jane@acme.com"} | values
    draft = Draft(values=said, submission=submission)
    batch = Batch([draft], door=door, now=timezone.now(), organization=organization(), by=by)
    (ran,) = journey.run(batch)
    return ran


def test_a_rule_that_blocks_sets_a_form_aside_with_its_reason(cast: Any, jane: Lead) -> None:
    rule(submission_on_create="block")
    draft = come()
    submission = Submission.objects.get(pk=draft.submission.pk)  # type: ignore[union-attr]
    assert (submission.state, submission.lead) == (State.QUARANTINED, None)
    assert "Standard Lead Duplicate Rule" in submission.reason
    assert "same" in submission.reason or "e-mail" in submission.reason
    assert Submission.objects.balance()["quarantined"] == 1


def test_what_a_person_let_in_is_not_set_aside_again(cast: Any, jane: Lead) -> None:
    from headwater import intake
    from headwater.capture import releasing

    rule(submission_on_create="block")
    draft = come(Door.WEB_TO_LEAD)
    assert draft.outcome == State.QUARANTINED
    Submission.objects.update(
        payload={
            "last_name": ["Vandeberg"],
            "first_name": ["Jane"],
            "company": ["Acme"],
            "email": ["jane@acme.com"],
        }
    )
    releasing.release(Submission.objects.all(), by=cast.ada)
    intake.drain()
    assert Submission.objects.get().state == State.CREATED


def test_whoever_joins_an_open_lead_is_no_duplicate(cast: Any, jane: Lead) -> None:
    rule(submission_on_create="block")
    Lead.objects.update(is_closed=False)
    assert come().outcome == State.MERGED


def test_by_default_everything_comes_in_and_waits_as_a_pair(cast: Any, jane: Lead) -> None:
    draft = come()
    assert draft.outcome == State.CREATED
    pair = DuplicatePair.objects.get()
    assert {pair.one_id, pair.other_id} == {jane.pk, draft.lead.pk}  # type: ignore[union-attr]


@pytest.mark.parametrize("door", [Door.FORM, Door.WEB_TO_LEAD, Door.EMAIL, Door.JSON, Door.IMPORT])
def test_no_door_loses_anything(cast: Any, jane: Lead, door: str) -> None:
    rule(submission_on_create="block", import_on_create="block")
    come(door, by=cast.ada if door == Door.IMPORT else None)
    balance = Submission.objects.balance()
    assert balance["received"] == balance["quarantined"] == 1


def test_conditions_say_whom_a_rule_is_about(cast: Any, jane: Lead) -> None:
    rule(submission_on_create="block", conditions="LeadSource = 'Partner'")
    assert come(lead_source="Web").outcome == State.CREATED
    Lead.objects.update(is_closed=True)
    assert come(lead_source="Partner").outcome == State.QUARANTINED


def own_rule(*fields: str, logic: str = "") -> MatchingRule:
    own = MatchingRule.objects.create(
        sobject_type="Lead", developer_name="Own", master_label="Own", boolean_filter=logic
    )
    for order, field in enumerate(fields, 1):
        MatchingRuleItem.objects.create(matching_rule=own, sort_order=order, field=field)
    return own


def test_a_rule_of_ones_own_fields_reports_what_it_finds(cast: Any, jane: Lead) -> None:
    shipped = rule(is_active=True)
    shipped.matching_rules.set([own_rule("Company", "City")])
    Lead.objects.update(city="Rome", phone="")
    draft = come(first_name="Otto", last_name="Vandeberg", email="o@acme.com", city="rome")
    assert draft.outcome == State.CREATED
    pair = DuplicatePair.objects.get(found_by="rule")
    assert pair.rule == "Standard_Lead_Duplicate_Rule"
    assert pair.evidence[0]["words"] == "Own: same company and city"


def test_any_field_may_be_compared(cast: Any, jane: Lead) -> None:
    shipped = rule(submission_on_create="block")
    shipped.matching_rules.set([own_rule("Email", "Rating")])
    assert come(rating="Hot").outcome == State.CREATED
    Lead.objects.update(rating="Hot", is_closed=True)
    assert come(rating="hot").outcome == State.QUARANTINED


def queries(batch: Batch) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        journey.run(batch)
    return len(asked)


def test_rules_cost_no_query_until_one_with_conditions_is_met(
    cast: SimpleNamespace, jane: Lead
) -> None:
    words, new = [a + b + c for a in "bdfgklm" for b in "aeiou" for c in "nrst"], count()

    def batch(many: int) -> Batch:
        drafts = [Draft(values={"last_name": f"{words[next(new)]}er"}) for _ in range(many)]
        return Batch(drafts, door=Door.FORM, now=timezone.now(), organization=organization())

    rule(is_active=False)
    queries(batch(1))
    without = queries(batch(1))
    rule(is_active=True, submission_on_create="block", conditions="LeadSource = 'Partner'")
    queries(batch(1))
    assert queries(batch(1)) == queries(batch(30)) == without
