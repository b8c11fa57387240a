"""Who is away is known at every moment, and so is who stands in."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from headwater.people.absence import Absence, away, stand_in
from headwater.people.models import User

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
DAY = timedelta(days=1)


def test_somebody_is_away_from_the_first_moment_to_the_last(cast: SimpleNamespace) -> None:
    absent(cast.mara, MONDAY, MONDAY + 5 * DAY, delegate=cast.owen, note="Skiing")
    assert not away(MONDAY - timedelta(seconds=1))
    assert set(away(MONDAY)) == {cast.mara.pk}
    assert not away(MONDAY + 5 * DAY)
    assert away(MONDAY)[cast.mara.pk].back() == "back on 28 November"
    assert stand_in(cast.mara.pk, away(MONDAY)) == cast.owen
    assert stand_in(cast.ines.pk, away(MONDAY)) == cast.ines


def test_the_one_that_ends_last_counts(cast: SimpleNamespace) -> None:
    absent(cast.mara, MONDAY, MONDAY + timedelta(hours=13))
    absent(cast.mara, MONDAY, MONDAY + timedelta(hours=12))
    back = away(MONDAY)[cast.mara.pk].back("Europe/Berlin")
    assert back == "back on 23 November, 14:00"


def test_a_chain_of_delegates_ends_with_whoever_is_there(cast: SimpleNamespace) -> None:
    absent(cast.mara, MONDAY, MONDAY + DAY, delegate=cast.owen)
    absent(cast.owen, MONDAY, MONDAY + DAY, delegate=cast.ines)
    assert stand_in(cast.mara.pk, away(MONDAY)) == cast.ines
    absent(cast.ines, MONDAY, MONDAY + DAY, delegate=cast.mara)  # a ring
    assert stand_in(cast.mara.pk, away(MONDAY)) is None


def test_nobody_stands_in_who_has_left(cast: SimpleNamespace) -> None:
    absent(cast.mara, MONDAY, MONDAY + DAY, delegate=cast.owen)
    User.objects.filter(pk=cast.owen.pk).update(is_active=False)
    assert stand_in(cast.mara.pk, away(MONDAY)) is None
    assert stand_in(cast.owen.pk, away(MONDAY)) is None


@pytest.mark.parametrize("days", [0, -1])
def test_an_absence_lasts(cast: SimpleNamespace, days: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        absent(cast.mara, MONDAY, MONDAY + days * DAY)


def test_nobody_stands_in_for_themselves(cast: SimpleNamespace) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        absent(cast.mara, MONDAY, MONDAY + DAY, delegate=cast.mara)


def absent(
    user: User, since: datetime, until: datetime, delegate: User | None = None, note: str = ""
) -> Absence:
    return Absence.objects.create(
        user=user, starts_at=since, ends_at=until, delegate=delegate, note=note
    )
