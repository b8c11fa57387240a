"""Children, kinds of parents, sums, columns and plans of a query, as clients read them."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import pytest

from headwater.records import soql
from headwater.records.models import Account, Contact, Lead, Task, TrailEntry
from tests.api.conftest import Program

V = "/services/data/v60.0"


@pytest.fixture
def company(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> SimpleNamespace:
    """Two leads of Mara's, one with three tasks; an account with a contact."""
    one, other = make_lead(last_name="Aa", city="Oslo"), make_lead(last_name="Bb")
    for number in range(3):
        Task.objects.create(subject=f"T{number}", lead=one, owner=cast.mara)
    account = Account.objects.create(name="Harbor", owner=cast.mara)
    contact = Contact.objects.create(last_name="Cc", account=account, owner=cast.mara)
    Task.objects.create(subject="T9", contact=contact, owner=cast.mara)
    return SimpleNamespace(one=one, other=other, account=account, contact=contact)


def test_children_are_lists_within_their_own_limit(api: Program, company: SimpleNamespace) -> None:
    text = (
        "SELECT LastName, (SELECT Subject, Owner.Name FROM Tasks WHERE Subject != 'T1'"
        " ORDER BY Subject DESC LIMIT 1) FROM Lead ORDER BY LastName"
    )
    one, other = api.query(text)["records"]
    (task,) = one["Tasks"]["records"]
    assert (one["Tasks"]["totalSize"], one["Tasks"]["done"]) == (1, True)
    assert (task["Subject"], task["Owner"]["Name"]) == ("T2", "Mara Lind")
    assert task["attributes"]["type"] == "Task"
    assert other["Tasks"] is None


