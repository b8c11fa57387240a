"""Setup: the mode as three cards, the advisor's rules, the definition, and moving away."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client

from headwater.advising import rules
from headwater.advising.models import AdviceRule
from headwater.people.models import Organization
from headwater.records.models import Conversion, ConversionRun, Lead


@pytest.fixture
def ada(sign_in: Callable[[Any], Client], cast: SimpleNamespace) -> Client:
    return sign_in(cast.ada)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def undo_last(client: Client) -> Any:
    key = list(client.session["headwater.undo"])[-1]
    return client.post(f"/undo/{key}", follow=True)


def test_the_mode_is_chosen_by_its_card_and_taken_back(
    ada: Client, mara: Client, make_lead: Callable[..., Lead]
) -> None:
    make_lead()
    page = text(ada.get("/setup/leads-or-direct"))
    for words in ("Leads first", "As advised", "Direct", "the last 1 inquiry", "1 of 1"):
        assert words in page
    answer = ada.post("/setup/leads-or-direct/mode", {"mode": "direct"}, follow=True)
    assert "Direct: it holds for whoever comes from now on." in text(answer)
    assert Organization.current().lead_mode == "direct"
    undo_last(ada)
    assert Organization.current().lead_mode == "leads"
    wrong = ada.post("/setup/leads-or-direct/mode", {"mode": "x"}, follow=True)
    assert "There is no mode" in text(wrong)
    assert mara.post("/setup/leads-or-direct/mode", {"mode": "mixed"}).status_code == 403
    assert '<button class="mode">' not in text(mara.get("/setup/leads-or-direct"))
    assert "Leads or direct" in text(mara.get("/setup"))


def test_rules_are_added_edited_moved_switched_and_removed_each_with_undo(ada: Client) -> None:
    base = "/setup/leads-or-direct/rules"
    given = {"name": "Norway", "way": "lead", "company": "any", "account": "any",
             "qualified": "any", "criteria": "Country = 'Norway'", "words": "Oslo looks first.",
             "is_followed": "on", "is_active": "on"}  # fmt: skip
    ada.post(f"{base}/new", given)
    rule = AdviceRule.objects.get(name="Norway")
    assert "Country is Norway" in text(ada.get("/setup/leads-or-direct"))
    wrong = ada.post(f"{base}/{rule.pk}", {**given, "criteria": "Nonsense = 1"})
    assert wrong.status_code == 422
    ada.post(f"{base}/{rule.pk}", {**given, "words": "Oslo first."})
    undo_last(ada)
    rule.refresh_from_db()
    assert rule.words == "Oslo looks first."
    ada.post(f"{base}/{rule.pk}/move", {"by": "-1"})
    assert [each.name for each in AdviceRule.objects.all()][-1] == "They are qualified"
    undo_last(ada)
    assert [each.name for each in AdviceRule.objects.all()][-1] == "Norway"
    ada.post(f"{base}/{rule.pk}/switch")
    assert "Norway" not in {each.name for each in rules.known()}
    undo_last(ada)
    ada.post(f"{base}/{rule.pk}/removal")
    assert not AdviceRule.objects.filter(name="Norway").exists()
    undo_last(ada)
    assert AdviceRule.objects.get(name="Norway").criteria == "Country = 'Norway'"


def test_who_counts_as_qualified_is_read_and_changed(ada: Client) -> None:
    page = text(ada.get("/setup/leads-or-direct"))
    assert "Description contains quote" in page
    url = "/setup/leads-or-direct/qualified"
    assert "It is not saved" in text(ada.post(url, {"qualified_when": "Rating is"}, follow=True))
    ada.post(url, {"qualified_when": "Rating = 'Hot'"})
    assert rules.qualified_when() == "Rating = 'Hot'"
    undo_last(ada)
    assert "quote" in rules.qualified_when()


def test_what_would_have_been_said_is_listed_by_way_and_rule(
    ada: Client, make_lead: Callable[..., Lead], sign_in: Callable[[Any], Client],
    cast: SimpleNamespace,
) -> None:  # fmt: skip
    make_lead(company="", last_name="Bell", email="bell@gmail.com")
    make_lead()
    page = text(ada.get("/setup/leads-or-direct/tried"))
    assert "All 2" in page and "Direct 1" in page and "Lead 1" in page
    only = text(ada.get("/setup/leads-or-direct/tried", {"way": "lead"}))
    assert "Bell" in only and "Okafor" not in only
    known = AdviceRule.objects.get(name="The company is known")
    assert "by “The company is known”" in text(
        ada.get("/setup/leads-or-direct/tried", {"rule": known.pk})
    )
    assert "Okafor" not in text(sign_in(cast.otto).get("/setup/leads-or-direct/tried"))


def test_the_backlog_is_counted_stopped_and_started_again(
    ada: Client, mara: Client, make_lead: Callable[..., Lead]
) -> None:
    make_lead()
    page = text(ada.get("/setup/moving-away"))
    assert "1 open lead" in page and "Open - Not Contacted" in page and "Mara Lind" in page
    answer = ada.post("/setup/moving-away/switch", follow=True)
    assert "No new leads from now on" in text(answer)
    assert Organization.current().mode == "direct"
    assert "Take new leads again" in text(answer)
    assert "no new leads" in text(ada.get("/setup"))
    undo_last(ada)
    assert Organization.current().mode == "leads"
    ada.post("/setup/moving-away/switch")
    ada.post("/setup/moving-away/switch")
    assert Organization.current().takes_new_leads
    assert mara.post("/setup/moving-away/switch").status_code == 403


def test_the_backlog_is_converted_by_rule_after_a_dry_run(
    ada: Client, make_lead: Callable[..., Lead]
) -> None:
    make_lead(description="Please quote us a price")
    make_lead(last_name="Bell", company="Bell Foods")
    answer = ada.post("/setup/moving-away/conversion", {"which": "qualified"})
    run = ConversionRun.objects.get()
    assert answer.headers["Location"] == f"/conversions/runs/{run.pk}"
    assert (run.kind, run.wanted_count) == ("rule", 1)
    assert not Conversion.objects.exists()  # nothing before it is started
    wrong = ada.post("/setup/moving-away/conversion", {"which": "criteria", "criteria": "Foo ="})
    assert wrong.status_code == 422
    none = ada.post(
        "/setup/moving-away/conversion", {"which": "criteria", "criteria": "Company = 'None'"}
    )
    assert none.status_code == 422 and "There is no lead to convert." in text(none)
