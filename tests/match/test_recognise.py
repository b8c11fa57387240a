"""Who is this? Open leads are joined, contacts and accounts linked, different people kept apart."""

from collections.abc import Callable
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.match import keys
from headwater.match.recognise import recognise
from headwater.people.models import Organization
from headwater.people.standing import moment
from headwater.records.draft import Batch, Draft
from headwater.records.models import Account, Contact, Lead

MakeLead = Callable[..., Lead]
JANE = {
    "first_name": "Jane", "last_name": "Vandeberg", "email": "jane@harborcold.com",
    "company": "Harbor Cold Storage", "phone": "+16502530000",
}  # fmt: skip


def test_a_known_person_is_recognised_in_every_place(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    account = Account.objects.create(
        name="Harbor Cold Storage, Inc.", website="https://www.harborcold.com", owner=cast.owen
    )
    contact = Contact.objects.create(
        first_name="Jane", last_name="Vandeberg", email="jane@harborcold.com", account=account,
        owner=cast.owen,
    )  # fmt: skip
    lead = known(make_lead(**JANE))
    keys.refresh("Account", [account])
    draft = meet(JANE)
    assert (draft.lead, draft.contact, draft.account) == (lead, contact, account)
    because = draft.evidence["because"]
    words = because["recognised"].pop("words")
    assert words.startswith("same e-mail address, same phone number")
    assert because["recognised"] == {
        "object": "Lead", "id": lead.pk, "name": "Jane Vandeberg", "probability": 1.0,
    }  # fmt: skip
    assert because["contact"]["words"].startswith("same e-mail address")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "same e-mail address"),
        ({"email": "JANE+news@harborcold.com"}, "same e-mail address"),
        ({"email": "jane@home.example"}, "same phone number"),
        ({"email": "", "first_name": "J."}, "first name shortened"),
        ({"email": "", "first_name": "Vandeberg", "last_name": "Jane"}, "exchanged"),
        ({"email": "", "phone": "", "company": "HARBOR COLD STORAGE LLC"}, "same company"),
        ({"email": "jane@home.example", "phone": ""}, "same company"),
        ({"email": "joe@harborcold.com", "first_name": "Joe"}, ""),
        ({"email": "", "first_name": "Joe"}, ""),
        ({"email": "", "phone": "", "company": "Sunward"}, ""),
    ],
)  # fmt: skip
def test_the_policy(make_lead: MakeLead, change: dict[str, str], words: str) -> None:
    lead = known(make_lead(**JANE))
    draft = meet({**JANE, **change})
    assert draft.lead == (lead if words else None)
    assert words in draft.evidence["because"].get("recognised", {}).get("words", "")


def test_who_is_only_likely_the_same_is_told_apart_and_waits_for_people(
    make_lead: MakeLead,
) -> None:
    lead = known(make_lead(**JANE))
    draft = meet({**JANE, "last_name": "Miller"})
    assert draft.lead is None
    assert draft.evidence["because"]["resembles"]["id"] == lead.pk


def test_a_shared_mailbox_does_not_glue_people_together(make_lead: MakeLead) -> None:
    shared = {"email": "info@harborcold.com", "phone": "", "company": ""}
    lead = known(make_lead(**{**JANE, **shared}))
    assert meet({**JANE, **shared}).evidence["because"]["recognised"]["id"] == lead.pk
    assert meet({**JANE, **shared, "first_name": "Ole", "last_name": "Berg"}).lead is None


def test_a_mailbox_of_several_people_says_nothing_about_who_writes(make_lead: MakeLead) -> None:
    family = {"email": "kusha@home.example", "company": "", "phone": ""}
    known(make_lead(**{**JANE, **family, "first_name": "Mary"}))
    known(make_lead(**{**JANE, **family, "first_name": "Edward"}))
    draft = meet({"email": "kusha@home.example"})
    assert draft.lead is None
    assert draft.evidence["because"]["resembles"]
    assert meet({**JANE, **family, "first_name": "Edward"}).lead is not None


