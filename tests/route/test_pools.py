"""Who of a team gets a lead: by weight, by room, by skill; who is away, full or asked first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater.people.models import Absence, BusinessHours, User
from headwater.records.models import Account, Contact, Lead, Notification
from headwater.route.models import AssignmentRule, RoundRobin
from tests.route.asking import arriving, given, publish, why

MakeLead = Callable[..., Lead]
NOON = datetime(2026, 3, 11, 12, 0, tzinfo=UTC)


@pytest.fixture
def three(cast: SimpleNamespace) -> SimpleNamespace:
    """Team North: Ines has half of the weight, Mara and Owen a quarter each."""
    setting(cast.ines, turn_weight=2)
    return cast


def test_a_team_shares_by_weight_and_says_who_is_next(
    three: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", three.north, {}))
    leads = [make_lead() for _ in range(8)]
    got = given(*leads)
    assert [got.count(name) for name in ("Ines", "Mara", "Owen")] == [4, 2, 2]
    assert [why(lead)["next"].split()[0] for lead in leads[:-1]] == got[1:]
    assert why(leads[0])["turn"] == three.north.pk


def test_who_is_away_is_passed_over_and_comes_back_at_the_present_level(
    three: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", three.north, {}))
    absent(three.ines, NOON, NOON + timedelta(days=14))
    away = [make_lead() for _ in range(20)]
    assert set(given(*away, at=NOON)) == {"Mara", "Owen"}
    assert why(away[0])["passed_over"] == {"is away, back on 25 March, 12:00": ["Ines Roy"]}
    back = given(*[make_lead() for _ in range(8)], at=NOON + timedelta(days=14))
    assert [back.count(name) for name in ("Ines", "Mara", "Owen")] == [4, 2, 2]


def test_whoever_has_most_room_comes_first(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    setting(cast.ines, is_taking_leads=False)
    setting(cast.mara, most_open_leads=10)
    setting(cast.owen, most_open_leads=4)
    for _ in range(5):
        make_lead(owner=cast.mara)  # half of her room
    make_lead(owner=cast.owen)  # a quarter of his
    publish(("", cast.north, {"strategy": "capacity"}))
    leads = [make_lead(owner=cast.queue) for _ in range(9)]
    # Of equals, whoever got fewer today; in the end both are full.
    wanted = ["Owen", "Owen", "Mara", "Mara", "Mara", "Owen", "Mara", "Mara", "New"]
    assert given(*leads) == wanted
    assert why(leads[-1])["passed_over"] == {
        "takes no leads at the moment": ["Ines Roy"],
        "at capacity, 10 of 10 open": ["Mara Lind"],
        "at capacity, 4 of 4 open": ["Owen Park"],
    }
    assert "turn" not in why(leads[0])


def test_limits_hold_for_turns_too(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    setting(cast.ines, most_leads_a_day=1)
    setting(cast.mara, most_open_leads=2)
    publish(("", cast.north, {}))
    make_lead(owner=cast.ines, created_at=NOON - timedelta(days=1))  # not today
    leads = [make_lead(owner=cast.queue, created_at=NOON) for _ in range(6)]
    got = given(*leads, at=NOON)
    assert [got.count(name) for name in ("Ines", "Mara", "Owen")] == [1, 2, 3]
    assert why(leads[-1])["passed_over"] == {
        "has had 1 of 1 today": ["Ines Roy"], "at capacity, 2 of 2 open": ["Mara Lind"],
    }  # fmt: skip


def test_members_are_matched_by_what_they_are_good_for(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    setting(cast.ines, skills={"language": ["en", "fr"], "territory": ["Texas"]})
    setting(cast.mara, skills={"language": ["en"], "territory": ["Texas", "Utah"]})
    rules = {"matching": {"language": "rating", "territory": "state"}}
    publish(("City = 'x'", cast.north, rules | {"only_matching": True}),
            ("City = 'y'", cast.north, rules), ("", cast.queue, {}))  # fmt: skip
    french = make_lead(city="x", rating="FR-ch", state="Texas")
    nobody = make_lead(city="x", rating="de", state="Texas")
    anybody = make_lead(city="y", rating="de", state="Texas")
    unsaid = make_lead(city="x", state="Utah")
    got = given(french, nobody, anybody, unsaid)
    assert got[0] == "Ines"
    assert got[1] == "North"  # the next rule's queue
    assert got[2] in ("Ines", "Mara", "Owen")
    assert got[3] == "Mara"
    assert why(french)["passed_over"]["has not language FR-ch"] == ["Mara Lind", "Owen Park"]
    assert why(nobody)["missed"] == ["Rule 1"]
    assert why(nobody)["rule"] == "Rule 3"


def test_those_at_work_come_first(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    early = BusinessHours.objects.create(
        name="Early", time_zone="UTC", week={"wed": [["06:00", "12:00"]]}
    )
    late = BusinessHours.objects.create(
        name="Late", time_zone="UTC", week={"wed": [["12:00", "20:00"]]}
    )
    setting(cast.ines, business_hours=early)
    setting(cast.mara, business_hours=early)
    setting(cast.owen, business_hours=late)
    publish(("", cast.north, {"prefers_at_work": True}))
    leads = [make_lead() for _ in range(2)]
    assert given(*leads, at=NOON) == ["Owen", "Owen"]
    assert why(leads[0])["passed_over"] == {
        "outside their working hours": ["Ines Roy", "Mara Lind"]
    }
    night = given(*[make_lead() for _ in range(3)], at=NOON + timedelta(hours=12))
    assert sorted(night) == ["Ines", "Mara", "Owen"]


def test_the_owner_of_the_account_is_asked_first(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    harbor = Account.objects.create(name="Harbor", owner=cast.otto)
    publish(("", cast.north, {"asks_account_owner": True}))
    known, unknown = make_lead(matched_account=harbor), make_lead()
    assert given(known, unknown)[0] == "Otto"
    assert why(known)["words"] == "owns the account Harbor"
    assert why(known)["rule"] == "Rule 1"
    assert why(unknown)["turn"] == cast.north.pk
    absent(cast.otto, NOON, NOON + timedelta(days=1))
    again = make_lead(matched_account=harbor)
    assert given(again, at=NOON) != ["Otto"]
    passed = why(again)["passed_over"]
    assert passed["owns the account Harbor, but is away, back on 12 March, 12:00"] == [
        "Otto Outside"
    ]


def test_who_had_this_person_before_is_asked_first(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", cast.queue, {"asks_previous_owner": True}))
    for owner, days in ((cast.mara, 9), (cast.otto, 3), (cast.queue, 1)):
        when = NOON - timedelta(days=days)
        make_lead(owner=owner, email="Kim@harbor.example", is_closed=True, created_at=when)
    contact = Contact.objects.create(last_name="Kim", owner=cast.petra)
    leads = [
        make_lead(owner=cast.queue, email="kim@harbor.example", created_at=NOON),
        make_lead(owner=cast.queue, created_at=NOON),
        make_lead(owner=cast.queue, matched_contact=contact, created_at=NOON,
                  email="kim@harbor.example"),
    ]  # fmt: skip
    assert given(*leads, at=NOON) == ["North", "North", "Petra"]
    assert why(leads[2])["words"] == "had the contact"
    Lead.objects.filter(email="Kim@harbor.example", owner=cast.queue).delete()
    later = make_lead(owner=cast.queue, email="kim@harbor.example", created_at=NOON)
    Lead.objects.filter(pk=leads[0].pk).delete()
    Lead.objects.filter(pk=leads[2].pk).delete()
    assert given(later, at=NOON) == ["Otto"]
    assert why(later)["words"] == "had the earlier inquiry"


def test_a_person_who_is_named_has_a_stand_in(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    publish(("City = 'x'", cast.otto, {}), ("City = 'y'", cast.otto, {"goes_on": True}),
            ("City = 'y'", cast.mara, {}))  # fmt: skip
    absence = absent(cast.otto, NOON, NOON + timedelta(days=2), delegate=cast.petra)
    first = make_lead(city="x")
    assert given(first, make_lead(city="y"), at=NOON) == ["Petra", "Petra"]
    assert why(first)["words"] == "Petra South stands in for Otto Outside"
    Absence.objects.filter(pk=absence.pk).update(delegate=None)
    assert given(make_lead(city="x"), make_lead(city="y"), at=NOON) == ["New", "Mara"]


def test_nobody_there_means_the_default_owner_and_an_alert_each_hour(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("City = 'x'", cast.south, {}))
    User.objects.filter(team=cast.south).update(is_taking_leads=False)
    default = cast.organization.default_lead_owner.name.split()[0]
    for minutes in (0, 10, 70):
        at = NOON + timedelta(minutes=minutes)
        leads = [make_lead(city="x"), make_lead(city="z")]
        assert given(*leads, at=at) == [default, default]
    assert why(leads[0])["default"] and why(leads[1])["default"]
    assert why(leads[1])["version"] == 2
    alerts = Notification.objects.filter(kind="route.alert")
    assert sorted(alerts.values_list("user__first_name", flat=True)) == sorted(
        ["Ada", "Ines", "Petra"] * 2
    )
    assert "nobody of team South is free" in alerts[0].text


def test_without_any_rule_nobody_is_alerted(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    given(make_lead())
    assert not Notification.objects.filter(kind="route.alert").exists()


def test_the_trail_stays_small(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    for number in range(30):
        User.objects.create_user(
            f"rep{number}@juniper.example", last_name=f"Rep {number}", team=cast.north,
            is_taking_leads=False,
        )  # fmt: skip
    publish(*[(f"City = '{n}'", cast.queue, {}) for n in range(29)], ("", cast.north, {}))
    lead = make_lead()
    given(lead)
    names = why(lead)["passed_over"]["takes no leads at the moment"]
    assert len(names) == 8
    assert names[-1] == "23 more"
    assert len(str(why(lead))) < 500


def test_everything_asked_takes_as_many_queries_for_many(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    everything: dict[str, Any] = {
        "asks_account_owner": True, "asks_previous_owner": True, "strategy": "capacity",
        "matching": {"language": "rating"}, "prefers_at_work": True,
    }  # fmt: skip
    harbor = Account.objects.create(name="Harbor", owner=cast.otto)
    publish(
        ("City = 'x'", cast.north, everything), ("", cast.south, everything | {"goes_on": True})
    )
    counts = []
    for size in (2, 1, 30):
        leads = [
            make_lead(city="xy"[n % 2], email=f"a{n}@b.example", matched_account=harbor)
            for n in range(size)
        ]
        with CaptureQueriesContext(connection) as captured:
            given(*leads)
        counts.append(len(captured))
    assert counts[1] == counts[2]


def test_plain_rules_ask_nothing_more(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    publish(("", cast.north, {}))
    for _ in range(2):
        leads = [make_lead()]
        with CaptureQueriesContext(connection) as captured:
            given(*leads)
    asked = [query["sql"] for query in captured if "records_lead" in query["sql"]]
    assert [sql for sql in asked if sql.startswith("SELECT owner_id")] == []
    assert RoundRobin.objects.get().turn_count == 2
    assert arriving().drafts == []


def test_a_target_says_itself(cast: SimpleNamespace) -> None:
    rule = AssignmentRule(
        team=cast.north, strategy="capacity", matching={"language": "rating"},
        asks_account_owner=True, asks_previous_owner=True, prefers_at_work=True,
    )  # fmt: skip
    assert rule.target == (
        "the account's owner, else who had this person before, else team North, by room, "
        "by language, those at work first"
    )
    assert rule.problem == ""
    rule.matching = {"shoe size": "rating"}
    assert rule.problem == "there is no kind of skill called shoe size."


def setting(user: User, **values: Any) -> None:
    User.objects.filter(pk=user.pk).update(**values)


def absent(user: User, since: datetime, until: datetime, delegate: User | None = None) -> Absence:
    return Absence.objects.create(user=user, starts_at=since, ends_at=until, delegate=delegate)
