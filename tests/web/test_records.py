"""The parts of every record's page: facts edited in place, undo, the story, look-ups."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.test import Client

from headwater.catalog import custom
from headwater.people.models import User
from headwater.records import trail
from headwater.records.models import Account, Lead, TrailEntry
from headwater.web.records import facts, sentences, timeline, words

MakeLead = Callable[..., Lead]
HTMX = {"HX-Request": "true"}


def test_a_fact_is_changed_in_place_and_taken_back(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead(title="Operations manager")
    url = f"/records/Lead/{lead.pk}/facts/Title"
    assert 'value="Operations manager"' in mara.get(url, headers=HTMX).content.decode()

    answer = mara.post(url, {"value": "Plant manager"}, headers=HTMX)
    assert "Plant manager" in answer.content.decode()
    lead.refresh_from_db()
    assert lead.title == "Plant manager"
    assert TrailEntry.objects.filter(event="lead.changed", record_id=lead.pk).count() == 1

    (undo_url,) = mara.session["headwater.undo"]
    assert mara.post(f"/undo/{undo_url}").status_code == 302
    lead.refresh_from_db()
    assert lead.title == "Operations manager"


def test_undo_leaves_alone_what_was_changed_since(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    mara.post(f"/records/Lead/{lead.pk}/facts/Title", {"value": "First"}, headers=HTMX)
    (key,) = mara.session["headwater.undo"]
    Lead.objects.filter(pk=lead.pk).update(title="By somebody else")
    mara.post(f"/undo/{key}")
    lead.refresh_from_db()
    assert lead.title == "By somebody else"
    assert "changed since" in mara.get("/more").content.decode()


def test_undo_of_a_new_record_ends_where_something_is(mara: Client) -> None:
    mara.post("/accounts/new", {"name": "Harbor"})
    page = f"/accounts/{Account.objects.get().pk}"
    (key,) = mara.session["headwater.undo"]
    answer = mara.post(f"/undo/{key}", headers={"referer": f"http://testserver{page}"})
    assert answer.headers["Location"] == "/accounts"
    assert mara.get(page).status_code == 404


def test_undo_works_once(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    mara.post(f"/records/Lead/{lead.pk}/facts/City", {"value": "Linden"}, headers=HTMX)
    (key,) = mara.session["headwater.undo"]
    mara.post(f"/undo/{key}")
    mara.post(f"/undo/{key}")
    assert "undone already" in mara.get("/more").content.decode()


def test_what_does_not_fit_is_said_beside_the_box(mara: Client, make_lead: MakeLead) -> None:
    lead = make_lead()
    url = f"/records/Lead/{lead.pk}/facts"
    answer = mara.post(f"{url}/NumberOfEmployees", {"value": "many"}, headers=HTMX)
    assert answer.status_code == 422
    assert "takes a" in answer.content.decode()
    answer = mara.post(f"{url}/LastName", {"value": ""}, headers=HTMX)
    assert answer.status_code == 422
    lead.refresh_from_db()
    assert lead.last_name == "Okafor"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Roof", "string"), ("Floors", "double"), ("Owned", "boolean"), ("On", "date")],
)
def test_every_kind_of_custom_field_is_a_fact(
    mara: Client, make_lead: MakeLead, name: str, kind: str
) -> None:
    field = custom.define("Lead", name, kind)
    lead = make_lead()
    given = {"string": "Metal", "double": "2.5", "boolean": "on", "date": "2026-03-02"}[kind]
    url = f"/records/Lead/{lead.pk}/facts/{field.name}"
    assert mara.get(url, headers=HTMX).status_code == 200
    assert mara.post(url, {"value": given}, headers=HTMX).status_code == 200
    lead.refresh_from_db()
    assert field.name in lead.custom
    mara.post(url, {} if kind == "boolean" else {"value": ""}, headers=HTMX)
    lead.refresh_from_db()
    assert field.name not in lead.custom


@pytest.mark.parametrize("name", ["OwnerId", "Status", "IsConverted", "Score", "Nonsense"])
def test_deeds_and_what_is_computed_are_no_facts(
    mara: Client, make_lead: MakeLead, name: str
) -> None:
    lead = make_lead()
    url = f"/records/Lead/{lead.pk}/facts/{name}"
    assert mara.get(url, headers=HTMX).status_code == 404
    assert mara.post(url, {"value": "1"}, headers=HTMX).status_code == 404


def test_who_may_not_see_finds_nothing_and_who_may_only_read_changes_nothing(
    cast: SimpleNamespace, make_lead: MakeLead, sign_in: Callable[[User], Client]
) -> None:
    lead = make_lead()
    url = f"/records/Lead/{lead.pk}/facts/Title"
    assert sign_in(cast.otto).post(url, {"value": "x"}).status_code == 404
    assert sign_in(cast.rhea).post(url, {"value": "x"}).status_code == 403
    lead.refresh_from_db()
    assert lead.title == ""


def test_facts_are_grouped_and_the_empty_ones_folded(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    lead = make_lead(title="Chief", city="")
    groups = (facts.Group("Who", ("title", "city", "phone")),)
    found = facts.groups_of(lead, groups, cast.mara, needs={"phone": "Needed to call"})
    assert [fact.label for fact in found.groups[0].facts] == ["Title", "Phone"]
    assert found.groups[0].facts[1].needs == "Needed to call"
    assert "City" in {fact.label for fact in found.empty}
    reader = facts.groups_of(lead, groups, cast.rhea)
    assert not any(fact.url for group in reader.groups for fact in group.facts)


def test_records_are_found_by_name_while_one_types(
    cast: SimpleNamespace, mara: Client, sign_in: Callable[[User], Client], make_lead: MakeLead
) -> None:
    Account.objects.create(name="Harbor Cold Storage", owner=cast.mara, billing_city="Linden")
    make_lead()
    found = mara.get("/records/Account/choices?q=harb").content.decode()
    assert "Harbor Cold Storage" in found
    assert 'data-key="001' in found
    assert "Okafor" not in sign_in(cast.otto).get("/records/Lead/choices?q=okaf").content.decode()
    assert mara.get("/records/User/choices?q=a").status_code == 404


# --- the story ----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("event", "because", "changes", "what", "why"),
    [
        ("lead.created", {"door": "form", "form": "quote"}, {}, "Lead created", "no one like them"),
        ("lead.created", {"door": "hand"}, {}, "Lead created", "by hand"),
        ("lead.joined", {"door": "form", "recognised": {"words": "same e-mail address"}}, {},
         "Asked again from a web form", "same e-mail address"),
        ("lead.assigned", {"owner": "Mara Lind", "words": "next in turn", "rule": "North",
         "version": 14}, {}, "Given to Mara Lind", "next in turn · “North”, version 14"),
        ("lead.scored", {"parts": [{"name": "Quote", "points": 25}]}, {"score": [46, 71]},
         "Score 46 → 71", "Quote +25"),
        ("lead.status_changed", {}, {"status": ["Open", "Working"]}, "Now “Working”", "was Open"),
        ("call.logged", {"outcome": "dead_end", "reason": "No budget"}, {}, "called", "No budget"),
        ("clock.stopped", {"kept": True, "reason": "Call"}, {}, "Answered in time", "Call"),
        ("clock.missed", {"minutes": 5}, {}, "Nobody answered in time", "5 min were promised"),
        ("lead.changed", {}, {"phone": ["", "555"]}, "Phone changed", "empty → 555"),
        ("lead.changed", {}, {"phone": ["", "5"], "city": ["", "x"]}, "Phone, City changed", "by"),
        ("lead.polished", {}, {}, "Lead polished", "by itself"),
    ],
)  # fmt: skip
def test_every_event_is_a_sentence(  # noqa: PLR0917
    make_lead: MakeLead,
    event: str,
    because: dict[str, object],
    changes: dict[str, list[object]],
    what: str,
    why: str,
) -> None:
    entry = trail.entry(event, make_lead(), by=None, because=because, changes=changes)
    said = sentences.say(entry)
    assert what in said.what
    assert why in said.why
    assert said.icon


def test_a_story_can_be_filtered(mara: Client, cast: SimpleNamespace, make_lead: MakeLead) -> None:
    lead = make_lead()
    mara.post(f"/leads/{lead.pk}/calls", {"again": "tomorrow", "note": "Roof is new"})
    mara.post(f"/leads/{lead.pk}/notes", {"note": "Ask about the lease"})
    whole = timeline.story([lead], cast.mara)
    assert {"Roof is new", "Ask about the lease"} <= {entry.quote for entry in whole.entries}
    calls = timeline.story([lead], cast.mara, kind="calls")
    assert {entry.kind for entry in calls.entries} == {"calls"}
    fragment = mara.get(f"/leads/{lead.pk}/story?kind=calls").content.decode()
    assert "Roof is new" in fragment
    assert "Ask about the lease" not in fragment


def test_labels_are_in_sentence_case(cast: SimpleNamespace) -> None:
    from headwater.catalog import objects

    kind = objects.get("Lead")
    assert words.label(kind.field("MobilePhone")) == "Mobile phone"
    assert words.label(kind.field("OwnerId")) == "Owner"
    assert words.label(kind.field("Email")) == "E-mail"
