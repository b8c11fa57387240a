"""Records by their relationships, lists of the pages, and what tools ask to draw forms."""

from types import SimpleNamespace
from typing import Any

import pytest

from headwater.records.models import Lead
from headwater.web.lists.saved_view import SavedView
from tests.api.conftest import Program


def test_a_way_up_and_a_way_down(api: Program, cast: SimpleNamespace) -> None:
    account = api("POST", "sobjects/Account", {"Name": "Engines"})["id"]
    contact = api("POST", "sobjects/Contact", {"LastName": "Ada", "AccountId": account})["id"]
    here = f"sobjects/Contact/{contact}"
    assert api("GET", f"{here}/account?fields=Name")["Name"] == "Engines"
    assert api("GET", f"{here}/Owner/")["attributes"]["type"] == "User"
    found = api("GET", f"sobjects/Account/{account}/Contacts?fields=Id,LastName")
    assert (found["totalSize"], found["done"]) == (1, True)
    assert found["records"][0]["Id"] == contact
    api("PATCH", f"{here}/Account", {"Name": "Analytical Engines"})
    assert api("GET", f"{here}/Account")["Name"] == "Analytical Engines"
    api("GET", f"{here}/ReportsTo", expect=404)  # leads nowhere
    api("GET", f"{here}/Nothing", expect=404)
    api("PATCH", f"sobjects/Account/{account}/Contacts", {"LastName": "x"}, expect=405)
    api("DELETE", f"{here}/Account")
    api("GET", f"{here}/Account", expect=404)


def test_who_sees_no_record_sees_nothing_that_hangs_on_it(
    api: Program, cast: SimpleNamespace
) -> None:
    lead = api("POST", "sobjects/Lead", {"LastName": "L", "Company": "E"})["id"]
    outside = Program(cast.otto)
    outside("GET", f"sobjects/Lead/{lead}/Owner", expect=404)
    outside("GET", f"sobjects/Lead/{lead}/Tasks", expect=404)


def test_by_id_like_by_an_external_id(api: Program) -> None:
    made = api("POST", "sobjects/Lead/Id", {"LastName": "L", "Company": "E"})
    assert (made["created"], made["success"]) == (True, True)
    here = f"sobjects/Lead/Id/{made['id']}"
    told = api("PATCH", here, {"Title": "Countess"}, expect=200)
    assert told == {"id": made["id"], "success": True, "errors": [], "created": False}
    assert api("GET", here)["Title"] == "Countess"
    api("DELETE", here)
    api("POST", f"sobjects/Lead/{made['id']}", {"Title": "x"}, expect=405)


def test_lists_are_those_of_the_pages(
    api: Program, cast: SimpleNamespace, django_assert_max_num_queries: Any
) -> None:
    for place in range(3):
        api("POST", "sobjects/Lead", {"LastName": f"L{place}", "Company": "E"})
    for owner, name in ((cast.ada, "Mine"), (cast.otto, "Theirs")):
        SavedView.objects.create(
            object_name="Lead", name=name, owner=owner, criteria="LastName = 'L1'",
            columns=["Name", "OwnerId", "Age"], sort="-Name",
        )  # fmt: skip
    SavedView.objects.create(
        object_name="Lead", name="Gone", owner=cast.ada, criteria="Gone__c = 1"
    )
    found = api("GET", "sobjects/Lead/listviews")
    names = [each["label"] for each in found["listviews"]]
    assert {"My open leads", "Queue leads", "Hot", "Mine"} <= set(names)
    assert not {"Theirs", "Gone"} & set(names)
    mine = next(each for each in found["listviews"] if each["label"] == "Mine")
    told = api("GET", mine["describeUrl"])
    assert told["query"].startswith("SELECT Name, Owner.Name, Id, CreatedDate")
    assert api.query(told["query"])["totalSize"] == 1
    with django_assert_max_num_queries(12):
        rows = api("GET", mine["resultsUrl"])
    assert [row["columns"][0] for row in rows["records"]] == [
        {"fieldNameOrPath": "Name", "value": "L1"}
    ]
    for each in found["listviews"]:
        rows = api("GET", f"{each['resultsUrl']}?limit=2")
        if each["label"] == "All open":
            assert (rows["size"], rows["done"]) == (2, False)
        assert api("GET", each["url"])["id"] == each["id"]
    api("GET", "sobjects/Lead/listviews/00B000000000000AAA", expect=404)
    assert Program(cast.otto)("GET", "sobjects/Lead/listviews")["listviews"]


