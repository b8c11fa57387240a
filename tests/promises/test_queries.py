"""Every list costs the same number of queries for five rows and for fifty.

The journey's promise, one draft or two hundred, is kept in tests/test_journey.py.
"""

from collections.abc import Callable
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from headwater.capture.models import WebForm
from headwater.catalog import custom
from headwater.people.models import User
from headwater.people.user import Role
from headwater.qualify import tasks
from headwater.records import writing
from headwater.records.models import (
    Account,
    Campaign,
    CampaignMember,
    Contact,
    ImportJob,
    Lead,
    Notification,
    Opportunity,
    OpportunityContactRole,
    Submission,
)
from headwater.records.submission import Door, State
from headwater.route import rules
from headwater.route.assignment_rule import AssignmentRule
from headwater.score import rules as scoring
from headwater.score.score_rule import ScoreRule
from headwater.web.lists.saved_view import SavedView

LISTS = (
    "/", "/leads?view=all", "/leads?view=all&column=Name&column=Owner.Name&column=Score",
    "/leads?view=all&format=csv", "/accounts?view=all", "/contacts?view=all",
    "/opportunities?view=all", "/opportunities/board?whose=all", "/campaigns?view=all",
    "/opportunities/forecast?whose=all", "/opportunities/early", "/opportunities/closed",
    "/campaigns/{campaign}", "/campaigns/{campaign}/results", "/campaigns/{campaign}/hierarchy",
    "/campaigns/{campaign}/influence", "/campaigns/report",
    "/accounts/{account}", "/contacts/{contact}",
    "/opportunities/{opportunity}", "/leads/{lead}", "/leads/{lead}/peek", "/leads/{lead}/story",
    "/forms", "/submissions", "/imports", "/notifications", "/notifications/latest",
    "/reports/library", "/reports/rows?kind=Lead&column=Name&column=OwnerId",
    "/reports/rows?kind=Lead&row=OwnerId&across=Status", "/reports/new?kind=Lead&row=Company",
    "/reports?period=all", "/palette?q=Number", "/records/Lead/choices?q=Number",
    "/setup/users", "/setup/rules/assignment", "/setup/rules/score", "/setup/fields",
)  # fmt: skip


@pytest.fixture(autouse=True)
def settled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow machine must not read what is remembered for a moment once more."""
    monkeypatch.setattr(custom, "FRESH_SECONDS", 3600)


def grow(cast: SimpleNamespace, campaign: Campaign, numbers: range) -> None:
    """More of everything; half of it hangs on the first lead, account, contact and deal."""
    for number in numbers:
        name = f"Number{number}"
        account = writing.create("Account", {"name": name, "owner_id": cast.mara.pk}, by=cast.mara)
        hub = Account.objects.earliest("pk")
        contact = writing.create("Contact", {
            "last_name": name, "account_id": hub.pk, "owner_id": cast.owen.pk,
        }, by=cast.mara)  # fmt: skip
        lead = Lead.objects.create(
            last_name=name,
            company=name,
            owner=cast.queue if number % 2 else cast.mara,
            score=number,
            matched_account=account,
        )
        Opportunity.objects.create(
            name=name, account=hub, owner=cast.mara, stage_name="Prospecting", amount=Decimal(9),
            campaign=campaign,
        )  # fmt: skip
        CampaignMember.objects.create(campaign=campaign, lead=lead, status="Sent")
        OpportunityContactRole.objects.create(
            opportunity=Opportunity.objects.earliest("pk"), contact=contact
        )
        hang_on(cast, number)
        around(cast, number)
    publish(cast, len(numbers))


def hang_on(cast: SimpleNamespace, number: int) -> None:
    """What happened with the first ones, and what is to be done."""
    for kind in (Lead, Account, Contact, Opportunity):
        first = kind.objects.earliest("pk")
        tasks.add(first, subject=f"Call {number}", by=cast.mara, due_on=timezone.localdate())
        key = f"{kind.__name__.lower()}_id"
        writing.create("Note", {key: first.pk, "body": f"Note {number}"}, by=cast.owen)
        done = tasks.add(first, subject=f"Done {number}", by=cast.owen)
        tasks.complete([done], by=cast.owen)
    Submission.objects.create(
        door=Door.FORM, form="quote", payload={"LastName": ["x"]}, state=State.CREATED,
        lead=Lead.objects.earliest("pk"), settled_at=timezone.now(),
    )  # fmt: skip


def around(cast: SimpleNamespace, number: int) -> None:
    """What is not a record: forms, files, notices, people, fields, views."""
    WebForm.objects.create(slug=f"f{number}", name=f"Form {number}", created_by=cast.mia)
    ImportJob.objects.create(file_name=f"{number}.csv", created_by=cast.ada)
    Notification.objects.create(user=cast.ada, key=f"n{number}", text="New lead")
    SavedView.objects.create(object_name="Lead", name=f"View {number}", owner=cast.ada)
    custom.define("Lead", f"Extra {number}", "string")
    User.objects.create_user(
        f"n{number}@juniper.example", "x" * 12, last_name=f"Number{number}", role=Role.REP,
        manager=cast.ines, team=cast.north,
    )  # fmt: skip


def publish(cast: SimpleNamespace, count: int) -> None:
    """Rules, as many as there are rows."""
    names = [f"Rule {number}" for number in range(count)]
    routing = [AssignmentRule(name=name, criteria="Score > 1", owner=cast.mara) for name in names]
    rules.publish(routing, by=cast.ada)
    points = [ScoreRule(name=name, criteria="Score > 1", points=1) for name in names]
    scoring.publish(points, by=cast.ada)


def cost(client: Client, url: str) -> list[str]:
    """The queries that a page makes."""
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        if answer.streaming:
            list(answer)
    return [query["sql"] for query in captured]


def test_every_list_makes_as_many_queries_for_five_rows_as_for_fifty(
    cast: SimpleNamespace, campaign: Campaign, sign_in: Callable[[User], Client]
) -> None:
    grow(cast, campaign, range(5))
    first = {
        "campaign": campaign.pk, "account": Account.objects.earliest("pk").pk,
        "contact": Contact.objects.earliest("pk").pk, "lead": Lead.objects.earliest("pk").pk,
        "opportunity": Opportunity.objects.earliest("pk").pk,
    }  # fmt: skip
    urls = [url.format(**first) for url in LISTS]
    people = {name: sign_in(getattr(cast, name)) for name in ("ada", "mara")}
    asked = [
        (name, url)
        for name in people
        for url in urls
        if name == "ada" or not url.startswith(("/setup", "/imports"))
    ]
    for name, url in asked:
        cost(people[name], url)  # what is remembered for a moment is remembered now
    few = {(name, url): cost(people[name], url) for name, url in asked}
    grow(cast, campaign, range(5, 50))
    for name, url in asked:
        cost(people[name], url)
    many = {(name, url): cost(people[name], url) for name, url in asked}
    more = {
        key: sorted(set(many[key]) - set(few[key]), key=len)[-3:]
        for key in asked
        if len(many[key]) != len(few[key])
    }
    assert {key: (len(few[key]), len(many[key])) for key in more} == {}, more
    assert {key: len(queries) for key, queries in many.items() if len(queries) >= 40} == {}