def test_a_page_of_parents_costs_one_statement_for_each_kind_of_children(
    api: Program, company: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    text = "SELECT Id, (SELECT Id FROM Tasks), (SELECT Id FROM CampaignMembers) FROM Lead"
    api.query(text)
    with django_assert_max_num_queries(6):
        api.query(text)


def test_long_lists_of_children_go_on_by_a_locator(
    api: Program, cast: SimpleNamespace, company: SimpleNamespace
) -> None:
    rows = [Task(subject=f"X{n:03}", lead=company.other, owner=cast.mara) for n in range(250)]
    Task.objects.bulk_create(rows)
    text = "SELECT Id, (SELECT Subject FROM Tasks ORDER BY Subject) FROM Lead WHERE LastName = 'Bb'"
    (lead,) = api.query(text, Sforce_Query_Options="batchSize=200")["records"]
    first = lead["Tasks"]
    assert (first["totalSize"], first["done"], len(first["records"])) == (250, False, 200)
    rest = api("GET", first["nextRecordsUrl"])
    assert (rest["totalSize"], rest["done"], len(rest["records"])) == (250, True, 50)
    assert rest["records"][0]["Subject"] == "X200"


def test_typeof_asks_each_kind_of_parent_its_own(api: Program, company: SimpleNamespace) -> None:
    text = (
        "SELECT Subject, TYPEOF Who WHEN Lead THEN Company, Status WHEN Contact THEN LastName"
        " ELSE Name END FROM Task ORDER BY Subject"
    )
    first, *_, last = [record["Who"] for record in api.query(text)["records"]]
    assert first["attributes"]["type"] == "Lead"
    assert set(first) == {"attributes", "Company", "Status"}
    assert (last["attributes"]["type"], last["LastName"]) == ("Contact", "Cc")
    assert set(last) == {"attributes", "LastName"}


def test_sums_are_aggregate_results(api: Program, company: SimpleNamespace) -> None:
    found = api.query("SELECT Owner.Name, COUNT(Id), MAX(Score) most FROM Lead GROUP BY Owner.Name")
    assert found == {
        "totalSize": 1, "done": True,
        "records": [{"attributes": {"type": "AggregateResult"}, "Name": "Mara Lind", "expr0": 2,
                     "most": found["records"][0]["most"]}],
    }  # fmt: skip


def test_an_address_is_one_value(api: Program, company: SimpleNamespace) -> None:
    one, other = api.query("SELECT Address FROM Lead ORDER BY LastName")["records"]
    assert one["Address"]["city"] == "Oslo"
    assert {"street", "state", "postalCode", "country", "latitude"} <= set(one["Address"])
    assert other["Address"] is None


def test_history_is_told_from_the_trail(api: Program, company: SimpleNamespace) -> None:
    TrailEntry.objects.create(
        event="lead.changed", object_name="Lead", record_id=company.one.pk,
        changes={"last_name": ["A", "Aa"], "owner_id": ["1", "2"]},
    )  # fmt: skip
    text = "SELECT Field, OldValue, NewValue, Lead.LastName FROM LeadHistory ORDER BY Field"
    found = [(row["Field"], row["OldValue"], row["NewValue"], row["Lead"]["LastName"])
             for row in api.query(text)["records"]]  # fmt: skip
    assert found == [("LastName", "A", "Aa", "Aa"), ("Owner", "1", "2", "Aa")]
    inside = api.query("SELECT Id, (SELECT Field FROM Histories) FROM Lead WHERE LastName = 'Aa'")
    assert inside["records"][0]["Histories"]["totalSize"] == 2


def test_who_does_not_see_a_record_sees_nothing_of_it(
    program: Callable[..., Program], cast: SimpleNamespace, company: SimpleNamespace
) -> None:
    TrailEntry.objects.create(
        event="lead.changed", object_name="Lead", record_id=company.one.pk, changes={"city": [1, 2]}
    )
    outsider = program(cast.owen)
    for text in (
        "SELECT Id FROM LeadHistory", "SELECT COUNT(Id) n FROM Lead GROUP BY Status",
        "SELECT Id FROM Account WHERE Id IN (SELECT AccountId FROM Contact) AND Name = 'None'",
        "SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM Lead WHERE LastName = 'Aa')",
        "SELECT Id FROM Lead USING SCOPE everything", "SELECT Id FROM Lead USING SCOPE mine",
    ):  # fmt: skip
        assert outsider.query(text)["records"] == [], text
    mine = program(cast.mara).query("SELECT Id FROM Lead USING SCOPE mine")
    assert mine["totalSize"] == 2


def test_columns_are_named_for_command_lines(api: Program, company: SimpleNamespace) -> None:
    text = "SELECT Id, Owner.Name, (SELECT Subject FROM Tasks) FROM Lead"
    told = api("GET", f"query?q={quote(text)}&columns=true")["columnMetadata"]
    assert [(each["columnName"], each["aggregate"]) for each in told] == [
        ("Id", False), ("Owner", False), ("Tasks", True),
    ]  # fmt: skip
    assert [each["columnName"] for each in told[1]["joinColumns"]] == ["Name"]
    sums = quote("SELECT COUNT(Id), MAX(Score) m FROM Lead")
    told = api("GET", f"query?q={sums}&columns=true")["columnMetadata"]
    assert [(each["columnName"], each["displayName"]) for each in told] == [
        ("expr0", "COUNT(Id)"), ("m", "MAX(Score)"),
    ]  # fmt: skip
    plan = api("GET", f"query?explain={quote('SELECT Id FROM Lead')}")["plans"][0]
    assert plan["sobjectType"] == "Lead"


MISTAKES = [
    ("SELECT Nope FROM Lead", "INVALID_FIELD", "No such column 'Nope' on entity 'Lead'"),
    ("SELECT Ownr.Name FROM Lead", "INVALID_FIELD", "Didn't understand relationship 'Ownr'"),
    ("SELECT Id FROM Nothing", "INVALID_TYPE", "sObject type 'Nothing' is not supported"),
    ("SELECT Id FROM Lead WHERE Name ! 'x'", "MALFORMED_QUERY", "unexpected token: !"),
    ("SELECT Id, (SELECT Id FROM Nothings) FROM Lead", "INVALID_TYPE", "relationship 'Nothings'"),
    ("SELECT Name FROM Lead GROUP BY Status", "MALFORMED_QUERY", "Field must be grouped"),
]


@pytest.mark.parametrize(("text", "code", "words"), MISTAKES)
def test_mistakes_are_told_in_words_that_clients_know(
    api: Program, text: str, code: str, words: str
) -> None:
    (told,) = api("GET", f"query?q={quote(text)}", expect=400)
    assert (told["errorCode"], words in told["message"]) == (code, True), told["message"]


def test_reports_ask_the_same_way(cast: SimpleNamespace, company: SimpleNamespace) -> None:
    text = "SELECT City, COUNT(Id) n FROM Lead GROUP BY City ORDER BY City NULLS LAST"
    assert soql.run(text, cast.mara).rows == [("Oslo", 1), (None, 1)]
    assert soql.run(text, cast.owen).rows == []


def test_who_knows_a_describe_is_told_that_nothing_has_changed(api: Program) -> None:
    first = api.raw("GET", "sobjects/Lead/describe")
    again = {"If_Modified_Since": first.headers["Last-Modified"]}
    assert api.raw("GET", "sobjects/Lead/describe", **again).status_code == 304
    old = {"If_Modified_Since": "Thu, 03 Sep 2015 21:52:24 GMT"}
    assert api.raw("GET", "sobjects/Lead/describe", **old).status_code == 200
