"""Marketing hands leads to sales: offered, accepted, rejected, passed on, withdrawn."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from headwater import early_deals, handing_over, journey, left_behind, merging
from headwater.converting import deeds
from headwater.handing_over import To
from headwater.people.models import Owner
from headwater.qualify import agreeing, deciding, handoff
from headwater.qualify.models import HandoffPolicy, StageDefinition
from headwater.qualify.stage_definition import Side
from headwater.records.draft import Draft
from headwater.records.models import (
    Clock,
    Handoff,
    Lead,
    LeadStatus,
    Notification,
    Opportunity,
    TrailEntry,
)
from headwater.records.problem import Refused
from headwater.route import reassign
from headwater.route import rules as routing
from headwater.route.models import AssignmentRule
from headwater.score import rules as scoring
from headwater.score.models import ScoreRule

MakeLead = Callable[..., Lead]
DAYS = timedelta(days=1)


@pytest.fixture
def hot(make_lead: MakeLead, cast: SimpleNamespace) -> Lead:
    """A lead that marketing has, worth handing over."""
    return make_lead(
        owner=cast.mia, score=70, grade="A", is_score_qualified=True, phone="+1 303 555 0100",
        need="Panels",
    )  # fmt: skip


@pytest.fixture
def agreed(cast: SimpleNamespace) -> StageDefinition:
    """What a marketing qualified lead is, signed by both sides."""
    return agree("mql", cast)


def agree(stage: str, cast: SimpleNamespace) -> StageDefinition:
    definition = StageDefinition.objects.get(stage=stage)
    agreeing.sign(definition, Side.MARKETING, by=cast.mia)
    return agreeing.sign(definition, Side.SALES, by=cast.ines)


def set_policy(**values: Any) -> None:
    HandoffPolicy.objects.update(**values)


def events(lead: Lead) -> list[str]:
    rows = TrailEntry.objects.filter(object_name="Lead", record_id=lead.pk).order_by("id")
    return list(rows.values_list("event", flat=True))


def asked(queries: CaptureQueriesContext) -> int:
    """How many there were, without what is remembered for a moment and then asked again."""
    return sum("catalog_customfield" not in each["sql"] for each in queries.captured_queries)


def test_marketing_offers_a_lead_and_sales_accepts_it(cast: SimpleNamespace, hot: Lead) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara), words="Met at the fair")
    hot.refresh_from_db()
    assert hot.owner_id == cast.mara.pk
    assert (row.stage, row.owner_before_id, row.score) == ("offered", cast.mia.pk, 70)
    assert row.clock is not None
    assert handoff.waiting_for(cast.mara) == [row.pk]
    assert handoff.waiting_for(cast.owen) == []
    assert Notification.objects.filter(user=cast.mara, kind="handoff.offered").exists()
    (done,) = handing_over.accept([row], by=cast.mara)
    assert (done.stage, done.decided_by) == ("accepted", cast.mara)
    clock = Clock.objects.get(kind="accept")
    assert clock.stopped_at is not None
    assert not handoff.waiting_for(cast.mara)
    assert {"handoff.offered", "handoff.accepted"} <= set(events(hot))
    told = Notification.objects.get(user=cast.mia, kind="handoff.decided")
    assert told.text == "Okafor was accepted by Mara Lind"


def test_accepting_is_no_answer_to_the_person(cast: SimpleNamespace, hot: Lead) -> None:
    set_policy(accepted_status=LeadStatus.objects.get(name="Working - Contacted"))
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    handing_over.accept([row], by=cast.mara)
    hot.refresh_from_db()
    assert hot.status == "Working - Contacted"
    assert hot.first_touched_at is None


def test_sales_rejects_with_a_reason_and_marketing_gets_it_back(
    cast: SimpleNamespace, hot: Lead
) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(team=cast.north))
    hot.refresh_from_db()
    assert hot.owner_id in (cast.mara.pk, cast.owen.pk, cast.ines.pk)
    rep = cast.mara if hot.owner_id == cast.mara.pk else cast.ines
    (done,) = handing_over.reject([row], by=rep, reason="Not ready", note="Call in autumn")
    hot.refresh_from_db()
    assert (done.stage, done.reason, done.note) == ("rejected", "Not ready", "Call in autumn")
    assert (hot.owner_id, hot.status, hot.is_closed) == (cast.mia.pk, "Nurturing", False)
    assert "lead.turn_given_back" in events(hot)
    told = Notification.objects.get(user=cast.mia, kind="handoff.decided")
    assert told.text == f"Okafor was rejected by {rep}: Not ready"


def test_a_rejection_goes_where_setup_says(cast: SimpleNamespace, hot: Lead) -> None:
    closed = LeadStatus.objects.get(name="Closed - Not Converted")
    set_policy(rejected_owner=cast.queue.owner_ptr, rejected_status=closed)
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    handing_over.reject([row], by=cast.mara, reason="Duplicate")
    hot.refresh_from_db()
    assert hot.owner_id == cast.queue.pk
    assert (hot.status, hot.closed_reason, hot.is_closed) == (closed.name, "Duplicate", True)


@pytest.mark.parametrize("reason", ["", "Do not like them"])
def test_a_rejection_needs_one_of_the_agreed_reasons(
    cast: SimpleNamespace, hot: Lead, reason: str
) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    with pytest.raises(Refused, match=r"Say why\. One of: No phone number, Wrong market"):
        handing_over.reject([row], by=cast.mara, reason=reason)


def test_only_sales_of_that_lead_decides(cast: SimpleNamespace, hot: Lead) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    for person in (cast.mia, cast.otto, cast.owen, cast.rhea):
        with pytest.raises(Refused, match="Whoever of sales has it"):
            handing_over.accept([row], by=person)
    assert handing_over.accept([row], by=cast.ines)[0].decided_by == cast.ines
    with pytest.raises(Refused, match="settled already: accepted by Ines Roy"):
        handing_over.reject([row], by=cast.mara, reason="Not ready")


def test_who_accepts_from_a_queue_owns_it(cast: SimpleNamespace, hot: Lead) -> None:
    queue = Owner.objects.get(pk=cast.queue.pk)
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=queue))
    assert handoff.waiting_for(cast.owen) == handoff.waiting_for(cast.mara) == [row.pk]
    handing_over.accept([row], by=cast.owen)
    hot.refresh_from_db()
    assert hot.owner_id == cast.owen.pk


def test_an_offer_goes_along_with_its_lead(cast: SimpleNamespace, hot: Lead) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    hot.refresh_from_db()
    reassign.give([hot], cast.owen, by=cast.mara)
    assert handoff.waiting_for(cast.owen) == [row.pk]
    assert not handoff.waiting_for(cast.mara)


def test_what_nobody_decides_about_passes_on_and_never_ends(
    cast: SimpleNamespace, hot: Lead
) -> None:
    cast.organization.default_lead_owner = Owner.objects.get(pk=cast.queue.pk)
    cast.organization.save()
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    assert row.due_at is not None
    assert left_behind.pass_on(row.due_at - timedelta(minutes=1)) == 0
    assert left_behind.pass_on(row.due_at) == 1
    row.refresh_from_db()
    again = Handoff.objects.offered().select_related(*handoff.JOINED).get()
    assert (row.stage, again.round, again.owner_before_id) == ("escalated", 2, cast.mara.pk)
    assert again.owner.pk == cast.queue.pk
    assert again.due_at and again.due_at > row.due_at
    assert Notification.objects.filter(
        user=cast.ines, kind="handoff.decided", text__contains="Nobody accepted Okafor in time"
    ).exists()
    assert left_behind.pass_on(again.due_at) == 1
    assert Handoff.objects.offered().get().round == 3


def test_of_a_team_the_next_member_gets_what_one_lets_pass(
    cast: SimpleNamespace, hot: Lead
) -> None:
    seen = []
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(team=cast.north))
    for _ in range(3):
        row = Handoff.objects.offered().select_related(*handoff.JOINED).get()
        seen.append(row.owner.pk)
        assert row.due_at is not None
        left_behind.pass_on(row.due_at)
    assert set(seen) == {cast.mara.pk, cast.owen.pk, cast.ines.pk}


def test_the_rules_choose_when_setup_names_nobody(cast: SimpleNamespace, hot: Lead) -> None:
    rule = AssignmentRule(name="Hot ones", criteria="Score > 60", owner=cast.owen)
    routing.publish([rule], by=cast.ada)
    handing_over.offer([hot], by=cast.mia)
    hot.refresh_from_db()
    assert hot.owner_id == cast.owen.pk


def test_what_is_converted_or_closed_meanwhile_waits_no_longer(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    one, two, three = (make_lead(last_name=name, owner=cast.mia) for name in ("A", "B", "C"))
    handing_over.offer([one, two, three], by=cast.mia, to=To(owner=cast.mara))
    deeds.convert(one, by=cast.mia)
    deeds.convert(two, by=cast.mara)
    Lead.objects.filter(pk=three.pk).update(is_closed=True)
    assert not handoff.waiting_for(cast.mara)
    deciding.settle(at=noon)
    stages = dict(Handoff.objects.values_list("lead__last_name", "stage"))
    assert stages == {"A": "withdrawn", "B": "accepted", "C": "withdrawn"}


def test_leads_that_become_one_are_on_offer_once(
    cast: SimpleNamespace, make_lead: MakeLead, noon: datetime
) -> None:
    one, two = make_lead(owner=cast.mia), make_lead(owner=cast.mia)
    handing_over.offer([one, two], by=cast.mia, to=To(owner=cast.mara))
    merging.merge(one, [two], by=cast.ada)
    deciding.settle(at=noon)
    assert Handoff.objects.offered().get().lead_id == one.pk
    assert Handoff.objects.get(stage="withdrawn").lead_id == one.pk


def test_many_at_once_are_told_in_one_line(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    leads = [make_lead(last_name=f"L{n}", owner=cast.mia) for n in range(7)]
    handing_over.offer(leads, by=cast.mia, to=To(owner=cast.mara))
    told = Notification.objects.get(user=cast.mara, kind="handoff.offered")
    assert told.text == "7 hand-offs to accept, the first is L0"


def test_marketing_takes_an_offer_back(cast: SimpleNamespace, hot: Lead) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    with pytest.raises(Refused, match="Marketing takes an offer back"):
        handing_over.withdraw([row], by=cast.mara)
    handing_over.withdraw([row], by=cast.mia)
    hot.refresh_from_db()
    assert hot.owner_id == cast.mia.pk
    assert Clock.objects.get(kind="accept").stopped_at


@pytest.mark.parametrize("deed", ["accept", "reject"])
def test_a_decision_is_taken_back_as_it_was(cast: SimpleNamespace, hot: Lead, deed: str) -> None:
    (row,) = handing_over.offer([hot], by=cast.mia, to=To(owner=cast.mara))
    if deed == "accept":
        handing_over.accept([row], by=cast.mara)
    else:
        handing_over.reject([row], by=cast.mara, reason="Not ready")
    handing_over.reopen([row], by=cast.mara)
    hot.refresh_from_db()
    row.refresh_from_db()
    assert (row.stage, row.reason, row.decided_at) == ("offered", "", None)
    assert (hot.owner_id, hot.status) == (cast.mara.pk, "Open - Not Contacted")
    assert Clock.objects.get(kind="accept").stopped_at is None


def test_a_batch_costs_the_same_queries_as_one(cast: SimpleNamespace, make_lead: MakeLead) -> None:
    def cost(count: int) -> list[int]:
        leads = [make_lead(last_name=f"L{n}", owner=cast.mia) for n in range(count)]
        found = []
        with CaptureQueriesContext(connection) as queries:
            rows = handing_over.offer(leads, by=cast.mia, to=To(owner=cast.mara))
        found.append(asked(queries))
        half = count // 2 + 1
        with CaptureQueriesContext(connection) as queries:
            handing_over.accept(rows[:half], by=cast.mara)
        found.append(asked(queries))
        with CaptureQueriesContext(connection) as queries:
            handing_over.reject(rows[half:], by=cast.mara, reason="Not ready")
        found.append(asked(queries))
        return found

    cost(6)
    few, many = cost(6), cost(40)
    assert few == many
    assert max(many) < 45


class TestByItself:
    """Both sides have signed what a marketing qualified lead is."""

    @pytest.fixture(autouse=True)
    def points(self, agreed: StageDefinition, cast: SimpleNamespace) -> None:
        rules = [
            ScoreRule(name="Phone", criteria="Phone != null", points=60),
            ScoreRule(name="Came", criteria="", points=5, side="engagement"),
        ]
        scoring.publish(rules, by=cast.ada)
        rule = AssignmentRule(name="All", criteria="", owner=cast.mara)
        routing.publish([rule], by=cast.ada)

    def arrive(self, *people: dict[str, str]) -> list[Lead]:
        drafts = journey.create([Draft(values=dict(each)) for each in people], door="form")
        return [draft.lead for draft in drafts if draft.lead]

    def test_who_comes_in_qualified_is_offered_at_once(self, cast: SimpleNamespace) -> None:
        hot, cold = self.arrive(
            {"last_name": "Hot", "company": "A", "phone": "+1 303 555 0100"},
            {"last_name": "Cold", "company": "B", "email": "b@example.com"},
        )
        row = Handoff.objects.get()
        assert (row.lead_id, row.offered_by, row.offered_to_id) == (hot.pk, None, cast.mara.pk)
        assert row.because["words"] == (
            "qualified by score: grade A with 60 points for fit, 5 points for engagement"
        )
        assert row.because["version"] == 1
        assert row.because["lacks"] == []
        assert len(row.because["holds"]) == 2
        assert cold.pk != row.lead_id

    def test_who_becomes_qualified_later_is_offered_then(
        self, cast: SimpleNamespace, make_lead: MakeLead
    ) -> None:
        (lead,) = self.arrive({"last_name": "Cold", "company": "B", "email": "b@example.com"})
        assert not Handoff.objects.exists()
        from headwater.web.records import kinds

        kinds.change([lead], {"phone": "+1 303 555 0100"}, by=cast.mia)
        now = datetime.now(UTC)
        assert left_behind.offer_qualified(now) == 1
        assert left_behind.offer_qualified(now) == 0
        assert Handoff.objects.get().lead_id == lead.pk

    def test_whom_sales_rejected_is_offered_again_only_with_more_points(
        self, cast: SimpleNamespace
    ) -> None:
        (lead,) = self.arrive({"last_name": "Hot", "company": "A", "phone": "+1 303 555 0100"})
        handing_over.reject([Handoff.objects.get()], by=cast.mara, reason="Score not real")
        now = datetime.now(UTC)
        assert left_behind.offer_qualified(now) == 0
        Lead.objects.filter(pk=lead.pk).update(score=90)
        assert left_behind.offer_qualified(now) == 1

    def test_an_accepted_one_that_came_back_may_be_offered_again(
        self, cast: SimpleNamespace
    ) -> None:
        (lead,) = self.arrive({"last_name": "Hot", "company": "A", "phone": "+1 303 555 0100"})
        handing_over.accept([Handoff.objects.get()], by=cast.mara)
        Lead.objects.filter(pk=lead.pk).update(score=90)
        now = datetime.now(UTC)
        assert left_behind.offer_qualified(now) == 0
        Lead.objects.filter(pk=lead.pk).update(status="Nurturing", status_changed_at=now)
        assert left_behind.offer_qualified(now) == 1

    def test_nothing_goes_by_itself_while_it_is_switched_off(self) -> None:
        set_policy(is_automatic=False)
        self.arrive({"last_name": "Hot", "company": "A", "phone": "+1 303 555 0100"})
        assert not Handoff.objects.exists()

    def test_a_batch_costs_the_journey_the_same_queries_as_one(self) -> None:
        def cost(count: int, name: str) -> int:
            people = [
                {"last_name": f"{name}{n}", "company": f"{name} {n}", "phone": f"+1 303 555 {n:04}"}
                for n in range(count)
            ]
            with CaptureQueriesContext(connection) as queries:
                self.arrive(*people)
            return asked(queries)

        cost(1, "First")
        assert cost(3, "Few") == cost(30, "Many")
        assert Handoff.objects.count() == 34


class TestDeals:
    """Marketing makes the early deal itself and sales accepts it."""

    def test_marketing_makes_the_deal_and_sales_accepts_it(
        self, cast: SimpleNamespace, hot: Lead
    ) -> None:
        made = early_deals.convert([hot], by=cast.mia, to=To(owner=cast.mara))
        (row,), deal = made.handoffs, Opportunity.objects.get()
        assert (row.kind, row.opportunity_id, row.lead_id) == ("mqo", deal.pk, hot.pk)
        assert (deal.owner_id, deal.is_early, deal.amount) == (cast.mara.pk, True, None)
        assert handoff.waiting_for(cast.mara) == [row.pk]
        assert row.due_at is not None
        handing_over.accept([row], by=cast.mara)
        deal.refresh_from_db()
        assert deal.owner_id == cast.mara.pk
        assert not handoff.waiting_for(cast.mara)

    def test_a_rejected_deal_is_marketings_again(self, cast: SimpleNamespace, hot: Lead) -> None:
        (row,) = early_deals.convert([hot], by=cast.mia, to=To(owner=cast.mara)).handoffs
        handing_over.reject([row], by=cast.mara, reason="Not ready")
        deal = Opportunity.objects.get()
        assert (deal.owner_id, deal.is_closed) == (cast.mia.pk, False)

    def test_a_deal_that_nobody_accepts_goes_to_the_manager(
        self, cast: SimpleNamespace, hot: Lead
    ) -> None:
        set_policy(owner=cast.mara.owner_ptr)
        (row,) = early_deals.convert([hot], by=cast.mia).handoffs
        assert row.due_at is not None
        assert left_behind.pass_on(row.due_at) == 1
        assert Opportunity.objects.get().owner_id == cast.ines.pk
        assert handoff.waiting_for(cast.ines) == [Handoff.objects.offered().get().pk]

    def test_undoing_the_conversion_takes_the_offer_back(
        self, cast: SimpleNamespace, hot: Lead, noon: datetime
    ) -> None:
        early_deals.convert([hot], by=cast.mia, to=To(owner=cast.mara))
        deeds.take_back(hot.conversions.get(), by=cast.mia)
        assert not handoff.waiting_for(cast.mara)
        deciding.settle(at=noon)
        assert Handoff.objects.get().stage == "withdrawn"

    def test_only_marketing_makes_them_and_only_early_ones(
        self, cast: SimpleNamespace, hot: Lead
    ) -> None:
        with pytest.raises(Refused, match="Marketing makes"):
            early_deals.convert([hot], by=cast.mara)
        with pytest.raises(Refused, match="is not an early stage"):
            early_deals.convert([hot], by=cast.mia, stage_name="Closed Won")
        queue = Owner.objects.get(pk=cast.queue.pk)
        made = early_deals.convert([hot], by=cast.mia, to=To(owner=queue))
        assert "a queue cannot own a deal" in made.refused[hot.pk]
        assert not made.handoffs
