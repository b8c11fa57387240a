"""Duplicate rules in Setup: read by all, changed by admins, undone; and what they ask people."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.match import keys
from headwater.match.models import DuplicateRule, MatchingRule
from headwater.records.models import Account, DuplicatePair, Lead, TrailEntry

HOME = "/setup/duplicates"


@pytest.fixture
def admin(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.ada)
    return client


@pytest.fixture
def shipped(db: None) -> DuplicateRule:
    return DuplicateRule.objects.get(sobject_type="Lead")


def undo(client: Client) -> None:
    kept = client.session["headwater.undo"]
    client.post(f"/undo/{list(kept)[-1]}")


def saved(rule: DuplicateRule, **changes: Any) -> dict[str, Any]:
    """What the form posts."""
    said: dict[str, Any] = {
        "master_label": rule.master_label, "alert_text": rule.alert_text, "is_active": "on",
        "security": rule.security, "conditions": rule.conditions, "reports_on_create": "on",
        "matching_rules": list(rule.matching_rules.values_list("pk", flat=True)),
        **{name: getattr(rule, name) for name in (
            "people_on_create", "people_on_edit", "api_on_create", "api_on_edit",
            "import_on_create", "submission_on_create")},
    }  # fmt: skip
    return said | changes


def test_a_rule_is_read_changed_and_undone(admin: Client, shipped: DuplicateRule) -> None:
    page = admin.get(HOME).content.decode()
    assert "A new lead like a lead or a contact: people are asked. Reported for review." in page
    assert "The match model calls them likely the same." in page
    path = f"{HOME}/{shipped.pk}"
    assert admin.get(path).status_code == 200
    wanted = saved(shipped, api_on_create="block", conditions="LeadSource = 'Web'")
    assert admin.post(path, wanted).status_code == 302
    shipped.refresh_from_db()
    assert (shipped.api_on_create, shipped.conditions) == ("block", "LeadSource = 'Web'")
    assert "programs are refused" in admin.get(HOME).content.decode()
    assert TrailEntry.objects.filter(event="duplicate_rule.changed").exists()
    undo(admin)
    shipped.refresh_from_db()
    assert (shipped.api_on_create, shipped.conditions) == ("allow", "")


def test_a_rule_is_switched_off_removed_and_brought_back(
    admin: Client, shipped: DuplicateRule
) -> None:
    admin.post(f"{HOME}/{shipped.pk}/switch")
    assert not DuplicateRule.objects.get(pk=shipped.pk).is_active
    admin.post(f"{HOME}/{shipped.pk}/removal")
    assert admin.get(f"{HOME}/{shipped.pk}").status_code == 404
    undo(admin)
    assert not DuplicateRule.objects.get(pk=shipped.pk).is_deleted


def test_a_matching_rule_is_built_of_fields_and_logic(admin: Client) -> None:
    path = "/setup/matching/new/Lead"
    assert admin.get(path).status_code == 200
    said = {
        "master_label": "Same roof", "match_engine": "FuzzyMatchEngine", "tier": "likely",
        "field_1": "LastName", "method_1": "LastName", "blanks_1": "NullNotAllowed",
        "field_2": "City", "method_2": "City", "blanks_2": "MatchBlanks",
        "field_4": "PostalCode", "method_4": "Zip", "blanks_4": "NullNotAllowed",
        "boolean_filter": "1 AND (2 OR 3)",
    }  # fmt: skip
    assert admin.post(path, said).status_code == 302
    rule = MatchingRule.objects.get(developer_name="Same_roof")
    assert [item.field for item in rule.items.all()] == ["LastName", "City", "PostalCode"]
    page = admin.get(HOME).content.decode()
    assert "Last name and (city or zip/postal code)." in page
    wrong = admin.post(path, said | {"boolean_filter": "1 AND 9"})
    assert wrong.status_code == 422 and "There is no field 9." in wrong.content.decode()
    admin.post(f"/setup/matching/{rule.pk}", said | {"field_2": "", "boolean_filter": ""})
    assert rule.items.count() == 2
    undo(admin)
    assert rule.items.count() == 3
    admin.post(f"/setup/matching/{rule.pk}/switch")
    assert not MatchingRule.objects.get(pk=rule.pk).is_active


def test_what_is_wrong_is_told_in_words(admin: Client, shipped: DuplicateRule) -> None:
    def trouble(**changes: Any) -> str:
        answer = admin.post(f"{HOME}/{shipped.pk}", saved(shipped, **changes))
        assert answer.status_code == 422
        return answer.content.decode()

    assert "LeadSource" in trouble(conditions="LeadSorce = 'Web'")
    both = MatchingRule.objects.filter(sobject_type="Lead", rule_status="Active")
    assert "one matching rule for each" in trouble(matching_rules=[rule.pk for rule in both])
    for number in range(5):
        DuplicateRule.objects.create(sobject_type="Lead", developer_name=f"More_{number}")
    assert "5 rules" in trouble()


def test_a_standard_rule_and_another_person_change_nothing(
    admin: Client, mara: Client, shipped: DuplicateRule
) -> None:
    standard = MatchingRule.objects.get(developer_name="Standard_Lead_Match_Rule_v1_0")
    page = admin.get(f"/setup/matching/{standard.pk}").content.decode()
    assert "First name, last name, title and company; or first name" in page
    assert admin.post(f"/setup/matching/{standard.pk}", {}).status_code == 403
    assert admin.post(f"/setup/matching/{standard.pk}/removal").status_code == 403
    assert mara.get(HOME).status_code == 200
    for path in (f"{shipped.pk}", f"{shipped.pk}/switch", "new/Lead"):
        assert mara.post(f"{HOME}/{path}").status_code == 403
    assert mara.post(f"/setup/matching/{standard.pk}/switch").status_code == 403


def test_a_rule_is_tried_on_history(
    admin: Client, shipped: DuplicateRule, make_lead: Callable[..., Lead]
) -> None:
    said = {"first_name": "Jane", "last_name": "Vandeberg", "email": "jane@acme.com"}
    leads = [make_lead(**said), make_lead(**said), make_lead(last_name="Okafor", company="Mill")]
    keys.refresh("Lead", leads)
    page = admin.get(f"{HOME}/{shipped.pk}/history").content.decode()
    assert '<span class="key-number">1</span> of 3' in page
    assert "Jane Vandeberg" in page and "People" in page
    assert not DuplicatePair.objects.exists()
    shipped.conditions = "LeadSource = 'Web'"
    shipped.save()
    assert "Nothing to try it on" in admin.get(f"{HOME}/{shipped.pk}/history").content.decode()


MILL = {"name": "Harbor Cold Storage", "website": "harborcold.com"}


def test_people_are_asked_and_may_save_anyway_with_a_reason(admin: Client) -> None:
    assert admin.post("/accounts/new", MILL).status_code == 302
    asked = admin.post("/accounts/new", MILL)
    assert asked.status_code == 422 and Account.objects.count() == 1
    page = asked.content.decode()
    assert "Use one of these records?" in page and "create anyway" in page
    assert "Harbor Cold Storage" in page
    again = MILL | {"save_anyway": "1", "why_anyway": "another site"}
    assert admin.post("/accounts/new", again).status_code == 302
    assert Account.objects.count() == 2
    entry = TrailEntry.objects.get(event="account.saved_anyway")
    assert entry.because["words"] == "another site"
    assert DuplicatePair.objects.open().filter(found_by="rule").count() == 1


def test_a_rule_that_blocks_leaves_people_no_such_choice(admin: Client) -> None:
    DuplicateRule.objects.update(people_on_create="block", people_on_edit="block")
    admin.post("/accounts/new", MILL)
    page = admin.post("/accounts/new", MILL | {"save_anyway": "1"})
    assert page.status_code == 422 and "create anyway" not in page.content.decode()
    admin.post("/accounts/new", {"name": "Mill Works"})
    other = Account.objects.get(name="Mill Works")
    refused = admin.post(f"/records/Account/{other.pk}/facts/Name", {"value": MILL["name"]})
    told = admin.post(f"/records/Account/{other.pk}/facts/Website", {"value": "harborcold.com"})
    assert 422 in (refused.status_code, told.status_code)
    rating = admin.post(f"/records/Account/{other.pk}/facts/Rating", {"value": "Hot"})
    assert rating.status_code == 200


def test_a_lead_by_hand_joins_whom_it_certainly_is(
    admin: Client, make_lead: Callable[..., Lead]
) -> None:
    said = {"first_name": "Jane", "last_name": "Vandeberg", "company": "Acme",
            "email": "jane@acme.com"}  # fmt: skip
    lead = make_lead(**said)
    keys.refresh("Lead", [lead])
    assert admin.post("/leads/new", said).status_code == 302
    assert Lead.objects.count() == 1
    Lead.objects.update(is_closed=True)
    assert admin.post("/leads/new", said).status_code == 422
    assert admin.post("/leads/new", said | {"save_anyway": "1"}).status_code == 302
    assert Lead.objects.count() == 2