@pytest.mark.parametrize("name", ["Account", "Contact", "Opportunity", "Task", "User"])
def test_every_list_can_be_asked(api: Program, name: str) -> None:
    for each in api("GET", f"sobjects/{name}/listviews")["listviews"]:
        api("GET", each["resultsUrl"])
        api.query(api("GET", each["describeUrl"])["query"])


def test_tools_find_what_they_draw_forms_by(api: Program) -> None:
    layout = api("GET", "sobjects/Lead/describe/layouts")
    [mapping] = layout["recordTypeMappings"]
    one = api("GET", f"sobjects/Lead/describe/layouts/{mapping['layoutId']}")
    assert one == layout["layouts"][0]
    names = {part["value"] for row in one["editLayoutSections"][0]["layoutRows"]
             for item in row["layoutItems"] for part in item["layoutComponents"]}  # fmt: skip
    assert {"LastName", "Company", "Status"} <= names
    compact = api("GET", "sobjects/Lead/describe/compactLayouts")["compactLayouts"][0]
    assert [item["label"] for item in compact["fieldItems"]][1:3] == ["Title", "Company"]
    assert api("GET", "sobjects/Lead/describe/approvalLayouts") == {"approvalLayouts": []}
    assert api("GET", "sobjects/Lead/quickActions") == api("GET", "quickActions") == []
    assert api("GET", "process/rules") == {"rules": {}}
    assert api("GET", "tabs")[0]["sobjectName"] == "Lead"
    assert api("GET", "theme")["themeItems"][0]["name"] == "Lead"
    assert api("GET", "tooling/sobjects")["sobjects"] == []
    [columns] = api("GET", "search/layout?q=Lead")
    assert columns["searchColumns"][0]["name"] == "Name"
    assert api("GET", "search/scopeOrder")[0]["type"] == "Lead"
    api("GET", "sobjects/Nothing/describe/layouts", expect=404)


def test_what_is_left_of_the_day_is_told(api: Program) -> None:
    before = api("GET", "limits")["DailyApiRequests"]
    after = api("GET", "limits")["DailyApiRequests"]
    assert before["Remaining"] - after["Remaining"] == 1
    assert after["Remaining"] < after["Max"]


def test_while_one_types(api: Program) -> None:
    for name in ("Lovelace", "Lovegood", "Babbage"):
        api("POST", "sobjects/Lead", {"LastName": name, "Company": "E"})
    found = api("GET", "search/suggestions?q=Lov&sobject=Lead&limit=1")
    assert found["hasMoreResults"]
    assert found["autoSuggestResults"][0]["Name"].startswith("Love")


def test_whose_company_a_task_is_about(api: Program) -> None:
    account = api("POST", "sobjects/Account", {"Name": "Engines"})["id"]
    contact = api("POST", "sobjects/Contact", {"LastName": "Ada", "AccountId": account})["id"]
    task = api("POST", "sobjects/Task", {"Subject": "Call", "WhoId": contact})["id"]
    found = api.query(f"SELECT AccountId, Account.Name FROM Task WHERE AccountId = '{account}'")
    assert found["records"][0]["Account"]["Name"] == "Engines"
    assert api("GET", f"sobjects/Task/{task}/Account?fields=Name")["Name"] == "Engines"
    [currency] = api.query("SELECT IsoCode, IsCorporate FROM CurrencyType")["records"]
    assert currency["IsCorporate"]
    assert not Lead.objects.exists()
