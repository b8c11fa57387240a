"""The configuration goes out as text and comes in again: exactly, all or nothing."""

from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.catalog.models import CustomField
from headwater.config import files, taking
from headwater.config.changes import Wrong
from headwater.config.files import Rows
from headwater.config.sections import SECTIONS
from headwater.people.models import BusinessHours, Organization, Queue, QueueMember
from headwater.qualify.models import ClockPolicy
from headwater.records.models import LeadStatus, TrailEntry
from headwater.route.models import AssignmentRule, AssignmentRuleSet
from headwater.route.rules import published

DEPTHS = {section.name: len(section.key) for section in SECTIONS}


def through(folder: Path) -> dict[str, Rows]:
    """What a folder says after the present configuration was written to it."""
    files.write(folder, taking.export())
    return files.read(folder, DEPTHS)


def named(sections: dict[str, Rows], name: str, *key: str) -> dict[str, Any]:
    return sections[name][key]


def test_a_change_in_the_files_moves_from_test_to_production(
    cast: SimpleNamespace, tmp_path: Path
) -> None:
    """The story: export, edit, see the plan, apply; then there is nothing more to do."""
    said = through(tmp_path)
    assert taking.foresee(said) == []  # the round trip is exact
    said["statuses"]["Trial",] = {"group": "contacted", "guidance": "Ask how the trial goes."}
    named(said, "hours", *next(iter(said["hours"])))["holidays"] = [
        {"on": date(2027, 1, 1), "name": "New Year"}
    ]
    named(said, "assignment_rules")["rules"] = [
        {"name": "Large", "criteria": "NumberOfEmployees > 500", "owner": cast.mara.email},
        {"name": "Others", "owner": cast.queue.name},
    ]

    plan = taking.foresee(said)
    assert {(change.section, change.what) for change in plan} == {
        ("hours", "changed"), ("statuses", "added"), ("assignment_rules", "changed"),
    }  # fmt: skip
    assert not LeadStatus.objects.filter(name="Trial").exists()

    assert taking.take(said, by=cast.ada) == plan
    assert LeadStatus.objects.get(name="Trial").guidance == "Ask how the trial goes."
    assert BusinessHours.objects.get(is_default=True).holidays.get().name == "New Year"
    assert [(rule.name, rule.owner_id) for rule in published()] == [
        ("Large", cast.mara.pk), ("Others", cast.queue.pk),
    ]  # fmt: skip
    assert TrailEntry.objects.get(event="status.created").by_id == cast.ada.pk
    assert taking.take(said, by=cast.ada) == []
    assert through(tmp_path / "again") == through(tmp_path)


def test_every_column_goes_out_and_comes_back(cast: SimpleNamespace, tmp_path: Path) -> None:
    """What the export says about itself after it was taken into an emptied organisation."""
    CustomField.objects.create(object_name="Lead", name="Plan__c", label="Plan", type="string")
    Organization.objects.update(default_lead_owner=cast.queue, currency="EUR")
    said = through(tmp_path)
    LeadStatus.objects.filter(is_default=False, is_converted=False).delete()
    CustomField.objects.all().delete()
    ClockPolicy.objects.all().delete()
    QueueMember.objects.all().delete()
    Organization.objects.update(default_lead_owner=None, currency="USD")
    AssignmentRule.objects.filter(rule_set__is_published=True).delete()
    taking.take(said, by=cast.ada)
    assert taking.export() == said
    assert set(Queue.objects.get(name=cast.queue.name).members.all()) == {cast.mara, cast.owen}


def test_what_no_file_tells_of_stays_until_it_is_pruned(cast: SimpleNamespace) -> None:
    said = taking.export()
    gone = next(name for name, row in said["statuses"].items() if not row.get("is_default"))
    del said["statuses"][gone]
    (kept,) = taking.take({"statuses": said["statuses"]}, by=cast.ada)
    assert (kept.what, kept.is_made) == ("kept", False)
    assert LeadStatus.objects.get(name=gone[0]).is_active
    (retired,) = taking.take({"statuses": said["statuses"]}, by=cast.ada, prune=True)
    assert retired.what == "retired"
    assert not LeadStatus.objects.get(name=gone[0]).is_active
    assert taking.take({"statuses": said["statuses"]}, by=cast.ada, prune=True) == []


def test_the_mark_of_the_first_status_moves(cast: SimpleNamespace) -> None:
    statuses = taking.export()["statuses"]
    first = next(key for key, row in statuses.items() if row.get("is_default"))
    other = next(key for key, row in statuses.items() if key != first)
    del statuses[first]["is_default"]
    statuses[other]["is_default"] = True
    taking.take({"statuses": statuses}, by=cast.ada)
    assert LeadStatus.objects.get(is_default=True).name == other[0]


