"""A turn that brought nothing is given back once, and a lead that nobody works on passes on."""

from collections import Counter
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from django.utils import timezone

from headwater.people.models import User
from headwater.records.models import Lead, TrailEntry
from headwater.route import passing, reassign
from headwater.route.fallback import default_owner
from headwater.route.models import ReturnedTurn, RoundRobin
from headwater.route.turns import give_back, give_back_spam
from tests.route.asking import given, names, publish, why

MakeLead = Callable[..., Lead]
SPAM = {"words": "it was spam"}


def test_whose_lead_was_spam_gets_the_next_one_and_the_shares_stay(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", cast.north, {}))
    first = [make_lead() for _ in range(4)]
    assert given(*first) == ["Ines", "Mara", "Owen", "Ines"]
    assert give_back(first[1:3], because=SPAM, by=cast.ada) == 2
    assert give_back(first[1:3], because=SPAM) == 0  # once
    assert RoundRobin.objects.get().owed == [cast.mara.pk, cast.owen.pk]
    more = [make_lead() for _ in range(5)]
    assert given(*more) == ["Mara", "Owen", "Mara", "Owen", "Ines"]
    assert [why(lead)["words"] for lead in more[1:3]] == [
        "gets a turn back in team North", "next in turn in team North",
    ]  # fmt: skip
    real = Counter(names([first[0], first[3], *more]))
    assert set(real.values()) <= {2, 3}
    told = TrailEntry.objects.filter(event="lead.turn_given_back").order_by("pk")[0]
    assert told.because == {"to": "Mara Lind", "words": "it was spam"}
    assert told.by == cast.ada


def test_it_is_given_back_to_who_had_the_turn_though_the_lead_has_moved(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", cast.north, {}))
    lead = make_lead(owner=cast.queue)
    assert given(lead) == ["Ines"]
    reassign.give([lead], cast.owen, by=cast.ada)
    assert give_back([lead], because=SPAM) == 1
    assert ReturnedTurn.objects.get().user == cast.ines


def test_what_came_another_way_gives_nothing_back(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("City = 'x'", cast.mara, {}), ("", cast.north, {"strategy": "capacity"}))
    leads = [make_lead(city="x"), make_lead(), make_lead()]
    given(*leads[:2])
    assert give_back(leads, because=SPAM) == 0
    assert give_back([], because=SPAM) == 0


def test_a_lead_passes_on_to_the_next_of_the_team_that_had_it(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", cast.north, {}))
    leads = [make_lead() for _ in range(3)]
    given(*leads)
    moved = passing.pass_on(leads[:1], because={"clock": 7}, away_from=[cast.mara.pk])
    assert moved == 1
    assert names(leads[:1]) == ["Owen"]
    because = why(leads[0])
    assert because["clock"] == 7
    assert because["turn"] == cast.north.pk
    assert because["passed_over"] == {"had it before": ["Ines Roy", "Mara Lind"]}
    assert give_back(leads[:1], because=SPAM) == 1  # the turn that Owen got now
    assert ReturnedTurn.objects.get().user == cast.owen


def test_where_nobody_else_is_there_it_goes_to_the_default_owner(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("City = 'x'", cast.mara, {}), ("", cast.south, {}))
    named, turned, odd = make_lead(city="x"), make_lead(), make_lead(owner=cast.owen)
    given(named, turned)
    User.objects.filter(team=cast.south).update(is_taking_leads=False)
    assert passing.pass_on([named, turned, odd], because={"words": "nobody answered"}) == 3
    assert set(names([named, turned, odd])) == {default_owner().name.split()[0]}
    assert why(odd)["words"] == "nobody answered"
    assert passing.pass_on([named, turned, odd], because={}) == 0


def test_leads_that_are_there_are_asked_again_and_not_moved(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("City = 'x'", cast.mara, {}), ("", cast.north, {}))
    leads = [make_lead(city="x"), make_lead(), make_lead()]
    now = timezone.now()
    verdicts = passing.by_rules(leads, at=now)
    found = [verdicts[lead.pk].owner for lead in leads]
    assert found == [cast.mara, cast.ines, cast.mara]
    assert RoundRobin.objects.get().turn_count == 2
    assert names(leads) == ["Mara"] * 3
    in_turn = passing.in_turn(cast.north, leads, at=now)
    assert [in_turn[lead.pk].owner for lead in leads] == [cast.owen, cast.ines, cast.mara]
    assert passing.by_rules([], at=now) == {}


def test_the_default_owner_is_somebody_active(cast: SimpleNamespace) -> None:
    assert default_owner().pk == cast.organization.default_lead_owner_id
    assert default_owner(away_from=[cast.organization.default_lead_owner_id]) == cast.ada.owner_ptr
    User.objects.update(is_active=False)
    type(cast.organization).objects.update(default_lead_owner=cast.otto)
    with pytest.raises(LookupError):
        type(cast.queue).objects.update(is_active=False)
        default_owner()


def test_what_is_closed_as_spam_gives_its_turn_back_by_itself(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("", cast.north, {}))
    spam, dead = make_lead(), make_lead()
    given(spam, dead)
    for lead, reason in ((spam, "Spam"), (dead, "No budget")):
        Lead.objects.filter(pk=lead.pk).update(is_closed=True, closed_reason=reason)
        TrailEntry.objects.create(
            event="lead.status_changed", object_name="Lead", record_id=lead.pk
        )
    for _ in range(2):
        give_back_spam()
    assert ReturnedTurn.objects.get().user == cast.ines
    assert RoundRobin.objects.get().owed == [cast.ines.pk]
