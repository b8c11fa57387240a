"""One gate for every door: who sees which record."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from headwater.people.models import User
from headwater.people.organization import Access
from headwater.people.sharing import visible_owner_ids
from headwater.records.models import Account, Campaign, Lead, Note, Submission, Task
from headwater.records.sharing import visible


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        ("mara", True),  # the owner
        ("ines", True),  # the owner's manager
        ("ada", True), ("mia", True), ("rhea", True),  # those who look after the whole process
        ("owen", False),  # a colleague
        ("petra", False), ("otto", False),  # another team
    ],
)  # fmt: skip
def test_a_private_lead_is_seen_by_its_owner_and_those_above(
    cast: SimpleNamespace, make_lead: Callable[..., Lead], who: str, sees: bool
) -> None:
    lead = make_lead(owner=cast.mara)
    assert Lead.objects.visible_to(getattr(cast, who)).filter(pk=lead.pk).exists() is sees


def test_a_queues_leads_are_seen_by_its_members(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    make_lead(owner=cast.queue)
    assert Lead.objects.visible_to(cast.owen).count() == 1
    assert Lead.objects.visible_to(cast.otto).count() == 0


def test_what_hangs_on_a_record_is_seen_with_it(
    cast: SimpleNamespace, make_lead: Callable[..., Lead]
) -> None:
    lead = make_lead(owner=cast.mara)
    Task.objects.create(owner=cast.ines, lead=lead, subject="Call")
    Note.objects.create(lead=lead, body="Lease until 2038")
    Submission.objects.create(door="form", payload={}, lead=lead)
    for model in (Task, Note, Submission):
        assert model.objects.filter(visible(model, cast.mara)).count() == 1
        assert model.objects.filter(visible(model, cast.otto)).count() == 0


def test_public_reading_is_a_setting(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> None:
    make_lead()
    cast.organization.lead_access = Access.READ
    cast.organization.save()
    assert Lead.objects.visible_to(cast.otto).count() == 1


def test_accounts_are_read_by_everybody_unless_made_private(cast: SimpleNamespace) -> None:
    Account.objects.create(name="Harbor", owner=cast.mara)
    assert Account.objects.visible_to(cast.otto).count() == 1
    cast.organization.account_access = Access.PRIVATE
    cast.organization.save()
    otto = User.objects.get(pk=cast.otto.pk)  # as the next request sees him
    assert Account.objects.visible_to(otto).count() == 0


def test_campaigns_are_everybodys(cast: SimpleNamespace, campaign: Campaign) -> None:
    assert list(Campaign.objects.visible_to(cast.otto)) == [campaign]


def test_who_left_sees_nothing(cast: SimpleNamespace, make_lead: Callable[..., Lead]) -> None:
    make_lead(owner=cast.mara)
    cast.mara.is_active = False
    assert not Lead.objects.visible_to(cast.mara).exists()


def test_the_hierarchy_is_asked_once(
    cast: SimpleNamespace, django_assert_num_queries: Callable[..., object]
) -> None:
    below = (cast.ines.pk, cast.mara.pk, cast.owen.pk, cast.queue.pk)
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        for _ in range(3):
            assert visible_owner_ids(cast.ines) == frozenset(below)
