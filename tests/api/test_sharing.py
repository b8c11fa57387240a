"""An outsider finds nothing of a private record through any call."""

from collections.abc import Callable
from types import SimpleNamespace

from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.records.models import Lead, Task
from tests.api.conftest import Program

Programs = Callable[[object], Program]


def test_an_outsider_finds_nothing_of_a_private_lead(
    program: Programs, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(title="Chief")
    path = f"sobjects/Lead/{lead.sf_id}"
    outside, inside = program(cast.otto), program(cast.mara)
    assert inside("GET", path)["Title"] == "Chief"
    assert inside.query("SELECT Id FROM Lead")["totalSize"] == 1
    for method, data in (("GET", None), ("PATCH", {"Title": "x"}), ("DELETE", None)):
        assert outside(method, path, data, expect=404)[0]["errorCode"] == "NOT_FOUND"
    for query in ("SELECT Id FROM Lead", "SELECT Id FROM Lead WHERE Title = 'Chief'"):
        assert outside.query(query)["records"] == []
    assert outside.query("SELECT COUNT() FROM Lead")["totalSize"] == 0
    assert outside("GET", "sobjects/Lead")["recentItems"] == []
    assert outside("GET", "recent") == []
    lead.refresh_from_db()
    assert (lead.title, lead.is_deleted) == ("Chief", False)


def test_nothing_can_be_hung_on_what_one_does_not_see(
    program: Programs, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead()
    task = {"Subject": "Call", "WhoId": lead.sf_id}
    told = program(cast.otto)("POST", "sobjects/Task", task, expect=400)
    assert told[0]["errorCode"] == "INVALID_CROSS_REFERENCE_KEY"
    program(cast.mara)("POST", "sobjects/Task", task)
    assert Task.objects.get().lead_id == lead.pk


def test_a_visible_record_tells_nothing_of_a_private_parent(
    program: Programs, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(email="secret@cold.example")
    Task.objects.create(subject="Call", owner=cast.otto, lead=lead)
    outside, inside = program(cast.otto), program(cast.mara)
    query = "SELECT Subject, Who.Name, Lead.Email FROM Task"
    assert inside.query(query)["records"][0]["Lead"]["Email"] == "secret@cold.example"
    assert outside.query(query)["records"][0]["Lead"]["Email"] is None
    assert outside.query(query)["records"][0]["Who"]["Name"] is None
    guess = "SELECT Subject FROM Task WHERE Lead.Email LIKE 'secret%'"
    assert outside.query(guess)["records"] == []


def test_who_may_only_read_changes_nothing(
    program: Programs, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead, reader = make_lead(), program(cast.rhea)
    assert reader("GET", f"sobjects/Lead/{lead.sf_id}")["LastName"] == "Okafor"
    for method, path in (
        ("POST", "sobjects/Lead"),
        ("PATCH", f"sobjects/Lead/{lead.sf_id}"),
        ("DELETE", f"sobjects/Lead/{lead.sf_id}"),
    ):
        told = reader(method, path, {"LastName": "x"}, expect=403)
        assert told[0]["errorCode"] == "INSUFFICIENT_ACCESS_OR_READONLY"


def test_a_query_costs_as_much_for_many_as_for_one(
    program: Programs, cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    mara = program(cast.mara)
    make_lead()
    query = "SELECT Id, Owner.Name, MatchedAccount.Name FROM Lead"
    mara.query(query)
    with CaptureQueriesContext(connection) as one:
        mara.query(query)
    for _ in range(20):
        make_lead()
    with CaptureQueriesContext(connection) as many:
        assert mara.query(query)["totalSize"] == 21
    assert len(one) == len(many) <= 5