@pytest.mark.parametrize(
    ("section", "key", "row", "words"),
    [
        ("statuses", ("X",), {"group": "somewhere"}, "is not a valid choice"),
        ("statuses", ("X",), {"colour": "red"}, "what is “colour”?"),
        ("statuses", ("X",), {"required_fields": ["shoe_size"]}, "no field “shoe_size”"),
        ("statuses", ("X",), {"allowed_next": ["Nowhere"]}, "there is no status “Nowhere”"),
        ("clocks", ("X",), {"minutes": "soon"}, "must be an integer"),
        ("clocks", ("X",), {"minutes": 5, "criteria": "Shoe = 1"}, "Shoe"),
        ("clocks", ("X",), {"minutes": 5, "doors": ["window"]}, "there is no door “window”"),
        ("queues", ("X",), {"members": ["ghost@x.example"]}, "no user “ghost@x.example”"),
        ("queues", ("X",), {"members": "mara"}, "members is a list"),
        ("hours", ("X",), {"holidays": [{"day": 1}]}, "holidays, line 1"),
        ("fields", ("Lead", "Plan"), {"label": "Plan", "type": "string"}, "then __c"),
        ("fields", ("Shoe", "Plan__c"), {"label": "P", "type": "string"}, "cannot be added"),
        ("mappings", ("Account", "Name"), {"lead_field": "Shoe__c"}, "Shoe__c"),
        ("templates", ("x",), {"name": "X", "subject": "{{Shoe}}", "text": "t"}, "subject"),
        ("assignment_rules", (), {"rules": [{"name": "A", "owner": "gone"}]}, "“gone”"),
        ("assignment_rules", (), {"rules": [{"name": "A"}]}, "A: choose"),
        ("assignment_rules", (), {"rules": [{"criteria": ""}]}, "begins with its name"),
        ("hours", ("X",), {"week": {"mon": []}}, "it never opens"),
        ("hours", ("X",), {"time_zone": "Moon/Base"}, "no time zone"),
        ("hours", ("X",), {"country": "XX"}, "not known"),
        ("members", ("ghost@x.example",), {"turn_weight": 2}, "no such user here"),
        ("answers", ("X",), {"criteria": "Shoe = 1"}, "Shoe"),
        ("questions", ("Solar", "Roof?"), {"attribute": "shoe_size"}, "no field “shoe_size”"),
        ("cases", ("X",), {"rule_key": "No such rule"}, "“No such rule”"),
        ("score_rules", (), {"hot_threshold": "hot"}, "no whole number"),
        ("score_rules", (), {"rules": [{"name": "A", "points": 1, "criteria": "x ="}]}, "A: "),
    ],
)
def test_a_mistake_is_told_with_its_place_and_nothing_is_taken(
    cast: SimpleNamespace, section: str, key: tuple[str, ...], row: dict[str, Any], words: str
) -> None:
    before = taking.export()
    good: Rows = {("Fine",): {"group": "contacted"}}
    sections = {"statuses": good} | {
        section: {**good, key: row} if section == "statuses" else {key: row}
    }
    with pytest.raises(Wrong) as wrong:
        taking.take(sections, by=cast.ada)
    assert words in str(wrong.value)
    assert str(wrong.value).startswith(f"{section}.yaml")
    assert taking.export() == before


def test_the_type_of_a_field_stays(cast: SimpleNamespace) -> None:
    CustomField.objects.create(object_name="Lead", name="Plan__c", label="Plan", type="string")
    rows: Rows = {("Lead", "Plan__c"): {"label": "Plan", "type": "double"}}
    with pytest.raises(Wrong, match="its type stays string"):
        taking.take({"fields": rows}, by=cast.ada)


def test_a_rule_that_keeps_its_name_is_the_same_rule(cast: SimpleNamespace) -> None:
    rules = [{"name": "All", "owner": cast.mara.email}]
    taking.take({"assignment_rules": {(): {"rules": rules}}}, by=cast.ada)
    key = published()[0].key
    taking.take(
        {"assignment_rules": {(): {"rules": [{"name": "All", "owner": cast.owen.email}]}}},
        by=cast.ada,
    )
    assert published()[0].key == key
    assert AssignmentRuleSet.objects.filter(is_published=True).count() == 1


def test_a_test_case_that_is_red_keeps_rules_out(cast: SimpleNamespace) -> None:
    rules = {"rules": [{"name": "All", "owner": cast.mara.email}]}
    case = {"values": {"LastName": "Any"}, "owner": cast.mara.email, "rule_key": "All"}
    taking.take({"assignment_rules": {(): rules}, "cases": {("Any",): case}}, by=cast.ada)
    assert taking.export()["cases"] == {("Any",): case}
    other = {"rules": [{"name": "All", "owner": cast.owen.email}]}
    with pytest.raises(Wrong, match="Owen Park gets it, instead of Mara Lind"):
        taking.take({"assignment_rules": {(): other}}, by=cast.ada)
    assert published()[0].owner_id == cast.mara.pk


def test_public_holidays_fill_themselves_and_are_not_told(cast: SimpleNamespace) -> None:
    rows: Rows = {("Wien",): {"time_zone": "Europe/Vienna", "country": "AT"}}
    taking.take({"hours": rows}, by=cast.ada)
    assert BusinessHours.objects.get(name="Wien").holidays.filter(is_public=True).count() > 40
    assert taking.export()["hours"]["Wien",] == rows["Wien",]
