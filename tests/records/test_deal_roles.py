"""Who takes part in a deal: added, changed, primary, taken out, and back; how long it stood."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from headwater.records import deal_age, deal_roles, dealing, trail, writing
from headwater.records.models import Contact, Opportunity, OpportunityStage
from headwater.sample.time_travel import at


@pytest.fixture
def deal(cast: SimpleNamespace) -> Opportunity:
    return dealing.open_deal({"name": "Roof"}, by=cast.mara)


def test_people_take_part_and_one_is_primary(deal: Opportunity, cast: SimpleNamespace) -> None:
    ann, ben = (Contact.objects.create(owner=cast.mara, last_name=name) for name in ("Ann", "Ben"))
    first = deal_roles.join(deal, ann, by=cast.mara, role="Decision Maker")
    second = deal_roles.join(deal, ben, by=cast.mara)
    assert first and second and first.is_primary and not second.is_primary
    assert deal_roles.join(deal, ann, by=cast.mara) is None
    assert deal_roles.change(second, "Evaluator", by=cast.mara)
    assert not deal_roles.change(second, "Evaluator", by=cast.mara)
    assert deal_roles.make_primary(second, by=cast.mara) == first.pk
    first.refresh_from_db()
    assert not first.is_primary
    told = set(trail.about(deal).values_list("event", flat=True))
    assert {"opportunity.role_added", "opportunity.role_changed", "opportunity.role_primary"} < told


def test_who_was_taken_out_comes_back_as_before(deal: Opportunity, cast: SimpleNamespace) -> None:
    ann, ben = (Contact.objects.create(owner=cast.mara, last_name=name) for name in ("Ann", "Ben"))
    part = deal_roles.join(deal, ann, by=cast.mara, role="Decision Maker")
    assert part
    was = deal_roles.remove(part, by=cast.mara)
    assert not deal.contact_roles.exists()
    back = deal_roles.bring_back(was, by=cast.mara)
    assert back and back.is_primary and back.role == "Decision Maker"
    assert deal_roles.bring_back(was, by=cast.mara) is None
    was = deal_roles.remove(back, by=cast.mara)
    deal_roles.join(deal, ben, by=cast.mara)  # is primary meanwhile, and stays it
    again = deal_roles.bring_back(was, by=cast.mara)
    assert again and not again.is_primary


def test_a_deal_says_how_long_it_stood_where(cast: SimpleNamespace) -> None:
    start = datetime(2026, 4, 6, 9, tzinfo=UTC)
    with at(start):
        deal = dealing.open_deal({"name": "Roof"}, by=cast.mara)
    with at(start + timedelta(days=2)):
        writing.change([deal], {"amount": 500}, by=cast.owen)
    with at(start + timedelta(days=5)):
        dealing.advance([deal], "Prospecting", by=cast.mara)
    gathering, prospecting = deal_age.stays(deal.history.all())
    assert gathering.lasted(start) == timedelta(days=5) and gathering.amount == 500
    [change] = gathering.changes
    assert (change.what, change.before, change.after, change.by) == ("amount", None, 500, cast.owen)
    now = start + timedelta(days=9)
    assert prospecting.until is None and prospecting.lasted(now) == timedelta(days=4)
    stage = OpportunityStage.objects.get(name="Prospecting")
    assert not deal_age.is_rotting(deal, stage, now)
    assert deal_age.is_rotting(deal, stage, now + timedelta(days=60))
    stage.expected_days = None
    assert not deal_age.is_rotting(deal, stage, now + timedelta(days=60))
