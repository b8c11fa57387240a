"""Requests within a request: later ones build on earlier ones, and all may stand or fall."""

from typing import Any

import pytest

from headwater.records.models import Account, Contact, Lead
from tests.api.conftest import Program, V


def asked(name: str, method: str, path: str, body: Any = None) -> dict[str, Any]:
    return {"method": method, "url": f"{V}/{path}", "referenceId": name} | (
        {"body": body} if body is not None else {}
    )


STORY = [
    asked("acc", "POST", "sobjects/Account", {"Name": "Engines"}),
    asked("con", "POST", "sobjects/Contact", {"LastName": "Ada", "AccountId": "@{acc.id}"}),
    asked("get", "GET", "sobjects/Contact/@{con.id}?fields=Id,LastName,AccountId"),
    asked("found", "GET", "query/?q=SELECT+Name+FROM+Account+WHERE+Id+='%40%7Bacc.id%7D'"),
    asked("named", "PATCH", "sobjects/Account/@{acc.id}", {"Phone": "@{found.records[0].Name}"}),
]


def test_later_requests_use_what_earlier_ones_were_answered(api: Program) -> None:
    told = api("POST", "composite", {"compositeRequest": STORY}, expect=200)["compositeResponse"]
    assert [each["httpStatusCode"] for each in told] == [201, 201, 200, 200, 204]
    assert told[0]["httpHeaders"]["Location"].endswith(f"/sobjects/Account/{told[0]['body']['id']}")
    assert told[2]["body"]["AccountId"] == told[0]["body"]["id"]
    assert told[4]["body"] is None
    assert Account.objects.get().phone == "Engines"


def test_all_or_none_takes_everything_back(api: Program) -> None:
    bad = asked("bad", "POST", "sobjects/Contact", {"FirstName": "x"})
    last = asked("last", "POST", "sobjects/Account", {"Name": "Later"})
    said = {"allOrNone": True, "compositeRequest": [*STORY[:2], bad, last]}
    told = api("POST", "composite", said, expect=200)["compositeResponse"]
    codes = [each["body"][0]["errorCode"] for each in told]
    assert codes == ["PROCESSING_HALTED", "PROCESSING_HALTED", "REQUIRED_FIELD_MISSING",
                     "PROCESSING_HALTED"]  # fmt: skip
    assert not Account.objects.exists()
    assert not Contact.objects.exists()


def _collection(method: str = "POST", **more: Any) -> dict[str, Any]:
    """One lead that is fine and one that is not, as collections say it."""
    kind = {"attributes": {"type": "Lead"}}
    records = [kind | {"LastName": "One", "Company": "Go"}, kind | {"Company": "Go"}]
    asked = {"method": method, "url": f"{V}/composite/sobjects", "referenceId": "both"}
    return asked | {"body": {"allOrNone": False, "records": records}} | more


def test_all_or_none_goes_for_the_records_of_a_collection_too(api: Program) -> None:
    """The outer wish overrides that of the collection, although its status is 200."""
    firm = {"method": "POST", "url": f"{V}/sobjects/Account", "referenceId": "firm",
            "body": {"Name": "Go"}}  # fmt: skip
    asked = {"allOrNone": True, "compositeRequest": [firm, _collection()]}
    told = api("POST", "composite", asked, expect=200)["compositeResponse"]
    assert told[0]["body"][0]["errorCode"] == "PROCESSING_HALTED"
    codes = [each["errors"][0]["statusCode"] for each in told[1]["body"]]
    assert codes == ["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"]
    assert (Lead.objects.count(), Account.objects.count()) == (0, 0)
    graphs = {"graphs": [{"graphId": "1", "compositeRequest": [_collection()]}]}
    assert api("POST", "composite/graph", graphs, expect=200)["graphs"][0]["isSuccessful"] is False
    assert Lead.objects.count() == 0
    asked["allOrNone"] = False
    told = api("POST", "composite", asked, expect=200)["compositeResponse"]
    assert [each["success"] for each in told[1]["body"]] == [True, False]
    made = told[1]["body"][0]["id"]
    gone = _collection("DELETE", url=f"{V}/composite/sobjects?ids={made},00Q00000000zzzzAAA")
    asked = {"allOrNone": True, "compositeRequest": [gone | {"body": None}]}
    told = api("POST", "composite", asked, expect=200)["compositeResponse"]
    assert [each["success"] for each in told[0]["body"]] == [False, False]
    assert Lead.objects.get().is_deleted is False


