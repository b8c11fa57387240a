"""Matching rules compare as Salesforce's do: equations of fields, by methods with thresholds."""

from typing import Any

import pytest

from headwater.match.rules import boolean_filter, methods
from headwater.match.rules.boolean_filter import Misread, parse
from headwater.match.rules.equation import Equation
from headwater.match.rules.matching_rule import Blanks, MatchingRule, MatchingRuleItem, Method
from headwater.match.rules.subject import Subject

STANDARD = "Standard_Lead_Match_Rule_v1_0"


def said(**values: str) -> Subject:
    return Subject("Lead", values, "US")


@pytest.fixture
def standard(db: None) -> Equation:
    return Equation.of(MatchingRule.objects.get(developer_name=STANDARD))


JANE = {"FirstName": "Jane", "LastName": "Vandeberg", "Email": "jane@acme.com"}


@pytest.mark.parametrize(
    ("one", "other", "matches"),
    [
        (JANE, JANE, True),
        (JANE, JANE | {"FirstName": "J."}, True),
        (JANE, JANE | {"FirstName": "Vandeberg", "LastName": "Jane"}, True),
        (JANE, JANE | {"Email": "jane@other.com"}, False),
        (JANE, {"LastName": "Vandeberg", "Email": "jane@acme.com"}, True),  # e-mail forgives blanks
        (JANE, JANE | {"FirstName": "Otto"}, False),
        ({"FirstName": "Bob", "LastName": "Smith", "Phone": "415-555-1234"},
         {"FirstName": "Robert", "LastName": "Smyth", "Phone": "(415) 555 1234"}, True),
        ({"FirstName": "Bob", "LastName": "Smith", "Phone": "415-555-1234"},
         {"FirstName": "Bob", "LastName": "Smith", "Phone": "212-555-1234"}, False),
        ({"FirstName": "Ann", "LastName": "Lee", "Title": "CEO", "Company": "Acme, Inc."},
         {"FirstName": "Ann", "LastName": "Lee", "Title": "Chief Executive Officer",
          "Company": "ACME"}, True),
        ({"FirstName": "Ann", "LastName": "Lee", "Street": "123 Maple St.", "City": "Barcelona"},
         {"FirstName": "Ann", "LastName": "Lee", "Street": "123 Maple Street", "City": "Barcelone"},
         True),
        ({"FirstName": "Ann", "LastName": "Lee", "Street": "123 Maple St."},
         {"FirstName": "Ann", "LastName": "Lee", "Street": "123 Maple St."}, False),
        ({"FirstName": "Ann", "LastName": "Lee"}, {"FirstName": "Ann", "LastName": "Lee"}, False),
    ],
)  # fmt: skip
def test_the_standard_equation_for_people(
    standard: Equation, one: dict[str, str], other: dict[str, str], matches: bool
) -> None:
    assert (standard.match(said(**one), said(**other)) is not None) is matches
    assert (standard.match(said(**other), said(**one)) is not None) is matches


def test_a_match_says_what_agrees_and_how_sure_it_is(standard: Equation) -> None:
    match = standard.match(said(**JANE), said(**JANE))
    assert match and match.confidence == 100
    assert match.words == "same first name, last name and email"


@pytest.mark.parametrize(
    ("method", "kind", "one", "other", "between"),
    [
        (Method.EXACT, "email", "Jane+x@acme.com", "jane@acme.com", (100, 100)),
        (Method.EXACT, "url", "https://www.acme.com/about", "acme.com", (100, 100)),
        (Method.EXACT, "string", "Ärzte", "ärzte ", (0, 100)),
        (Method.FIRST_NAME, "", "Bill", "William", (95, 95)),
        (Method.FIRST_NAME, "", "Jon", "John", (85, 99)),
        (Method.FIRST_NAME, "", "Jane", "Otto", (0, 84)),
        (Method.LAST_NAME, "", "Meyer", "Maier", (90, 90)),
        (Method.LAST_NAME, "", "Miller", "Muller", (80, 100)),
        (Method.COMPANY_NAME, "", "International Business Machines", "IBM Corp.", (100, 100)),
        (Method.COMPANY_NAME, "", "Acme GmbH", "Acme Inc", (100, 100)),
        (Method.COMPANY_NAME, "", "Acme GmbH", "Harbor Cold Storage", (0, 69)),
        (Method.PHONE, "phone", "+1 415 555 1234", "415-555-9999", (90, 90)),
        (Method.PHONE, "phone", "+49 30 1234567", "+1 415 555 1234", (0, 40)),
        (Method.ZIP, "", "94105-1234", "94105", (90, 90)),
        (Method.ZIP, "", "SW1A 1AA", "sw1a1aa", (100, 100)),
        (Method.TITLE, "", "VP", "Vice President", (100, 100)),
        (Method.TITLE, "", "VP", "Vice Chair", (0, 0)),
    ],
)  # fmt: skip
def test_each_method_compares_in_its_way(
    method: str, kind: str, one: str, other: str, between: tuple[float, float]
) -> None:
    least, most = between
    assert least <= methods.score(method, kind, one, other, "US") <= most
    assert methods.score(method, kind, one, other, "US") == methods.score(
        method, kind, other, one, "US"
    )


def test_a_rule_of_ones_own_with_logic_and_blanks(db: None) -> None:
    rule = MatchingRule.objects.create(
        sobject_type="Lead", developer_name="Own", master_label="Own",
        boolean_filter="1 AND (2 OR 3)",
    )  # fmt: skip
    for order, (field, blanks) in enumerate(
        (("LastName", Blanks.NOT_ALLOWED), ("City", Blanks.MATCH), ("Roof__c", Blanks.NOT_ALLOWED)),
        1,
    ):
        MatchingRuleItem.objects.create(
            matching_rule=rule, sort_order=order, field=field, blank_value_behavior=blanks
        )
    own = Equation.of(rule)
    assert own.match(said(LastName="Lee"), said(LastName="LEE"))
    assert not own.match(said(LastName="Lee", City="Rome"), said(LastName="Lee"))
    assert own.match(
        said(LastName="Lee", City="Rome", Roof__c="flat"), said(LastName="Lee", Roof__c="Flat")
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1 AND (2 OR 3", "bracket"), ("1 AND", "the end"), ("1 AND 4", "no field 4"),
        ("1 AND 2", "leaves out 3"), ("1 AND 2 3", "does not belong"), ("x", "before X"),
        ("(" * 50 + "1", "nested"), ("1 AND " * 60, "more than 255"), ("1 AND 2 AND 3)", "belong"),
    ],
)  # fmt: skip
def test_logic_that_cannot_be_read_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(Misread, match=words):
        parse(text, 3)


def test_or_binds_weaker_than_and() -> None:
    tree = parse("1 and 2 or 3", 3)
    assert isinstance(tree, boolean_filter.Any)
    assert list(boolean_filter.places(parse("", 2))) == [0, 1]


def test_comparing_is_quick(standard: Equation) -> None:
    from time import perf_counter

    one, other = said(**JANE, Street="1 Main St"), said(**JANE | {"Email": "x@y.com"})
    best: list[Any] = []
    for _ in range(5):
        began = perf_counter()
        for _ in range(200):
            standard.match(one, other)
        best.append((perf_counter() - began) / 200)
    assert min(best) < 0.0005
