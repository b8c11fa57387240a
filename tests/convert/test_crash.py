"""The connection breaks at any statement of a conversion or its undo: all of it or nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from headwater.convert.choices import Beside, Choices, FollowUp
from headwater.converting import deeds
from headwater.records import deal_history
from headwater.records.models import (
    Account,
    Clock,
    Conversion,
    Handoff,
    Lead,
    Opportunity,
    TrailEntry,
)
from tests.convert.dump import everything


class Broken(Exception):
    """What the driver says when the server is gone."""


@contextmanager
def breaking_at(number: int, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the statement of this number fail, whichever way it is sent; later ones pass, as those
    do by which Django rolls back."""
    left = number

    def count() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Broken

    class Cursor(psycopg.Cursor[Any]):
        def execute(self, *given: Any, **named: Any) -> Any:
            count()
            return super().execute(*given, **named)

    def wrapper(execute: Callable[..., Any], *given: Any) -> Any:
        count()
        return execute(*given)

    with monkeypatch.context() as patch, connection.execute_wrapper(wrapper):
        patch.setattr(psycopg, "Cursor", Cursor)
        yield


@pytest.fixture
def wanted(
    tom: Lead, make_lead: Callable[..., Lead], cast: SimpleNamespace, noon: datetime
) -> list[tuple[Lead, Choices]]:
    """Three leads: into records that are there, into new ones, and beside the second."""
    account = Account.objects.create(owner=cast.owen, name="Harbor")
    deal = Opportunity.objects.create(
        owner=cast.mara, account=account, name="Roof", stage_name="Prospecting"
    )
    deal_history.remember([deal], by=None)
    ann, bo = make_lead(first_name="Ann"), make_lead(first_name="Bo")
    Clock.objects.create(
        lead=ann, policy="Web", minutes=5, started_at=noon, due_at=noon + timedelta(minutes=5),
        owner=cast.mara,
    )  # fmt: skip
    Handoff.objects.create(lead=ann, offered_to=cast.mara)
    joins = Choices(account=account, opportunity=deal, follow_up=FollowUp("Send the offer"))
    return [(tom, joins), (ann, Choices()), (bo, Choices(account=Beside(ann.pk)))]


def test_a_conversion_that_breaks_off_has_done_nothing(
    wanted: list[tuple[Lead, Choices]], cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert() -> None:
        done = deeds.convert_many(wanted, by=cast.mara)
        assert all(isinstance(each, Conversion) for each in done)

    assert _break_everywhere(convert, monkeypatch) > 40


def test_an_undo_that_breaks_off_has_done_nothing(
    wanted: list[tuple[Lead, Choices]], cast: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = deeds.convert_many(wanted, by=cast.mara)
    done = [each for each in found if isinstance(each, Conversion)]

    def take_back() -> None:
        undone = deeds.take_back_many(done, by=cast.mara)
        assert len(undone) == 3 and all(isinstance(each, Conversion) for each in undone)

    assert _break_everywhere(take_back, monkeypatch) > 30


def _break_everywhere(deed: Callable[[], Any], monkeypatch: pytest.MonkeyPatch) -> int:
    """Break the deed at each of its statements in turn; returns how many it has."""
    before, number = _state(), 0
    while True:
        number += 1
        try:
            with transaction.atomic(), breaking_at(number, monkeypatch):
                deed()
                transaction.set_rollback(True)
                return number
        except Broken:
            assert _state() == before, f"half of it was left after statement {number}"


def _state() -> Any:
    stories = [list(model.objects.order_by("pk").values()) for model in (TrailEntry, Conversion)]
    return everything(), stories
