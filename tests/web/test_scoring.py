"""Score rules in Setup: a draft, the grid, one lead tried, replay, versions; a lead's panel."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from headwater.records import engagement
from headwater.records.engagement import Engagement
from headwater.records.models import Lead, TrailEntry
from headwater.score import drafts, replaying, rules
from headwater.score.models import ScoreReplay, ScoreRule
from headwater.score.rescore import rescore
from headwater.web.records.sentences import say

HOME = "/setup/rules/score"
MakeLead = Callable[..., Lead]
WEB = {
    "name": "From the web", "event": "", "side": "fit", "mode": "text",
    "where": "LeadSource = 'Web'", "points": "50", "is_active": "on",
}  # fmt: skip


@pytest.fixture
def admin(client: Client, cast: SimpleNamespace) -> Client:
    client.force_login(cast.ada)
    rules.publish([ScoreRule(name="Has phone", criteria="Phone != null", points=20)], by=None)
    return client


def text(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_a_rule_goes_through_the_draft_into_force_and_back(
    admin: Client, make_lead: MakeLead
) -> None:
    before = rules.current().version
    assert admin.post(f"{HOME}/new", WEB).status_code == 302
    clicks = {"name": "Clicks", "event": "email_click", "what": "/offer", "points": "7",
              "most_points": "21", "half_life_days": "30", "is_active": "on",
              "mode": "rows"}  # fmt: skip
    assert admin.post(f"{HOME}/new", clicks).status_code == 302
    assert rules.current().version == before
    page = text(admin, f"{HOME}?view=draft")
    assert "Lead source is Web" in page and "at most 21, halves every 30 days" in page
    draft = drafts.current()
    assert draft is not None
    own = rules.rules_of(draft)
    assert [(rule.name, rule.side) for rule in own] == [
        ("Has phone", "fit"), ("From the web", "fit"), ("Clicks", "engagement")
    ]  # fmt: skip
    admin.post(f"{HOME}/{own[1].key}/move", {"by": "-1"})
    admin.post(f"{HOME}/{own[0].key}/switch", {"on": "0"})
    admin.post(f"{HOME}/{own[2].key}/removal")
    draft.refresh_from_db()
    lead = make_lead(lead_source="Web", phone="1", company="Hollis")
    tried = text(admin, f"{HOME}/trial?lead={lead.pk}")
    assert "From the web" in tried and "Has phone" in tried
    assert "Hollis" in text(admin, f"{HOME}/trial?q=hollis")
    said = {"note": "What won", "revision": str(draft.revision), "over": str(before)}
    admin.post(f"{HOME}/draft/publication", said)
    version, active = rules.published()
    assert version.version == (before or 0) + 1 and version.note == "What won"
    assert [rule.name for rule in active] == ["From the web"]
    assert "compared with" in text(admin, f"{HOME}/version/{version.version}")
    admin.post(f"{HOME}/version/{before}/publication")
    assert [rule.name for rule in rules.published()[1]] == ["Has phone"]


def test_the_grid_is_edited_in_the_draft(admin: Client) -> None:
    page = text(admin, f"{HOME}/grid")
    assert "A from fit points" in page
    grid = {f"grade_{n}": str(90 - 10 * n) for n in range(5)}
    grid |= {f"level_{n}": str(60 - 20 * n) for n in range(3)}
    grid |= {f"until_{n}": "4" if n == 0 else "0" for n in range(6)}
    grid |= {"hot_threshold": "70", "return_points": "5", "most_return_points": "15"}
    wrong = admin.post(f"{HOME}/grid", grid | {"grade_1": "95"})
    assert wrong.status_code == 422 and "each lower" in wrong.content.decode()
    assert admin.post(f"{HOME}/grid", grid).status_code == 302
    draft = drafts.current()
    assert draft is not None
    assert (draft.grade_floors, draft.qualifying_levels) == (
        [90, 80, 70, 60, 50],
        [4, 0, 0, 0, 0, 0],
    )
    assert "Floors of the grades" in text(admin, f"{HOME}?view=draft")
    admin.post(f"{HOME}/draft/removal")
    assert drafts.current() is None


def test_a_wrong_rule_is_answered_in_words(admin: Client) -> None:
    answer = admin.post(f"{HOME}/new", WEB | {"where": "LeadSorce = 'Web'"})
    assert answer.status_code == 422 and "LeadSource" in answer.content.decode()
    assert drafts.current() is None


def test_who_was_slower_is_told(admin: Client, cast: SimpleNamespace) -> None:
    rule = rules.rules_of(rules.current())[0]
    seen = drafts.fingerprint(rule)
    rule.points = 30
    drafts.put(rule, by=cast.ada, seen=seen)
    given = {"name": "Has phone", "mode": "text", "where": "Phone != null", "side": "fit",
             "points": "5", "is_active": "on", "seen": seen}  # fmt: skip
    answer = admin.post(f"{HOME}/{rule.key}", given)
    assert answer.status_code == 422 and "has changed this rule" in answer.content.decode()
    stale = {"note": "x", "revision": "0", "over": str(rules.current().version)}
    admin.post(f"{HOME}/draft/publication", stale)
    assert drafts.current() is not None


def test_a_replay_tells_before_anything_is_in_force(
    admin: Client, make_lead: MakeLead, sign_in: Callable[..., Client], cast: SimpleNamespace
) -> None:
    won = make_lead(lead_source="Web", is_converted=True, status_changed_at=timezone.now())
    lost = make_lead(phone="1", is_closed=True)
    open_one = make_lead(lead_source="Web", phone="1")
    scores = dict(Lead.objects.values_list("pk", "score"))
    admin.post(f"{HOME}/new", WEB)
    grid: Any = {"qualifying_levels": [4, 0, 0, 0, 0, 0]}
    drafts.settle(grid, by=cast.ada)
    draft = drafts.current()
    assert draft is not None
    admin.post(f"{HOME}/replays", {"days": "30"})
    replay = replaying.work(ScoreReplay.objects.get())
    assert dict(Lead.objects.values_list("pk", "score")) == scores
    assert replay.state == "done" and replay.result["leads"] == 3
    ends = {each["end"]: each["qualified"] for each in replay.result["ends"]}
    assert ends == {"converted": [0, 1], "closed": [0, 0], "open": [0, 1]}
    assert {moved[0] for moved in replay.result["moved"]} == {
        won.pk,
        open_one.pk,
    }
    page = text(admin, f"{HOME}?view=draft")
    assert "100" in page and "qualified" in page
    assert str(open_one) in text(admin, f"{HOME}/replays/{replay.pk}/leads")
    assert str(lost.pk) not in [row[0] for row in replay.result["moved"]]
    rep = sign_in(cast.mara)
    assert rep.post(f"{HOME}/replays", {"days": "30"}).status_code == 403


def test_the_panel_shows_what_adds_up(
    admin: Client, make_lead: MakeLead, cast: SimpleNamespace
) -> None:
    rules.publish([
        ScoreRule(name="Has phone", criteria="Phone != null", points=50),
        ScoreRule(name="Looked at a product", event="key_page", side="engagement", points=9,
                  is_per_interest=True, half_life_days=30),
    ], by=cast.ada)  # fmt: skip
    lead = make_lead(phone="1")
    now = timezone.now()
    engagement.note([
        Engagement(kind="key_page", lead=lead, at=now, interest="Solar", key=f"panel-{n}")
        for n in range(2)
    ])  # fmt: skip
    rescore([lead.pk])
    page = text(admin, f"/leads/{lead.pk}")
    assert ("A2 · not" not in page and "A3" in page) or "A2" in page
    assert "Interested in Solar" in page and "halves every 30 days" in page
    assert "Fades: counted again" in page


def test_a_publication_is_told_as_a_sentence(cast: SimpleNamespace) -> None:
    rules.publish([], by=cast.ada, note="Fewer, after the spring fair")
    told = say(TrailEntry.objects.get(event="score_rules.published"))
    assert (told.what, told.why, told.quote) == (
        "Version 2 of the score rules counts from now on",
        "by Ada Admin; every open lead is scored anew", "Fewer, after the spring fair",
    )  # fmt: skip
