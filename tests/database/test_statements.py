"""Prepared SQL on Django's connection: rows come back as they were written, whatever is in them."""

from datetime import UTC, datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from headwater.database import aside, statements
from headwater.database.statements import Insert, Update
from headwater.match.match_key import MatchKey
from headwater.records.models import Lead

ODD = 'O\'Neil 100% \\ "quoted" {braces} ü 東京 \n\t'


def new_lead(cast: SimpleNamespace, **values: object) -> Lead:
    return statements.new(Lead, last_name="Berg", owner_id=cast.mara.pk, **values)


def test_a_row_comes_back_as_it_was_written(cast: SimpleNamespace) -> None:
    at = datetime(2026, 3, 11, 12, 0, 1, 234567, tzinfo=UTC)
    lead = new_lead(
        cast, company=ODD, annual_revenue=Decimal(10**17), custom={"Roof__c": [ODD, None, 1.5]},
        created_at=at, score=-3, do_not_call=True,
    )  # fmt: skip
    (lead.id,) = statements.reserve(Lead, 1)
    statements.insert([lead])
    assert not lead._state.adding
    for found in (Lead.objects.get(), *statements.fetch(Lead, "WHERE id = %s", [lead.pk])):
        assert (found.company, found.annual_revenue) == (ODD, Decimal(10**17))
        assert found.custom == {"Roof__c": [ODD, None, 1.5]}
        assert (found.created_at, found.score, found.do_not_call) == (at, -3, True)
        assert found.name == "Berg"


def test_new_is_what_the_constructor_makes(cast: SimpleNamespace) -> None:
    quick, slow = new_lead(cast), Lead(last_name="Berg", owner_id=cast.mara.pk)
    same = [name for name, _ in statements.stored(Lead) if not name.endswith("_at")]
    assert [getattr(quick, name) for name in same] == [getattr(slow, name) for name in same]
    assert quick.custom is not new_lead(cast).custom


def test_many_tables_are_written_in_one_statement(cast: SimpleNamespace) -> None:
    there, fresh = new_lead(cast), new_lead(cast)
    there.id, fresh.id = statements.reserve(Lead, 2)
    statements.insert([there])
    there.score, there.company = 7, "not asked to be written"
    key = statements.new(MatchKey, object_name="Lead", record_id=1, hash=77)
    changes: list[Insert | Update]
    changes = [Insert([fresh]), Update([there], frozenset({"score"})), Insert([key], or_skip=True)]
    statements.write(changes)
    statements.write([Insert([key], or_skip=True), Insert([])])
    there.refresh_from_db()
    assert (Lead.objects.count(), there.score, there.company) == (2, 7, "")
    assert MatchKey.objects.count() == 1


def test_errors_are_djangos_and_undo_the_whole(cast: SimpleNamespace) -> None:
    lead = new_lead(cast)
    (lead.id,) = statements.reserve(Lead, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert([lead])
        statements.insert([lead])
    assert not Lead.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        statements.run("SELECT nonsense")


def test_it_is_counted_with_the_other_queries(db: None, settings: SimpleNamespace) -> None:
    settings.DEBUG = True
    connection.queries_log.clear()
    assert statements.run("SELECT %s::int + 1", [1]) == [(2,)]
    assert connection.queries_log[-1]["sql"] == "SELECT %s::int + 1"


def test_many_rows_come_back_as_they_were_written(cast: SimpleNamespace) -> None:
    at = datetime(2026, 3, 11, 12, 0, 1, 234567, tzinfo=UTC)
    odd = {"company": ODD, "created_at": at, "annual_revenue": Decimal(12), "score": -3,
           "custom": {"Roof__c": [ODD, None, 1.5], "n": 1}, "do_not_call": True}  # fmt: skip
    leads = [new_lead(cast, **(odd if number % 2 else {})) for number in range(statements.MANY)]
    for lead, key in zip(leads, statements.reserve(Lead, len(leads)), strict=True):
        lead.id = key
    leads[0].custom, leads[2].custom = {"n": True}, {"n": 1}  # alike to Python
    statements.insert(leads)
    found = Lead.objects.order_by("pk")
    said = {name: getattr(found[1], name) for name in odd}
    assert said == odd
    assert (found[0].company, found[0].annual_revenue, found[0].custom) == ("", None, {"n": True})
    assert found[0].custom["n"] is True
    assert found.count() == statements.MANY
    assert not leads[0]._state.adding
    with pytest.raises(IntegrityError), transaction.atomic():
        statements.insert(leads)


@pytest.mark.django_db(transaction=True)
def test_what_is_done_aside_stays_when_the_rest_is_taken_back(cast: SimpleNamespace) -> None:
    one, two = new_lead(cast), new_lead(cast)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        statements.insert([one])
        with aside.aside():
            statements.insert([two])
            assert statements.run("SELECT count(*) FROM records_lead") == [(1,)]
        raise ZeroDivisionError
    aside.leave()
    assert Lead.objects.count() == 1
