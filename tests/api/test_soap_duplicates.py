"""SOAP's findDuplicates and findDuplicatesByIds: asked of every rule that is on."""

import re
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.match import keys
from headwater.match.models import DuplicateRule
from headwater.records.models import Lead
from tests.api.test_soap_records import Soap, _all, soap

__all__ = ["soap"]
JANE = (
    "<sObjects><type>Lead</type><FirstName>Jane</FirstName><LastName>Vandeberg</LastName>"
    "<Company>Acme</Company><Email>jane@acme.com</Email></sObjects>"
)
NOBODY = "<sObjects><type>Lead</type><LastName>Zzyzx</LastName><Company>Q</Company></sObjects>"


@pytest.fixture
def jane(make_lead: Callable[..., Lead]) -> Lead:
    lead = make_lead(
        first_name="Jane", last_name="Vandeberg", company="Acme", email="jane@acme.com"
    )
    keys.refresh("Lead", [lead])
    return lead


def test_duplicates_are_found_and_nothing_is_saved(soap: Soap, jane: Lead) -> None:
    told = soap("findDuplicates", JANE + NOBODY)
    first, second = re.findall(r"<result>.*?</success></result>", told.replace("\n", ""))
    assert f"<sf:Id>{jane.sf_id}</sf:Id>" in first
    assert _all(first, "duplicateRule") == ["Standard_Lead_Duplicate_Rule"]
    assert "<duplicateResults>" not in second and "<success>true</success>" in second
    assert Lead.objects.count() == 1


def test_a_rule_that_lets_all_pass_is_asked_too(soap: Soap, jane: Lead) -> None:
    DuplicateRule.objects.update(api_on_create="allow", reports_on_create=False)
    assert jane.sf_id in soap("findDuplicates", JANE)


def test_stored_records_are_looked_up_by_their_ids(
    soap: Soap, jane: Lead, make_lead: Callable[..., Lead]
) -> None:
    twin = make_lead(
        first_name="Jane", last_name="Vandeberg", company="Acme", email="jane@acme.com"
    )
    keys.refresh("Lead", [twin])
    told = soap("findDuplicatesByIds", f"<ids>{jane.sf_id}</ids><ids>00Q000000000000AAA</ids>")
    assert set(_all(told, "sf:Id")) == {twin.sf_id}
    assert _all(told, "success")[-1] == "false"
    assert "INVALID_CROSS_REFERENCE_KEY" in told


def test_who_sees_nothing_finds_nothing(soap: Soap, jane: Lead, cast: SimpleNamespace) -> None:
    DuplicateRule.objects.update(security="enforce")
    told = soap("findDuplicatesByIds", f"<ids>{jane.sf_id}</ids>", user=cast.otto)
    assert "INVALID_CROSS_REFERENCE_KEY" in told
    assert jane.sf_id not in soap("findDuplicates", JANE, user=cast.otto)


def test_without_a_rule_it_is_a_fault(soap: Soap, jane: Lead) -> None:
    DuplicateRule.objects.all().update(is_active=False)
    assert "NO_ACTIVE_DUPLICATE_RULE" in soap("findDuplicates", JANE, expect=500)
    told = soap("findDuplicates", "<sObjects><type>Campaign</type></sObjects>", expect=500)
    assert "NO_ACTIVE_DUPLICATE_RULE" in told


def test_what_is_refused_as_a_duplicate_says_of_whom(soap: Soap, jane: Lead) -> None:
    DuplicateRule.objects.filter(sobject_type="Lead").update(api_on_create="alert")
    told = soap("create", JANE)
    assert '<errors xsi:type="DuplicateError">' in told
    assert f"<sf:Id>{jane.sf_id}</sf:Id>" in told and _all(told, "success")[-1] == "false"
    allowing = "<u:DuplicateRuleHeader><u:allowSave>true</u:allowSave></u:DuplicateRuleHeader>"
    assert _all(soap("create", JANE, headers=allowing), "success") == ["true"]
