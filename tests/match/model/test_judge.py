"""When two records are one person or one company, and why."""

from itertools import combinations
from random import Random

import pytest

from headwater.match.identity import Identity
from headwater.match.model.judge import Verdict, judge
from headwater.records.duplicate_pair import Tier
from tests.match.model import people

JANE = {
    "first_name": "Jane", "last_name": "Vandeberg", "email": "jane.vandeberg@harborcold.com",
    "phone": "+1 303 555 1527", "company": "Harbor Cold Storage, LLC",
}  # fmt: skip
FAMILY = {
    "last_name": "Kusha", "street": "1304 Poppy Hills Dr", "city": "Blacklick",
    "postal_code": "43004", "phone": "512-353-8633",
}  # fmt: skip


def person(**values: str) -> Identity:
    return Identity.of_values(values, "US")


def account(**values: str) -> Identity:
    return Identity.of_company(values, "US")


def verdict(**change: str) -> Verdict:
    return judge(person(**JANE), person(**{**JANE, **change}))


def test_one_person_wrote_twice_and_the_verdict_says_why() -> None:
    found = verdict(first_name="Janet", email="", phone="303.555.1527", company="Harbor Cold")
    assert found.tier == Tier.CERTAIN
    assert found.evidence[0].bits >= found.evidence[-1].bits
    assert {each.field for each in found.evidence} == {"name", "phone", "company"}
    assert "same phone number" in found.words
    assert found.told[0].keys() == {"field", "words", "bits"}
    assert 0.99 < found.probability <= 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({}, "same e-mail address"),
        ({"email": "Jane.Vandeberg+fair@HarborCold.com", "phone": ""}, "same e-mail address"),
        ({"email": "jane.vandebreg@harborcold.com", "phone": ""}, "slip of the pen"),
        ({"first_name": "J."}, "first name shortened"),
        ({"first_name": "Vandeberg", "last_name": "Jane"}, "exchanged"),
        ({"last_name": "Vandeburg"}, "last name nearly the same"),
        ({"last_name": "Vandeberg-Doe"}, "compound"),
        ({"email": "", "phone": "3035551527"}, "same phone number"),
        ({"first_name": "Jáné", "phone": ""}, "same first and last name"),
    ],
)
def test_what_is_certain(change: dict[str, str], words: str) -> None:
    found = verdict(**change)
    assert found.tier == Tier.CERTAIN
    assert any(words in each.words for each in found.evidence)


def test_a_nickname_is_named() -> None:
    bob = person(**{**JANE, "first_name": "Bob"})
    found = judge(bob, person(**{**JANE, "first_name": "Robert"}))
    assert "nickname of the same first name: Bob, Robert" in str(found.evidence)


@pytest.mark.parametrize(
    ("change", "tiers"),
    [
        # A colleague with the same switchboard.
        ({"first_name": "Ole", "last_name": "Berg", "email": "ole.berg@harborcold.com"}, "none"),
        # The same name elsewhere: nobody knows.
        ({"email": "jane.vandeberg@gmail.com", "phone": "", "company": "Acme"}, "none possible"),
        # The same name at the same company with another address: people decide.
        ({"email": "jv@harborcold.com", "phone": "+1 303 555 9999"}, "likely possible"),
        # Two Janes at one company.
        ({"last_name": "Doe", "email": "jane.doe@harborcold.com", "phone": ""}, "none possible"),
        # A mailbox or a number alone.
        ({"first_name": "Ole", "last_name": "Berg", "phone": "", "company": ""}, "none"),
        ({"first_name": "Ole", "last_name": "Berg", "email": "", "company": ""}, "none"),
    ],
)
def test_what_people_decide_or_nobody_asks(change: dict[str, str], tiers: str) -> None:
    assert verdict(**change).tier in tiers.split()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"first_name": "Mary", "birthdate": "1976-10-27"},
         {"first_name": "Mark", "birthdate": "1997-09-28"}),
        ({"first_name": "Edward"}, {"first_name": "Marsha"}),
        ({"first_name": "Edward", "email": "kusha123@fmail.com"},
         {"first_name": "Marsha", "email": "kusha123@fmail.com"}),
        ({"first_name": "Edward Jr"}, {"first_name": "Edward Sr"}),
    ],
)  # fmt: skip
def test_a_household_is_several_people(one: dict[str, str], other: dict[str, str]) -> None:
    found = judge(person(**FAMILY, **one), person(**FAMILY, **other))
    assert found.tier in (Tier.NONE, Tier.POSSIBLE)


