"""An assistant lives a lead's story by the tools, and meets the rights of its user."""

from types import SimpleNamespace
from typing import Any

import orjson
import pytest
from asgiref.sync import async_to_sync
from mcp import Client

from headwater.api import tokens
from headwater.cli import mcp_server
from headwater.cli.refusal import Refusal
from headwater.people.user import User
from headwater.reporting import keeping
from headwater.reporting.spec import Axis, Measure, Spec

HOPPER = {"LastName": "Hopper", "FirstName": "Grace", "Company": "Navy Yard",
          "Email": "grace@navy.example"}  # fmt: skip


class Assistant:
    """Calls tools one after the other; what is answered as text is read as JSON."""

    def __init__(self, user: User, **how: Any) -> None:
        self.server = mcp_server.server(user, **how)

    def __call__(self, tool: str, *, fails: bool = False, **given: Any) -> Any:
        async def call() -> Any:
            async with Client(self.server) as client:
                return await client.call_tool(tool, given)

        result = async_to_sync(call)()
        text = result.content[0].text if result.content else "null"
        assert result.is_error == fails, text
        if fails:
            return text
        found = result.structured_content or orjson.loads(text)
        return found["result"] if set(found) == {"result"} else found

    def names(self) -> set[str]:
        async def listed() -> Any:
            async with Client(self.server) as client:
                return await client.list_tools()

        tools = async_to_sync(listed)().tools
        assert all(tool.description for tool in tools)
        return {tool.name for tool in tools}


def test_a_leads_story(cast: SimpleNamespace) -> None:
    tell = Assistant(cast.ada)
    lead = tell("create_lead", fields=HOPPER)["id"]
    assert [each["id"] for each in tell("find", words="hopper navy")] == [lead]
    tell("assign", lead=lead, to=cast.mara.email)
    tell("update", record=lead, fields={"Phone": "+44 20 7946 0958"})
    tell("add_task", lead=lead, subject="Send the offer", due="2026-03-17")
    tell("add_note", lead=lead, title="Wishes", text="Would like a ship")
    told = tell("lead", lead=lead)
    assert (told["owner"], told["name"]) == (cast.mara.name, "Grace Hopper")
    assert any("Headwater" in line or cast.ada.name in line for line in told["story"])
    moved = tell("move_status", lead=lead, status="Working - Contacted")
    assert moved["status"] == "Working - Contacted"
    rows = tell("query", soql="SELECT Status, COUNT(Id) FROM Lead GROUP BY Status")["rows"]
    assert rows == [["Working - Contacted", 1]]
    assert isinstance(tell("due_today"), list)


def test_it_is_previewed_converted_and_taken_back(cast: SimpleNamespace) -> None:
    tell = Assistant(cast.ada)
    lead = tell("create_lead", fields=HOPPER)["id"]
    assert tell("preview_conversion", lead=lead)["account"]["name"] == "Navy Yard"
    assert tell("lead", lead=lead)["is_converted"] is False
    assert tell("convert", lead=lead)["contact"]["is_new"]
    assert tell("lead", lead=lead)["is_converted"] is True
    tell("undo_conversion", lead=lead)
    assert tell("lead", lead=lead)["is_converted"] is False


def test_a_saved_report_says_what_its_reader_may_see(cast: SimpleNamespace) -> None:
    tell = Assistant(cast.ada)
    tell("create_lead", fields=HOPPER)
    tell("create_lead", fields={"LastName": "Liskov", "Company": "Substitution"})
    by_status = Spec("Lead", row=Axis("Status"), measures=(Measure(),))
    kept = keeping.keep("By status", by_status, by=cast.ada)
    [told] = tell("reports")
    assert (told["number"], told["name"], told["about"]) == (kept.pk, "By status", "Leads")
    found = tell("report", report="by STATUS")
    assert found["rows"][-1][-1] == 2
    listed = keeping.keep("All", Spec("Lead", columns=("Name", "Company")), by=cast.ada)
    found = tell("report", report=str(listed.pk), limit=1)
    assert (found["columns"], len(found["rows"]), found["more"]) == (
        ["Id", "Name", "Company"], 1, True,
    )  # fmt: skip
    assert Assistant(cast.otto)("reports") == []
    assert "no report" in Assistant(cast.otto)("report", fails=True, report="By status")
    keeping.share(listed, "all", by=cast.ada)
    assert Assistant(cast.otto)("report", report="All")["rows"] == []


def test_what_is_wrong_is_told_in_a_sentence(cast: SimpleNamespace) -> None:
    tell = Assistant(cast.ada)
    assert "no lead" in tell("lead", fails=True, lead="00Q000000000999AAA")
    assert "Nope" in tell("query", fails=True, soql="SELECT Nope FROM Lead")
    assert "Nope" in tell("create_lead", fails=True, fields={"Nope": 1})
    assert "one of" in tell("log_call", fails=True, lead="1", outcome="great")


def test_nobody_does_more_than_they_may(cast: SimpleNamespace) -> None:
    lead = Assistant(cast.ada)("create_lead", fields=HOPPER)["id"]
    looking = {*mcp_server.READING, *mcp_server.REPORTS}
    assert Assistant(cast.rhea).names() == looking
    assert Assistant(cast.ada, reads_only=True).names() == looking
    assert Assistant(cast.mara).names() == looking | {*mcp_server.DEEDS}
    gone = Assistant(cast.mara)
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    assert "may not sign in" in gone("lead", fails=True, lead=lead)


def test_whose_rights_they_have(cast: SimpleNamespace) -> None:
    token = tokens.issue(cast.mara, scopes="read")
    assert mcp_server._person("", token) == (cast.mara, True)
    assert mcp_server._person(cast.ada.email.upper(), "") == (cast.ada, False)
    with pytest.raises(Refusal, match="HEADWATER_TOKEN"):
        mcp_server._person("", "00D!nothing")
