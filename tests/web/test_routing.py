"""The pages of the assignment rules: a draft is tried, replayed and published; a lead says why."""

from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from headwater import journey
from headwater.people.models import User
from headwater.records.draft import Draft
from headwater.records.models import Lead
from headwater.records.submission import Door
from headwater.route import drafts, replaying, rules
from headwater.route.assignment_case import AssignmentCase
from headwater.route.assignment_rule import AssignmentRule
from headwater.route.replay import Replay

HOME = "/setup/rules/assignment"
DRAFT = f"{HOME}?view=draft"


@pytest.fixture
def admin(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.ada)
    return client


@pytest.fixture
def two(cast: SimpleNamespace) -> list[AssignmentRule]:
    """Version 2: Rome goes to Otto, the rest to the team North."""
    User.objects.filter(pk=cast.ines.pk).update(is_taking_leads=False)
    rules.publish(
        [AssignmentRule(name="Rome", criteria="City = 'Rome'", owner=cast.otto),
         AssignmentRule(name="Rest", criteria="", team=cast.north)],
        by=cast.ada, note="The first rules",
    )  # fmt: skip
    return rules.published()


def test_a_draft_is_made_tried_and_published(
    admin: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    rows = {"mode": "rows", "field-0": "City", "operator-0": "=", "value-0": "Oslo"}
    answer = admin.post(
        f"{HOME}/new", {"name": "Oslo", "owner": cast.owen.pk, "is_active": "on"} | rows
    )
    assert answer.status_code == 302 and answer["Location"] == DRAFT
    page = admin.get(DRAFT).content.decode()
    assert "Draft, 1 change" in page and "City is Oslo" in page and "Publish version 3" in page
    assert "Never asked: “Rest” fits every lead" in page
    oslo = drafted()[2]
    admin.post(f"{HOME}/{oslo.key}/move", {"by": "-1"})
    assert [rule.name for rule in drafted()] == ["Rome", "Oslo", "Rest"]
    said = publish(admin, revision=2, over=2)
    assert "Version 3 is in force." in said
    assert [rule.name for rule in rules.published()] == ["Rome", "Oslo", "Rest"]
    admin.post(f"{HOME}/version/2/publication")
    assert [rule.name for rule in rules.published()] == ["Rome", "Rest"]
    page = admin.get(HOME).content.decode()
    assert "Back to version 2" in page and "Small ones wait" in page
    older = admin.get(f"{HOME}/version/3").content.decode()
    assert "Oslo" in older and "1 change" in older


def test_who_saves_second_is_told_and_what_they_typed_stays(
    admin: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    url = f"{HOME}/{two[0].key}"
    seen = admin.get(url).context["form"].initial["seen"]
    other = rules.published()[0]
    other.name = "Lazio"
    drafts.put(other, by=cast.mia, seen=seen)
    mine = {"name": "Italy", "where": "Country = 'Italy'", "owner": cast.owen.pk, "is_active": "on"}
    answer = admin.post(url, mine | {"seen": seen})
    told = answer.content.decode()
    assert answer.status_code == 422
    assert "Mia Market has changed this rule since you opened it" in told
    assert "Country = &#x27;Italy&#x27;" in told and 'value="Italy"' in told
    again = answer.context["form"]["seen"].value()
    assert admin.post(url, mine | {"seen": again}).status_code == 302
    drafts.remove(two[0].key, by=cast.mia)
    answer = admin.post(url, mine | {"seen": again})
    assert "has removed this rule" in answer.content.decode()
    assert admin.post(url, mine).status_code == 302
    assert [rule.name for rule in drafted()] == ["Rest", "Italy"]


def test_every_deed_in_the_draft_can_be_taken_back(
    admin: Client, two: list[AssignmentRule]
) -> None:
    def undone(path: str, **data: Any) -> list[str]:
        admin.post(f"{HOME}/{path}", data)
        told = admin.get(DRAFT).content.decode()
        admin.post(
            told.split('data-undo="')[1].split('"')[0] if "data-undo" in told else last_undo(told)
        )
        return [f"{rule.name} {rule.is_active}" for rule in drafted()]

    drafts.begin(by=User.objects.get(first_name="Ada"))
    there = ["Rome True", "Rest True"]
    assert undone(f"{two[0].key}/switch", on="0") == there
    assert undone(f"{two[0].key}/removal") == there
    assert undone("order", key=[two[1].key, two[0].key], revision=4) == there
    admin.post(f"{HOME}/draft/removal")
    assert drafts.current() is None
    admin.post(last_undo(admin.get(HOME).content.decode()))
    assert [f"{rule.name} {rule.is_active}" for rule in drafted()] == there


def test_nothing_is_published_unseen_untold_or_red(
    admin: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    assert "There is no draft any more" in publish(admin, revision=0, over=2)
    drafts.remove(two[0].key, by=cast.mia)
    assert "Say in a few words why" in publish(admin, revision=1, over=2, note=" ")
    assert "Mia Market has changed the draft" in publish(admin, revision=0, over=2)
    case = {"name": "From Rome", "city": "Rome", "owner": cast.otto.pk}
    assert admin.post(f"{HOME}/cases/new", case).status_code == 302
    page = admin.get(DRAFT).content.decode()
    assert "1 red" in page and "1 test case is red" in page
    assert "gets it, instead of Otto Outside" in publish(admin, revision=1, over=2)
    assert "Small ones wait" in admin.get(DRAFT).content.decode(), "the reason is not typed twice"
    assert rules.current().version == 2


def test_one_lead_is_tried_by_anybody_and_kept_by_admins(
    admin: Client, mara: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    drafts.remove(two[0].key, by=cast.ada)
    for browser in (admin, mara):
        told = browser.post(f"{HOME}/cases/trial", {"city": "Rome"}).content.decode()
        assert "In force:</b> “Rome” decides, to Otto Outside" in told
        assert "Draft:</b> “Rest” decides, to team North, in turn" in told
    assert "Keep test case" not in mara.get(f"{HOME}/cases/new").content.decode()
    mara.post(f"{HOME}/cases/new", {"name": "x", "owner": cast.otto.pk})
    assert not AssignmentCase.objects.exists()
    answer = admin.post(f"{HOME}/cases/new", {"name": "x", "city": "Rome"})
    assert answer.status_code == 422 and "Say what must become" in answer.content.decode()
    admin.post(f"{HOME}/cases/new", {"name": "x", "city": "Bonn", "expected": str(two[1].key)})
    case = AssignmentCase.objects.get()
    assert (case.values, case.rule_key) == ({"City": "Bonn"}, two[1].key)
    admin.post(f"{HOME}/cases/{case.pk}/removal")
    assert not AssignmentCase.objects.exists()
    admin.post(last_undo(admin.get(DRAFT).content.decode()))
    assert AssignmentCase.objects.get().rule_key == two[1].key


def test_a_replay_is_watched_by_those_who_see_every_lead(
    admin: Client, mara: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    lead, other = arrive("Rome"), arrive("Oslo")
    drafts.remove(two[0].key, by=cast.ada)
    assert admin.post(f"{HOME}/replays", {"days": "7"}).status_code == 302
    replay = Replay.objects.get()
    watch = admin.get(f"{HOME}/replays/{replay.pk}/progress", headers={"HX-Request": "true"})
    assert "Waiting for a worker" in watch.content.decode()
    replaying.run.func(replay_id=replay.pk)
    page = admin.get(DRAFT).content.decode()
    assert "The last 7 days" in page and "changes owner" in page
    assert "2 leads in" in page and "Rules have changed since" not in page
    assert "How this is reckoned" in page
    assert str(lead) in admin.get(f"{HOME}/replays/{replay.pk}/leads").content.decode()
    for path in ("leads", "progress"):
        assert mara.get(f"{HOME}/replays/{replay.pk}/{path}").status_code == 403
    hidden = mara.get(DRAFT).content.decode()
    assert "change owner" not in hidden and "in 90 days" not in hidden, "counts tell of leads"
    drafts.switch(two[1].key, False, by=cast.ada)
    assert "Rules have changed since. Replay again." in admin.get(DRAFT).content.decode()
    assert other.owner_id in (cast.mara.pk, cast.owen.pk)


def test_a_lead_says_why_it_is_whose_it_is(
    admin: Client, mara: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    lead = arrive("Oslo")
    told = admin.get(f"/leads/{lead.pk}/why").content.decode()
    assert "next in turn in team North" in told
    assert "Rome" in told and "City is Rome" in told, "what was asked before"
    assert "Ines Roy" in told and "takes no leads at the moment" in told
    assert f"{HOME}/version/2" in told and "was next" in told
    admin.post(f"/leads/{lead.pk}/owner", {"owner": cast.otto.pk})
    told = admin.get(f"/leads/{lead.pk}/why").content.decode()
    assert "given by Ada Admin" in told and "No rule was asked" in told and "Before" in told
    assert f"/leads/{lead.pk}/why" in admin.get(f"/leads/{lead.pk}").content.decode()
    assert mara.get(f"/leads/{lead.pk}/why").status_code == 404
    tried = admin.get(f"{HOME}/cases/new?lead={lead.pk}").content.decode()
    assert 'value="Oslo"' in tried


def test_criteria_are_said_while_one_types(admin: Client, two: list[AssignmentRule]) -> None:
    def post(**data: str) -> str:
        return admin.post(f"{HOME}/criteria", data).content.decode()

    said = post(mode="text", where="City = 'Bonn'", said="1")
    assert said.startswith("<p") and "City is Bonn" in said
    assert "trouble" in post(mode="text", where="City = ", said="1")
    rows = {"mode": "rows", "field-0": "City", "operator-0": "=", "value-0": "Bonn"}
    assert "City = &#x27;Bonn&#x27;" in post(**rows, to_text="1")
    assert 'value="Bonn"' in post(mode="text", where="City = 'Bonn'", to_rows="1")
    assert "field-1" in post(**rows, add="1")


def test_only_admins_change_and_everybody_reads(
    mara: Client, cast: SimpleNamespace, two: list[AssignmentRule]
) -> None:
    drafts.remove(two[0].key, by=cast.ada)
    for page in (HOME, DRAFT, f"{HOME}/version/1", f"{HOME}/version/2"):
        told = mara.get(page)
        assert told.status_code == 200
        assert "Publish version" not in told.content.decode()
    for path in ("new", "order", "draft/removal", "draft/publication", "version/1/publication",
                 "replays", f"{two[1].key}", f"{two[1].key}/switch"):  # fmt: skip
        assert mara.post(f"{HOME}/{path}").status_code == 403, path
    assert mara.get(f"{HOME}/version/99").status_code == 404


def test_what_is_not_there_is_not_found(admin: Client, two: list[AssignmentRule]) -> None:
    assert admin.get(f"{HOME}/{uuid4()}").status_code == 404
    assert admin.post(f"{HOME}/replays").status_code == 404, "without a draft"
    assert admin.post(f"{HOME}/order", {"key": "x"}).status_code == 404
    same = {"key": [str(rule.key) for rule in two], "revision": "0"}
    assert admin.post(f"{HOME}/order", same).status_code == 204
    assert drafts.current() is None, "what was dragged to where it was changes nothing"


def test_the_page_takes_as_many_queries_for_thirty_rules(
    admin: Client,
    cast: SimpleNamespace,
    two: list[AssignmentRule],
    django_assert_max_num_queries: Any,
) -> None:
    many = [
        AssignmentRule(name=f"R{n}", criteria=f"City = 'c{n}'", owner=cast.mara) for n in range(30)
    ]
    drafts.begin(by=cast.ada)
    for rule in many:
        drafts.put(rule, by=cast.ada)
    AssignmentCase.objects.create(name="one", values={"City": "c3"}, owner=cast.mara)
    admin.get(DRAFT)
    with django_assert_max_num_queries(40):
        admin.get(DRAFT)


def drafted() -> list[AssignmentRule]:
    draft = drafts.current()
    assert draft
    return rules.rules_of(draft)


def publish(admin: Client, **data: Any) -> str:
    answer = admin.post(f"{HOME}/draft/publication", {"note": "Small ones wait"} | data)
    return admin.get(answer["Location"]).content.decode()


def last_undo(page: str) -> str:
    return "/undo/" + page.rsplit('action="/undo/', 1)[1].partition('"')[0]


def arrive(city: str) -> Lead:
    draft = Draft({"last_name": f"From {city}", "city": city})
    (done,) = journey.create([draft], door=Door.API, joins=False, saves_duplicates=True)
    assert done.lead, done.reason
    return done.lead
