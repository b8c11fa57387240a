"""One list for every object: views, search, criteria, sort, pages, CSV, kept views."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.http import QueryDict
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from headwater.catalog import custom, objects
from headwater.people.models import User
from headwater.records.models import Lead
from headwater.score import rules
from headwater.web.leads.list import LEADS
from headwater.web.lists import sheets
from headwater.web.lists.export import safe
from headwater.web.lists.rows import Asked
from headwater.web.models import SavedView

MakeLead = Callable[..., Lead]
HTMX = {"HX-Request": "true"}
QUERIES = 17


def names(client: Client, url: str) -> list[str]:
    """The names of the rows, in order."""
    answer = client.get(url)
    assert answer.status_code == 200
    return [str(line["record"]) for line in answer.context["lines"]]


@pytest.fixture
def three(cast: SimpleNamespace, make_lead: MakeLead) -> list[Lead]:
    """Mara has two leads, the queue one; Otto's is in another team."""
    make_lead(last_name="Outsider", owner=cast.otto)
    return [
        make_lead(first_name="Ada", last_name="One", score=10, lead_source="Web"),
        make_lead(first_name="Bea", last_name="Two", score=90, company="Dairy", is_closed=True),
        make_lead(first_name="Cem", last_name="Three", score=50, owner=cast.queue),
    ]


def test_a_rep_sees_own_leads_first_and_then_whatever_view(mara: Client, three: list[Lead]) -> None:
    assert names(mara, "/leads") == ["Ada One"]
    assert names(mara, "/leads?view=queues") == ["Cem Three"]
    assert set(names(mara, "/leads?view=open")) == {"Ada One", "Cem Three"}
    assert names(mara, "/leads?view=closed") == ["Bea Two"]
    is_hot = rules.hot_threshold() <= three[2].score  # the rules say what is hot
    assert names(mara, "/leads?view=hot") == ["Cem Three"][: int(is_hot)]


def test_search_criteria_and_sort_meet(mara: Client, three: list[Lead]) -> None:
    assert names(mara, "/leads?view=open&q=cem") == ["Cem Three"]
    assert names(mara, "/leads?view=open&sort=-Score") == ["Cem Three", "Ada One"]
    assert names(mara, "/leads?view=open&sort=Score") == ["Ada One", "Cem Three"]
    page = mara.get("/leads?view=open&where=Score > 20").content.decode()
    assert "Score is over 20" in page
    assert names(mara, "/leads?where=LeadSource = 'Web'") == ["Ada One"]
    assert names(mara, "/leads?view=open&sort=nonsense&page=abc") != []


def test_criteria_that_cannot_be_read_are_explained(mara: Client, three: list[Lead]) -> None:
    page = mara.get("/leads?where=Scoer > 3")
    assert page.status_code == 200
    assert "There is no field" in page.content.decode()
    assert page.context["lines"] == []


def test_nobody_sees_what_is_not_theirs(
    cast: SimpleNamespace, three: list[Lead], sign_in: Callable[[User], Client]
) -> None:
    otto = sign_in(cast.otto)
    assert names(otto, "/leads?view=open") == ["Outsider"]
    assert names(otto, "/leads?q=ada&view=open") == []
    csv = b"".join(otto.get("/leads?view=open&format=csv"))
    assert b"Outsider" in csv
    assert b"Ada" not in csv


