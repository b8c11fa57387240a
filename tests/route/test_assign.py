"""Every lead gets an owner: by the first true rule, in turn, by choice, or by default."""

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from headwater.people.models import Organization, Owner, Queue, Team, User
from headwater.records.draft import Batch, Draft
from headwater.records.models import Clock, Lead
from headwater.records.problem import Refused
from headwater.records.submission import Door, State
from headwater.route import rules
from headwater.route.assign import assign
from headwater.route.assignment_rule import AssignmentRule, AssignmentRuleSet
from headwater.route.because import tried
from headwater.route.round_robin import RoundRobin
from tests.steps import take

MakeLead = Callable[..., Lead]


def test_the_first_true_rule_decides_and_says_why(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("Texas", "State = 'Texas'", cast.otto), ("West", "State LIKE 'Cal%'", cast.mara),
            ("Rest", "", cast.queue))  # fmt: skip
    batch = arriving(make_lead(state="California"), make_lead(state="Ohio"))
    take(assign, batch)
    assert owners() == [cast.mara.pk, cast.queue.pk]
    because = batch.trail[0].because
    assert because["rule"] == "West"
    assert because["version"] == 2
    assert [rule.name for rule in tried(because)] == ["Texas"]
    assert because["owner"] == "Mara Lind"
    assert "Cal" in because["sentence"]
    assert batch.trail[0].changes == {"owner_id": [None, cast.mara.pk]}


def test_a_team_takes_turns_and_passes_over_who_is_away(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("All", "", cast.north))
    User.objects.filter(pk=cast.ines.pk).update(is_taking_leads=False)
    for _ in range(2):
        batch = arriving(*[make_lead() for _ in range(3)])
        take(assign, batch)
    assert owners() == [u.pk for u in (cast.mara, cast.owen) * 3]
    assert batch.trail[-1].because["words"] == "next in turn in team North"
    passed = [entry.because.get("passed_over") for entry in batch.trail]
    assert passed[0] == {"takes no leads at the moment": ["Ines Roy"]}
    assert RoundRobin.objects.get().turn_count == 6


