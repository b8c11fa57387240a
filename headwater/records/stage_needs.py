"""What a stage asks of a deal before it may stand there: deciding only."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from headwater.catalog import objects
from headwater.records.opportunity import Opportunity
from headwater.records.problem import Problem
from headwater.records.stages import OpportunityStage


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that a stage asks for: which field, in words, and whether the deal says it."""

    attribute: str
    field: str
    words: str
    is_met: bool


def needs(deal: Opportunity, stage: OpportunityStage) -> list[Need]:
    """All that the stage asks for, also what is there already.

    An early or lost deal may do without an amount and a close date; a lost one says why.
    """
    said = list(_built_in(deal, stage))
    known = {need.attribute for need in said}
    return said + [
        need for need in _chosen(deal, stage) if need.attribute not in known
    ]  # fmt: skip


def missing(deal: Opportunity, stage: OpportunityStage, *, is_moving: bool = True) -> list[Problem]:
    """What keeps a deal from standing there.

    The fields that an organisation asks for hold for a move by somebody; a deal that is made there
    (by a conversion, an import, a program) needs only what every such stage needs.
    """
    asked = needs(deal, stage) if is_moving else list(_built_in(deal, stage))
    return [
        Problem(
            need.field, "REQUIRED_FIELD_MISSING", f"{stage.name} needs {need.words}: {deal.name}."
        )
        for need in asked if not need.is_met
    ]  # fmt: skip


def _built_in(deal: Opportunity, stage: OpportunityStage) -> Iterator[Need]:
    if stage.is_lost:
        yield Need("loss_reason", "LossReason", "the reason", bool(deal.loss_reason))
    elif not stage.is_early:
        yield Need("amount", "Amount", "an amount", deal.amount is not None)
        yield Need("close_on", "CloseDate", "a close date", deal.close_on is not None)


def _chosen(deal: Opportunity, stage: OpportunityStage) -> Iterator[Need]:
    known = objects.get("Opportunity").by_attributes if stage.required_fields else {}
    for attribute in stage.required_fields:
        field = known.get(attribute)
        if field:
            words = f"“{field.label}”"
            yield Need(attribute, field.name, words, _says(deal, attribute))


def _says(deal: Opportunity, attribute: str) -> bool:
    is_own = attribute.endswith("__c")
    value: Any = deal.custom.get(attribute) if is_own else getattr(deal, attribute)
    return value not in (None, "", False)