def test_a_list_costs_the_same_at_any_length(
    mara: Client, make_lead: MakeLead, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for count in (5, 50):
        for number in range(Lead.objects.count(), count):
            make_lead(last_name=f"Lead {number:02}")
        mara.get("/leads")
        custom.edition()  # read a moment ago, so that the time a test takes does not count
        with django_assert_num_queries(QUERIES):
            assert len(names(mara, "/leads")) == count


def test_a_long_list_has_pages(mara: Client, make_lead: MakeLead) -> None:
    for number in range(60):
        make_lead(last_name=f"Lead {number:02}")
    first = mara.get("/leads?sort=Name")
    assert "1 to 50 of 60 leads" in first.content.decode()
    second = mara.get("/leads?sort=Name&page=2")
    assert "51 to 60 of 60 leads" in second.content.decode()
    assert len(second.context["lines"]) == 10
    assert mara.get("/leads?page=99999").status_code == 200


def test_columns_may_be_chosen_custom_and_of_parents(mara: Client, three: list[Lead]) -> None:
    page = mara.get("/leads?column=Name&column=Owner.Name&column=Phone&column=Gone__c")
    assert [head["label"] for head in page.context["heads"]] == ["Name", "Owner name", "Phone"]


def test_a_view_is_kept_and_shared_by_those_who_lead(
    cast: SimpleNamespace, three: list[Lead], mara: Client, sign_in: Callable[[User], Client]
) -> None:
    given = {
        "object_name": "Lead", "list": "leads", "name": "Web ones", "scope": "all",
        "criteria": ["IsClosed = false", "LeadSource = 'Web'"], "column": ["Name", "Score"],
        "sort": "-Score", "is_shared": "on",
    }  # fmt: skip
    mara.post("/views", given)
    mine = SavedView.objects.get()
    assert not mine.is_shared
    assert names(mara, f"/leads?view={mine.pk}") == ["Ada One"]
    ines = sign_in(cast.ines)
    assert "Web ones" not in ines.get("/leads").content.decode()
    ines.post("/views", given)
    assert "Web ones" in sign_in(cast.otto).get("/leads").content.decode()
    assert ines.post(f"/views/{mine.pk}/deletion").status_code == 404
    mara.post(f"/views/{mine.pk}/deletion", {"next": "//evil.example"})
    assert SavedView.objects.count() == 1


def test_criteria_are_built_line_by_line(mara: Client) -> None:
    url = "/lists/Lead/criteria"
    page = mara.post(url, {"add": "1"}, headers=HTMX).content.decode()
    assert "Choose a field" in page
    rows = {"field-0": "Score", "operator-0": ">", "value-0": "20",
            "field-1": "LeadSource", "operator-1": "=", "value-1": "Web"}  # fmt: skip
    page = mara.post(url, rows, headers=HTMX).content.decode()
    assert "Score &gt; 20 AND LeadSource = &#x27;Web&#x27;" in page
    page = mara.post(url, rows | {"drop": "0"}, headers=HTMX).content.decode()
    assert "Score &gt; 20" not in page
    wrong = {"field-0": "Score", "operator-0": ">", "value-0": "x"}
    assert 'role="alert"' in mara.post(url, wrong, headers=HTMX).content.decode()
    text = {"as_text": "1", "where": "Score > 5 OR City = 'Linden'"}
    assert "shown as text" in mara.post(url, text, headers=HTMX).content.decode()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("-2+cmd|' /C calc'!A0", "'-2+cmd|' /C calc'!A0"),
        ("+1 303 555-0142", "+1 303 555-0142"),
        (-5, "-5"),
        ("\tx", "'\tx"),
        (None, ""),
        ("Tom", "Tom"),
    ],
)
def test_a_csv_runs_nothing_in_a_spreadsheet(value: object, text: str) -> None:
    assert safe(value) == text


def test_a_csv_has_the_rows_and_columns_of_the_list(mara: Client, three: list[Lead]) -> None:
    answer = mara.get("/leads?view=open&column=Name&column=Score&sort=-Score&format=csv")
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    assert lines[0] == "Id,Name,Score"
    assert lines[1] == f"{three[2].sf_id},Cem Three,50"
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(mara.get("/leads?view=open&format=csv")).count(b"\r\n") == 3


HOSTILE = (
    "view=%00", "q=%00%27", "where=%00", "where=" + "(" * 3000, "sort=-", "sort=Id", "page=-3",
    "sort=Owner.Email", "sort=MatchedAccountId", "page=" + "9" * 30, "page=²", "column=%00",
    "column=Id&column=Owner.Id&column=ConvertedAccountId", "where=Name%20LIKE%20'%25%25'",
)  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_address_breaks_nothing(mara: Client, three: list[Lead], query: str) -> None:
    assert mara.get(f"/leads?{query}").status_code == 200
    assert mara.get(f"/leads/{three[0].pk}", {"from": query}).status_code == 200


def test_a_file_is_the_same_from_values_as_from_records(
    mara: Client, three: list[Lead], cast: SimpleNamespace
) -> None:
    fields = [each.name for each in objects.get("Lead").fields.values()]
    columns = [*fields, *LEADS.computed, "Owner.Name"]
    query = "&".join(f"column={name}" for name in columns)
    compared = set()
    for name in columns:
        asked = Asked(LEADS, cast.mara, QueryDict(f"view=open&column={name}"), "EUR")
        if not asked.columns or not asked.columns[0].plain:
            continue
        told = [row[1:] for row in sheets._rows_of_records(asked)]
        plain = [row[1:] for row in sheets._plain_rows(asked)]
        assert plain == told, name
        compared.add(name)
    assert {"Name", "OwnerId", "Clock", "Age", "StatusGroup", "Owner.Name"} <= compared
    assert b"Ada" in b"".join(mara.get(f"/leads?view=open&format=csv&{query}"))


def test_an_empty_list_offers_a_new_record_only_to_who_may_make_one(
    client: Client, cast: SimpleNamespace
) -> None:
    for path in ("/leads", "/accounts", "/contacts", "/opportunities"):
        client.force_login(cast.mara)
        assert "Add one by hand" in client.get(path).content.decode(), path
        client.force_login(cast.rhea)
        shown = client.get(path).content.decode()
        assert "Add one by hand" not in shown and "Press c" not in shown, path