def test_who_left_gets_nothing(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    publish(("Mara", "City = 'Linden'", cast.mara), ("Team", "", cast.south))
    User.objects.filter(pk__in=[cast.mara.pk, cast.otto.pk, cast.petra.pk]).update(is_active=False)
    batch = arriving(make_lead(city="Linden"), make_lead())
    take(assign, batch)
    default = cast.organization.default_lead_owner_id
    assert owners() == [default, default]
    assert batch.trail[0].because["passed_over"] == {"is not active any more": ["Mara Lind"]}
    gone = batch.trail[1].because["passed_over"]["is not active any more"]
    assert sorted(gone) == ["Otto Outside", "Petra South"]


def test_without_rules_or_default_an_admin_takes_it(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    Queue.objects.filter(pk=cast.organization.default_lead_owner_id).update(is_active=False)
    take(assign, arriving(make_lead()))
    assert owners() == [cast.ada.pk]


def test_a_signed_in_creator_may_choose_but_the_internet_may_not(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("All", "", cast.queue))
    for door, owner in ((Door.API, cast.owen), (Door.FORM, cast.queue)):
        lead = make_lead(owner=cast.owen)
        batch = arriving(lead, door=door, values={"owner_id": cast.owen.pk})
        take(assign, batch)
        lead.refresh_from_db()
        assert lead.owner_id == owner.pk


def test_who_was_chosen_but_has_left_is_replaced_by_the_rules(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("All", "", cast.mara))
    User.objects.filter(pk=cast.owen.pk).update(is_active=False)
    batch = arriving(make_lead(owner=cast.owen), door=Door.API, values={"owner_id": cast.owen.pk})
    take(assign, batch)
    assert owners() == [cast.mara.pk]


def test_a_door_may_leave_out_the_rules(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    publish(("All", "", cast.mara))
    take(assign, arriving(make_lead(), door=Door.API, by=cast.owen, assigns=False))
    take(assign, arriving(make_lead(), door=Door.API, by=cast.rhea, assigns=False))
    assert owners() == [cast.owen.pk, cast.organization.default_lead_owner_id]


def test_a_joined_lead_keeps_its_owner_unless_that_one_left(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("All", "", cast.queue))
    leads = [make_lead(owner=cast.otto), make_lead(owner=cast.mara)]
    noon = datetime(2026, 3, 11, 12, tzinfo=UTC)
    for lead in leads:
        Clock.objects.create(
            lead=lead, policy="Web", minutes=5, started_at=noon, due_at=noon, owner=lead.owner
        )
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    batch = arriving(*leads, outcome=State.MERGED)
    take(assign, batch)
    assert owners() == [cast.otto.pk, cast.queue.pk]
    clocks = Clock.objects.order_by("lead").values_list("owner", flat=True)
    assert [*clocks] == [cast.otto.pk, cast.queue.pk]  # the promise is kept by who is there
    assert [entry.changes for entry in batch.trail] == [{"owner_id": [cast.mara.pk, cast.queue.pk]}]


def test_a_rule_that_no_longer_fits_is_passed_by(
    cast: SimpleNamespace, make_lead: MakeLead
) -> None:
    publish(("All", "", cast.mara))
    AssignmentRule.objects.create(
        rule_set=AssignmentRuleSet.objects.get(is_published=True), order=0, name="Broken",
        criteria="Gone__c = 1", owner=cast.otto,
    )  # fmt: skip
    take(assign, arriving(make_lead()))
    assert owners() == [cast.mara.pk]


def test_publishing_refuses_what_cannot_work(cast: SimpleNamespace) -> None:
    gone = User.objects.get(pk=cast.otto.pk)
    gone.is_active = False
    with pytest.raises(Refused) as refused:
        rules.publish(
            [
                AssignmentRule(name="Wrong", criteria="Stat = 'x'", owner=cast.mara),
                AssignmentRule(name="Nobody", criteria=""),
                AssignmentRule(name="Left", criteria="", owner=gone),
            ],
            by=cast.ada,
        )
    assert [problem.field for problem in refused.value.problems] == ["Wrong", "Nobody", "Left"]
    assert AssignmentRuleSet.objects.get(is_published=True).version == 1


def test_many_take_as_many_queries_as_one(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    publish(("All", "", cast.north), ("Never", "City = 'x'", cast.otto))
    counts = []
    for size in (2, 1, 40):  # the first one also reads what is kept in memory
        batch = arriving(*[make_lead() for _ in range(size)])
        with CaptureQueriesContext(connection) as captured:
            take(assign, batch)
        counts.append(len(captured))
    assert counts[1] == counts[2]


@pytest.mark.django_db(transaction=True)
def test_turns_are_exact_when_batches_arrive_at_once() -> None:
    team = Team.objects.create(name="North")
    people = [
        User.objects.create_user(f"rep{n}@juniper.example", last_name=f"Rep {n}", team=team)
        for n in range(4)
    ]
    publish(("All", "", team))
    queue = Queue.objects.get()
    leads = [Lead.objects.create(last_name=f"Lead {n}", owner=queue) for n in range(40)]

    def arrive(lead: Lead) -> None:
        try:
            with transaction.atomic():
                take(assign, arriving(lead))
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(arrive, leads))
    shares = Counter(Lead.objects.values_list("owner_id", flat=True))
    assert shares == {person.pk: 10 for person in people}


def publish(*wanted: tuple[str, str, Owner | Team]) -> None:
    rules.publish(
        [
            AssignmentRule(name=name, criteria=criteria, team=target)
            if isinstance(target, Team)
            else AssignmentRule(name=name, criteria=criteria, owner_id=target.pk)
            for name, criteria, target in wanted
        ],
        by=None,
    )


def arriving(
    *leads: Lead,
    door: str = Door.FORM,
    outcome: State = State.CREATED,
    values: dict[str, Any] | None = None,
    **settings: Any,
) -> Batch:
    drafts = [Draft(dict(values or {}), lead=lead, outcome=outcome) for lead in leads]
    organization = Organization.current()
    return Batch(drafts, door, datetime.now(UTC), organization, **settings)


def owners() -> Sequence[int]:
    return list(Lead.objects.order_by("pk").values_list("owner_id", flat=True))