@pytest.mark.parametrize("state", ["is_closed", "is_converted", "is_deleted"])
def test_only_an_open_lead_is_joined(make_lead: MakeLead, state: str) -> None:
    known(make_lead(**JANE, **{state: True}))
    assert meet(JANE).lead is None


def test_a_door_may_forbid_joining_and_still_gets_the_evidence(make_lead: MakeLead) -> None:
    lead = known(make_lead(**JANE))
    draft = meet(JANE, joins=False)
    assert draft.lead is None
    assert draft.evidence["because"]["resembles"]["id"] == lead.pk


def test_of_several_open_leads_the_strongest_evidence_wins(make_lead: MakeLead) -> None:
    by_email = known(make_lead(**JANE))
    known(make_lead(**{**JANE, "email": ""}))
    assert meet(JANE).lead == by_email


def test_the_company_is_known_by_domain_or_by_name(cast: SimpleNamespace) -> None:
    by_name = Account.objects.create(name="Harbor Cold Storage Inc", owner=cast.owen)
    by_domain = Account.objects.create(
        name="HCS Holding", website="harborcold.com", owner=cast.owen
    )
    keys.refresh("Account", [by_name, by_domain])
    draft = meet(JANE)
    assert draft.account == by_domain
    assert "domain" in draft.evidence["because"]["account"]["words"]
    assert meet({**JANE, "email": "jane@gmail.com"}).account == by_name
    assert meet({**JANE, "email": "jane@gmail.com", "company": "n/a"}).account is None


def test_a_person_account_employs_nobody(cast: SimpleNamespace) -> None:
    person = Account.objects.create(
        name="Harbor Cold Storage", is_person_account=True, owner=cast.owen
    )
    keys.refresh("Account", [person])
    assert meet(JANE).account is None


def test_twins_point_to_the_first_also_through_one_another(cast: SimpleNamespace) -> None:
    first = Draft({**JANE, "phone": ""})
    second = Draft(dict(JANE))
    third = Draft({**JANE, "email": "jane@home.example"})
    other = Draft({**JANE, "email": "joe@harborcold.com", "first_name": "Joe"})
    recognise(arriving([first, second, third, other]))
    assert [draft.evidence.get("twin") for draft in (first, second, third, other)] == [
        None, first, first, None,
    ]  # fmt: skip


def test_a_twin_that_is_known_brings_the_first_to_the_lead(make_lead: MakeLead) -> None:
    lead = known(make_lead(**{**JANE, "email": "jane@home.example"}))
    first, second = Draft({**JANE, "phone": "", "company": ""}), Draft(dict(JANE))
    recognise(arriving([first, second]))
    assert first.lead == lead
    assert second.evidence["twin"] is first


@pytest.mark.parametrize(
    "values", [{}, {"email": "\x00@b.com"}, {"phone": "9" * 500}, {"email": 7}]
)
def test_nonsense_is_nobody(cast: SimpleNamespace, values: dict[str, Any]) -> None:
    assert meet(values).lead is None


def test_the_number_of_queries_does_not_grow(make_lead: MakeLead) -> None:
    for number in range(30):
        known(make_lead(**{**JANE, "email": f"jane{number}@harborcold.com"}))
    meet(JANE)  # also reads what is kept in memory from then on
    counts = []
    for size in (1, 30):
        drafts = [Draft({**JANE, "email": f"jane{n}@harborcold.com"}) for n in range(size)]
        batch = arriving(drafts, joins=False)
        with moment(), CaptureQueriesContext(connection) as captured:
            recognise(batch)
        counts.append(len(captured))
    assert counts == [4, 4]


def known(lead: Lead) -> Lead:
    keys.refresh("Lead", [lead])
    return lead


def meet(values: dict[str, Any], *, joins: bool = True) -> Draft:
    draft = Draft(dict(values))
    recognise(arriving([draft], joins=joins))
    return draft


def arriving(drafts: list[Draft], *, joins: bool = True) -> Batch:
    return Batch(
        drafts=drafts, door="form", now=datetime.now(UTC), organization=Organization.current(),
        joins=joins,
    )  # fmt: skip
