"""Who belongs to which company, and the person behind a person account, as programs see it."""

from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog import ids
from headwater.records import person_account
from headwater.records.models import Account, AccountContactRelation, Contact
from tests.api.conftest import Program


@pytest.fixture
def house(cast: SimpleNamespace) -> SimpleNamespace:
    harbor, quay = (Account.objects.create(owner=cast.mara, name=n) for n in ("Harbor", "Quay"))
    tom = Contact.objects.create(owner=cast.mara, last_name="Okafor", account=harbor)
    return SimpleNamespace(harbor=harbor, quay=quay, tom=tom)


@pytest.fixture
def program(cast: SimpleNamespace) -> Program:
    return Program(cast.mara)


def relation(house: SimpleNamespace, account: Account) -> dict[str, Any]:
    return {"AccountId": account.sf_id, "ContactId": house.tom.sf_id, "Roles": "Evaluator;Other",
            "StartDate": "2026-01-15"}  # fmt: skip


def test_a_relation_is_made_read_changed_and_ended(
    program: Program, house: SimpleNamespace
) -> None:
    path = "sobjects/AccountContactRelation"
    made = program("POST", f"{path}/", relation(house, house.quay))["id"]
    assert made.startswith("07k")
    found = program("GET", f"{path}/{made}")
    assert found["Roles"] == "Evaluator;Other" and found["IsDirect"] is False
    assert found["StartDate"] == "2026-01-15" and found["IsActive"] is True
    own = program("POST", f"{path}/", relation(house, house.harbor))["id"]
    assert program("GET", f"{path}/{own}")["IsDirect"] is True
    program("PATCH", f"{path}/{made}", {"IsActive": False, "EndDate": "2026-03-01"})
    text = "SELECT Contact.LastName, Account.Name FROM AccountContactRelation"
    rows = program.query(f"{text} WHERE IsActive = false AND Roles INCLUDES ('Evaluator')")
    assert [row["Account"]["Name"] for row in rows["records"]] == ["Quay"]
    assert program.query(f"{text} WHERE IsDirect = true")["totalSize"] == 1
    program("DELETE", f"{path}/{made}")
    assert AccountContactRelation.objects.alive().count() == 1
    wrong = {"StartDate": "2026-02-01", "EndDate": "2026-01-01"}
    program("PATCH", f"{path}/{own}", wrong, expect=400)
    program("POST", f"{path}/", {"AccountId": house.quay.sf_id}, expect=400)


def test_circles_are_refused(program: Program, house: SimpleNamespace) -> None:
    program("PATCH", f"sobjects/Account/{house.quay.sf_id}", {"ParentId": house.harbor.sf_id})
    path = f"sobjects/Account/{house.harbor.sf_id}"
    [error] = program("PATCH", path, {"ParentId": house.quay.sf_id}, expect=400)
    assert error["errorCode"] == "CIRCULAR_DEPENDENCY" and error["fields"] == ["ParentId"]


def test_a_person_is_read_through_the_account(
    program: Program, house: SimpleNamespace, cast: SimpleNamespace
) -> None:
    said = {"first_name": "Nora", "last_name": "Lind", "email": "nora@lind.example",
            "born_on": "1984-05-11"}  # fmt: skip
    nora = person_account.open_person(said, by=cast.mara)
    rows = program.query(
        "SELECT Name, LastName, PersonEmail, PersonBirthdate, PersonContactId, PersonDoNotCall"
        " FROM Account WHERE IsPersonAccount = true AND PersonEmail LIKE 'nora%'"
    )["records"]
    assert [row["LastName"] for row in rows] == ["Lind"]
    assert rows[0]["PersonBirthdate"] == "1984-05-11" and rows[0]["PersonDoNotCall"] is False
    assert ids.decode(rows[0]["PersonContactId"])[1] == nora.pk
    text = "SELECT Id FROM Contact WHERE IsPersonAccount = true"
    assert program.query(text)["totalSize"] == 1
    path = f"sobjects/Account/{house.harbor.sf_id}"
    assert program("GET", path)["PersonEmail"] in (None, "")
    for field in ("IsPersonAccount", "PersonEmail"):
        [error] = program("PATCH", path, {field: True}, expect=400)
        assert error["errorCode"] == "INVALID_FIELD_FOR_INSERT_UPDATE"
    names = [each["name"] for each in program("GET", "sobjects/Account/describe")["fields"]]
    assert {"PersonContactId", "PersonMailingCity", "IsPersonAccount"} <= set(names)