def test_a_shared_mailbox_needs_the_same_name() -> None:
    shared = {"email": "info@harborcold.com"}
    jane = person(first_name="Jane", last_name="Vandeberg", **shared)
    assert judge(jane, person(first_name="Ole", last_name="Berg", **shared)).tier == Tier.NONE
    assert judge(jane, jane).tier == Tier.CERTAIN
    assert judge(person(**shared), person(**shared)).tier != Tier.CERTAIN


def test_what_nobody_said_proves_nothing() -> None:
    assert judge(person(), person()).evidence == ()
    assert judge(person(), person()).words == "nothing in common"
    bare = person(first_name="Jane", last_name="Vandeberg")
    assert [each.field for each in judge(person(**JANE), bare).evidence] == ["name"]
    assert judge(person(**JANE), bare).tier != Tier.CERTAIN


def test_another_digit_is_another_person() -> None:
    numbered = [
        person(first_name="Kim", last_name=f"Number{n}", email=f"kim{n}@number{n}.com",
               company="Numbers Inc", phone=f"+1303555{n}")
        for n in range(1000, 1030)
    ]  # fmt: skip
    tiers = {judge(one, other).tier for one, other in combinations(numbered, 2)}
    assert tiers <= {Tier.NONE, Tier.POSSIBLE}


def test_the_order_does_not_matter_and_certain_needs_more_than_one_field() -> None:
    random = Random(3)
    found = people.people(150, 3)
    for _ in range(3000):
        one, other = random.choice(found), random.choice(found)
        here, there = judge(one, other), judge(other, one)
        assert here.levels == there.levels
        assert here.tier == there.tier
        assert here.bits == pytest.approx(there.bits)
        if here.tier == Tier.CERTAIN:
            assert sum(each.bits > 0 for each in here.evidence) >= 2


@pytest.mark.parametrize(
    ("one", "other", "tiers"),
    [
        ({"name": "Acme GmbH", "website": "acme.de"}, {"name": "ACME", "website": "www.acme.de"},
         "certain"),
        ({"name": "International Business Machines", "phone": "303 555 1527"},
         {"name": "IBM Corp.", "phone": "(303) 555-1527"}, "certain likely"),
        ({"name": "Harbor Cold Storage", "website": "harborcold.com"},
         {"name": "Harbour Cold Storage", "website": "harborcold.com"}, "certain"),
        ({"name": "Store 12", "phone": "303 555 1527"}, {"name": "Store 13"}, "none"),
        ({"name": "Mary Crane West", "phone": "303 555 1527"},
         {"name": "Mary Crane East", "phone": "303 555 1527"}, "none possible likely"),
        ({"name": "Delta Systems"}, {"name": "Acme Systems"}, "none"),
    ],
)  # fmt: skip
def test_companies(one: dict[str, str], other: dict[str, str], tiers: str) -> None:
    assert judge(account(**one), account(**other)).tier in tiers.split()


@pytest.mark.parametrize(
    ("name", "tier"),
    [("The Harbor Group", Tier.CERTAIN), ("Harbor Logistics", Tier.LIKELY)],
)
def test_what_a_company_does_tells_it_from_its_sister(name: str, tier: Tier) -> None:
    where = {"street": "12 Dock Road", "city": "Leeds", "postal_code": "60601"}
    holding = account(name="Harbor Holding Group", phone="+13035551527", **where)
    assert judge(holding, account(name=name, phone="+13035551527", **where)).tier == tier


def test_a_company_by_its_domain_alone_says_so() -> None:
    found = judge(account(website="acme.com"), person(email="jane@acme.com").employer())
    assert found.words == "same web domain"