def test_go_and_async_clients_refer_in_percents(api: Program) -> None:
    asked = {"compositeRequest": [
        _collection(), _collection("PATCH", referenceId="change", body={"records": [
            {"attributes": {"type": "Lead"}, "id": "@{both[0].id}", "Title": "Boss"}]}),
        {"method": "GET", "referenceId": "found", "url":
         f"{V}/query?q=SELECT%20Id%20FROM%20Lead%20WHERE%20Id%3D%27%40%7Bboth%5B0%5D.id%7D%27"},
        {"method": "GET", "referenceId": "got", "url":
         f"{V}/sobjects/Lead/%40%7Bfound.records%5B0%5D.Id%7D?fields=Title"},
    ]}  # fmt: skip
    told = api("POST", "composite", asked, expect=200)["compositeResponse"]
    assert [each["httpStatusCode"] for each in told] == [200] * 4
    assert told[-1]["body"]["Title"] == "Boss"


def test_without_it_what_does_not_depend_on_a_refusal_goes_on(api: Program) -> None:
    bad = asked("acc", "POST", "sobjects/Account", {"Nope": "x"})
    other = asked("other", "POST", "sobjects/Account", {"Name": "Other"})
    said = {"compositeRequest": [bad, STORY[1], other]}
    told = api("POST", "composite", said, expect=200)["compositeResponse"]
    assert [each["httpStatusCode"] for each in told] == [400, 400, 201]
    assert told[1]["body"][0]["errorCode"] == "PROCESSING_HALTED"


@pytest.mark.parametrize(
    "requests",
    [
        [],
        [STORY[0]] * 26,
        [STORY[0], STORY[0]],
        [asked("a b", "GET", "limits")],
        [asked(f"q{each}", "GET", "query?q=SELECT+Id+FROM+Lead") for each in range(6)],
        "x",
        [1],
    ],
)
def test_what_is_no_composite_is_refused(api: Program, requests: Any) -> None:
    api("POST", "composite", {"compositeRequest": requests}, expect=400)


def test_it_holds_no_requests_that_hold_requests(api: Program) -> None:
    inner = asked("inner", "POST", "composite", {"compositeRequest": STORY})
    outside = {"method": "GET", "url": "/setup", "referenceId": "page"}
    said = {"compositeRequest": [inner, outside]}
    told = api("POST", "composite", said, expect=200)["compositeResponse"]
    assert [each["httpStatusCode"] for each in told] == [400, 400]


def test_a_batch_is_of_requests_by_themselves(api: Program) -> None:
    said = {
        "haltOnError": True,
        "batchRequests": [
            {"method": "POST", "url": "v60.0/sobjects/Lead",
             "richInput": {"LastName": "Ada", "Company": "E"}},
            {"method": "GET", "url": "v60.0/sobjects/Lead/nobody"},
            {"method": "GET", "url": "v60.0/limits"},
        ],
    }  # fmt: skip
    told = api("POST", "composite/batch", said, expect=200)
    assert told["hasErrors"]
    assert [each["statusCode"] for each in told["results"]] == [201, 404, 412]
    assert Lead.objects.count() == 1


def test_graphs_stand_and_fall_by_themselves(api: Program) -> None:
    bad = asked("bad", "POST", "sobjects/Contact", {"FirstName": "x"})
    graphs = [
        {"graphId": "1", "compositeRequest": STORY[:2]},
        {"graphId": "2", "compositeRequest": [*STORY[:2], bad]},
    ]
    told = api("POST", "composite/graph", {"graphs": graphs}, expect=200)["graphs"]
    assert [(each["graphId"], each["isSuccessful"]) for each in told] == [("1", True), ("2", False)]
    assert Account.objects.count() == 1


TREE = {
    "records": [
        {
            "attributes": {"type": "Account", "referenceId": "engines"},
            "Name": "Engines",
            "Contacts": {
                "records": [
                    {"attributes": {"type": "Contact", "referenceId": "ada"}, "LastName": "Ada"}
                ]
            },
        },
        {"attributes": {"type": "Account", "referenceId": "looms"}, "Name": "Looms"},
    ]
}


def test_a_tree_is_made_from_its_roots_to_its_leaves(api: Program) -> None:
    told = api("POST", "composite/tree/Account", TREE)
    assert not told["hasErrors"]
    assert [each["referenceId"] for each in told["results"]] == ["engines", "ada", "looms"]
    assert Contact.objects.get().account == Account.objects.get(name="Engines")


def test_a_tree_is_made_whole_or_not_at_all(api: Program) -> None:
    nameless = {"attributes": {"type": "Account", "referenceId": "x"}, "Phone": "1"}
    told = api("POST", "composite/tree/Account", {"records": [*TREE["records"], nameless]},
               expect=400)  # fmt: skip
    assert told["hasErrors"]
    assert [each["referenceId"] for each in told["results"]] == ["x"]
    assert told["results"][0]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    assert not Account.objects.exists()
    api("POST", "composite/tree/Account", {"records": [nameless, nameless]}, expect=400)
    api("POST", "composite/tree/Account", {"records": []}, expect=400)
