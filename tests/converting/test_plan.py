"""Many leads are decided about at once: what each becomes, and why."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.convert.choices import Beside, NewDeal, NoDeal
from headwater.convert.conversion_rule import ConversionRule
from headwater.converting.how import Deal, How, Unmet, Unsure
from headwater.converting.plan import Outcome, Planned, plan
from headwater.match import keys
from headwater.people.models import Organization
from headwater.people.organization import Access
from headwater.people.standing import moment
from headwater.records.models import Account, Contact, Lead

MakeLead = Callable[..., Lead]


def told(planned: Planned) -> list[str]:
    return [part.what for part in planned.parts.values()]


def test_what_a_list_becomes(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead]
) -> None:
    kim, ole, ana, ben, again, una = planned = plan(listed, by=cast.mara, how=How())
    assert [each.lead for each in planned] == listed
    assert told(kim) == ["join", "join", "join"]
    assert kim.choices and kim.choices.contact == harbor.kim
    assert kim.choices.opportunity == harbor.deal
    assert kim.evidence["Account"].startswith("Kim Berg is a contact there")
    assert told(ole) == ["join", "new", "join"]
    assert "web domain" in ole.evidence["Account"]
    assert ana.becomes == (
        "new account Millstone GmbH, new contact Ana Vega, new opportunity Millstone GmbH"
    )
    assert told(ben) == ["with", "new", "with"]
    assert ben.choices and ben.choices.account == Beside(ana.lead.pk)
    assert ben.choices.opportunity == Beside(ana.lead.pk)
    assert told(again) == ["with", "with", "with"]
    assert again.choices and again.choices.contact == Beside(ana.lead.pk)
    assert told(una) == ["new", "new", "new"]
    assert una.choices and una.choices.account is None
    assert [each.outcome for each in planned] == [
        Outcome.JOINED, Outcome.JOINED, Outcome.MADE, Outcome.JOINED, Outcome.JOINED, Outcome.MADE,
    ]  # fmt: skip


def test_a_deal_for_each_or_none(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead]
) -> None:
    new = plan(listed, by=cast.mara, how=How(deal=Deal.NEW, stage_name="Prospecting"))
    assert {each.deal.what for each in new} == {"new"}
    assert new[0].choices
    assert new[0].choices.opportunity == NewDeal("Harbor", "Prospecting")
    none = plan(listed, by=cast.mara, how=How(deal=Deal.NONE, no_deal_reason="Nurture"))
    assert none[0].choices
    assert none[0].choices.opportunity == NoDeal("Nurture")


def test_one_new_deal_for_an_account_without_an_open_one(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead]
) -> None:
    harbor.deal.delete()
    kim, ole, *_ = plan(listed, by=cast.mara, how=How())
    assert (kim.deal.what, ole.deal.what, ole.deal.key) == ("new", "with", kim.lead.pk)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (
            ("Millstone GmbH", "millstone.example.org"),
            ("Mill Works", "millstone.example.org"),
            True,
        ),
        (("Millstone GmbH", "millstone.example.org"), ("Millstone", ""), True),
        (("Millstone", ""), ("Millstone AG", "millstone.example.org"), True),
        (("Delta", "delta.example.org"), ("Delta", "delta.example.net"), False),
        (("Millstone", ""), ("Millworks", ""), False),
        (("Millstone", "gmail.com"), ("Harrow", "gmail.com"), False),
    ],
)
def test_who_is_of_one_new_company(
    lead: MakeLead, cast: SimpleNamespace, one: tuple[str, str], other: tuple[str, str],
    is_same: bool,
) -> None:  # fmt: skip
    leads = [lead("Ana", "Vega", *one), lead("Ben", "Okoro", *other)]
    planned = plan(leads, by=cast.mara, how=How())
    assert (planned[1].account.what == "with") is is_same


def test_the_very_name_of_an_account_is_enough(
    lead: MakeLead, cast: SimpleNamespace, harbor: SimpleNamespace
) -> None:
    same = lead("Ana", "Vega", "HARBOR, Inc")
    other = lead("Ben", "Okoro", "Harbor", "harbor.example.net")
    joined, apart = plan([same, other], by=cast.mara, how=How(unsure=Unsure.MAKE))
    assert joined.account.record == harbor.account
    assert apart.account.what == "new"


def test_who_lives_in_a_household_is_a_person_of_it(lead: MakeLead, cast: SimpleNamespace) -> None:
    home = Account.objects.create(name="Quill household", type="Household", owner=cast.mara)
    (una,) = plan([lead("Una", "Quill", matched_account=home)], by=cast.mara, how=How())
    assert una.choices
    assert (una.choices.account, una.choices.household) == (None, home)
    assert una.account.because.startswith("in Quill household")


def test_what_is_not_certain_waits_or_is_made_new(
    lead: MakeLead, harbor: SimpleNamespace, cast: SimpleNamespace
) -> None:
    other = Contact.objects.create(first_name="Kim", last_name="Berg", owner=cast.mara,
                                   mailing_city="Linden")  # fmt: skip
    keys.refresh("Contact", [other])
    like = lead("Kim", "Berg", "", city="Linden", phone="")
    (left,) = plan([like], by=cast.mara, how=How(unsure=Unsure.SKIP))
    (made,) = plan([like], by=cast.mara, how=How(unsure=Unsure.MAKE))
    assert (left.outcome, left.choices) == (Outcome.SKIPPED, None)
    assert left.because.startswith(("May be the contact Kim Berg", "Several contacts"))
    assert made.contact.what == "new"


def test_criteria_and_the_reason_against_them(lead: MakeLead, cast: SimpleNamespace) -> None:
    ConversionRule.objects.create(name="Known budget", required_fields=["budget"])
    poor, rich = lead("Ana", "Vega", "A1"), lead("Ben", "Okoro", "B2", budget="Approved")
    left, ready = plan([poor, rich], by=cast.ines, how=How())
    assert (left.outcome, left.because) == (Outcome.SKIPPED, "Not ready: Budget is known.")
    assert ready.choices and ready.choices.override_reason == ""
    how = How(unmet=Unmet.OVERRIDE, override_reason="Clean slate")
    made, _ = plan([poor, rich], by=cast.ines, how=how)
    assert made.choices and made.choices.override_reason == "Clean slate"
    assert not how.problems(cast.ines)
    assert [p.message for p in how.problems(cast.mara)] == [
        "You may not convert leads that do not meet the criteria."
    ]


def test_who_cannot_be_converted(lead: MakeLead, cast: SimpleNamespace) -> None:
    Organization.objects.update(has_person_accounts=False)
    cast.owen.is_active = False
    cast.owen.save()
    leads = [
        lead("Una", "Quill"), lead("Ana", "Vega", "A1", owner=cast.owen),
        lead("Ben", "Okoro", "B2", is_converted=True), lead("Kim", "Berg", "C3", owner=cast.queue),
    ]  # fmt: skip
    found = plan(leads, by=cast.ines, how=How())
    assert [(each.outcome.value, each.because) for each in found] == [
        ("refused", "Company is needed, because an account is a company here."),
        ("refused", "Owen Park is no longer active."),
        ("skipped", "It is converted already."),
        ("made", ""),
    ]
    assert plan(leads, by=None, how=How())[3].because.endswith(
        "is a queue; name a person as owner."
    )


def test_nothing_is_joined_that_one_may_not_see(
    cast: SimpleNamespace, harbor: SimpleNamespace, listed: list[Lead]
) -> None:
    Organization.objects.update(account_access=Access.PRIVATE)
    Account.objects.update(owner=cast.otto)
    Contact.objects.update(owner=cast.otto)
    kim, ole, *_ = plan(listed, by=cast.mara, how=How())
    assert (kim.account.what, kim.contact.what) == ("new", "new")
    assert ole.account.what == "with"


@pytest.mark.parametrize(
    ("how", "says"),
    [
        (How(deal=Deal.NONE), "Say why there is no opportunity"),
        (How(stage_name="Closed Won"), "is no early stage"),
        (How(converted_status="Nonsense"), "is no status of converted leads"),
        (How(owner_id=0x7FFFFFFF), "not active any more"),
        (How(follow_up_days=400), "due within 365 days"),
        (How(unmet=Unmet.OVERRIDE), "Say why leads are converted"),
        (How(deal="x"), "Choose what becomes of the deals"),
        (How(unsure="x"), "Choose what happens to doubtful leads"),
    ],
)
def test_choices_that_cannot_be(cast: SimpleNamespace, how: How, says: str) -> None:
    assert says in how.problems(cast.ada)[0].message
    assert How.of(how.told) == how


def test_as_many_queries_for_two_hundred_as_for_twenty(
    lead: MakeLead, harbor: SimpleNamespace, cast: SimpleNamespace
) -> None:
    leads = [lead(f"Kim{n}", "Vo", f"Firm{n} Ltd", f"firm{n}.example.org") for n in range(200)]
    leads[7:9] = [lead("Ole", "Ruiz", "Harbor Inc.", "harbor.example.com"),
                  lead("Ola", "Reyes", "Harbor Inc.", "harbor.example.com")]  # fmt: skip
    plan(leads[:20], by=cast.mara, how=How())
    counts = []
    for some in (leads[:20], leads):
        with moment(), CaptureQueriesContext(connection) as captured:
            plan(some, by=cast.mara, how=How())
        counts.append(len(captured))
    assert counts[0] == counts[1]
