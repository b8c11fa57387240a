"""Everything that can name a lead, a contact or an account is known to the merge."""

from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import models

from headwater.merge.later import JUDGES, ORDER
from headwater.merge.relations import BY_NAME, MOVES, STAYS, UNITED
from headwater.records.models import Account, Contact, Lead

MERGEABLE = (Lead, Contact, Account)


def every_model() -> list[Any]:
    return [
        model for config in apps.get_app_configs() if config.name.startswith("headwater.")
        for model in config.get_models(include_auto_created=True)
        if model._meta.managed  # a view follows by itself
    ]  # fmt: skip


def test_every_foreign_key_is_named() -> None:
    """A new one: add it to MOVES (it goes to the survivor), UNITED or, with a reason, STAYS."""
    found = {
        f"{model._meta.label}.{column.name}": column.related_model.__name__
        for model in every_model() for column in model._meta.concrete_fields
        if isinstance(column, models.ForeignKey) and column.related_model in MERGEABLE
    }  # fmt: skip
    known = {
        relation.key: name for table in (MOVES, UNITED) for name, rows in table.items()
        for relation in rows
    }  # fmt: skip
    assert known == {key: name for key, name in found.items() if key not in STAYS}
    assert set(found) >= set(STAYS)


def test_every_key_without_a_foreign_key_is_named() -> None:
    """Keys by number, such as `record_id`: add a new one to BY_NAME and say what becomes of it."""
    found = {
        f"{model._meta.label}.{column.name}"
        for model in every_model() for column in model._meta.concrete_fields
        if column.name in ("record_id", "one_id", "other_id", "survivor_id", "loser_ids")
        or (_is_number(column) and column.name in ("lead_id", "contact_id", "account_id"))
        or (isinstance(column, ArrayField) and _is_number(column.base_field))
    }  # fmt: skip
    assert found == set(BY_NAME)


def test_what_comes_later_is_judged_for_every_table() -> None:
    tables = {relation.label for rows in (*MOVES.values(), *UNITED.values()) for relation in rows}
    # Consents have a rule of their own: who said no said it for all of them.
    assert tables == {*ORDER, "records.Consent"}
    assert set(JUDGES) == set(ORDER)


def test_nothing_hangs_on_what_a_merge_takes_away() -> None:
    """Members and parts are put back with their old keys: nothing else may go with them."""
    for name in ("CampaignMember", "OpportunityContactRole"):
        model = apps.get_model("records", name)
        assert not [each for each in model._meta.get_fields() if each.auto_created
                    and not each.concrete]  # fmt: skip


def _is_number(column: Any) -> bool:
    return isinstance(column, models.IntegerField) and not column.primary_key
