"""Agreeing on a stage: somebody proposes, marketing signs, sales signs; then it counts."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from headwater.criteria.errors import CriteriaError
from headwater.criteria.parse import parse
from headwater.people.models import User
from headwater.people.standing import kept
from headwater.qualify.stage_definition import AgreedStage, Side, StageDefinition
from headwater.records import trail
from headwater.records.problem import Problem, Refused

PEOPLE = ("proposed_by", "marketing_by", "sales_by")


@kept
def agreed() -> Mapping[str, StageDefinition]:
    """Stage → the newest version that both sides have signed; to be read only."""
    rows = StageDefinition.objects.filter(marketing_at__isnull=False, sales_at__isnull=False)
    rows = rows.select_related(*PEOPLE).order_by("version")
    return {definition.stage: definition for definition in rows}


def newest() -> dict[str, StageDefinition]:
    """Stage → its newest version, agreed on or not."""
    rows = StageDefinition.objects.select_related(*PEOPLE).order_by("version")
    return {definition.stage: definition for definition in rows}


def propose(stage: str, *, text: str, criteria: str, by: User) -> StageDefinition:
    """The next version of a stage's definition, signed by nobody yet; raises Refused.

    A version that nobody has signed is not history: it is taken back by the next one.
    """
    _refuse_unless(by.can_lead_people, "Marketing, a sales manager or an admin proposes a change.")
    if not text.strip():
        message = "Say in words what the stage means."
        raise Refused([Problem("Text", "REQUIRED_FIELD_MISSING", message)])
    try:
        parse(criteria, "Lead")
    except CriteriaError as error:
        raise Refused([Problem("Criteria", "MALFORMED_QUERY", str(error))]) from None
    with transaction.atomic():
        rows = StageDefinition.objects.select_for_update().filter(stage=AgreedStage(stage))
        list(rows.order_by("version"))  # two who propose at once get two versions
        last = rows.aggregate(last=Max("version"))["last"] or 0
        made = StageDefinition.objects.create(
            stage=stage, version=last + 1, text=text.strip(), criteria=criteria.strip(),
            proposed_at=timezone.now(), proposed_by=by,
        )  # fmt: skip
        trail.write([trail.entry("stage_definition.proposed", made, by=by)])
    return made


def sign(definition: StageDefinition, side: Side, *, by: User) -> StageDefinition:
    """`by` agrees for one side; raises Refused when that is not theirs to do, or too late."""
    _refuse_unless(side.may_be_signed_by(by), f"{side.label} signs this, or an admin.")
    with transaction.atomic():
        held = _held(definition)
        if not held.is_signed_by(side):
            _set(held, side, by)
            told = {"side": side.value, "stage": held.stage, "version": held.version}
            trail.write([trail.entry("stage_definition.signed", held, by=by, because=told)])
    return held


def take_back(definition: StageDefinition, side: Side, *, by: User) -> StageDefinition:
    """The signature of one side is gone again; what both had agreed on before counts again."""
    _refuse_unless(side.may_be_signed_by(by), f"{side.label} signed this; only they take it back.")
    with transaction.atomic():
        held = _held(definition)
        if held.is_signed_by(side):
            _set(held, side, None)
            told = {"side": side.value, "stage": held.stage, "version": held.version}
            trail.write([trail.entry("stage_definition.unsigned", held, by=by, because=told)])
    return held


def _held(definition: StageDefinition) -> StageDefinition:
    """The row as it is now, locked; only the newest version can be signed."""
    rows = StageDefinition.objects.select_for_update().filter(stage=definition.stage)
    newest = rows.order_by("-version").first()
    if newest is None or newest.pk != definition.pk:
        message = "There is a newer version. Look at that one."
        raise Refused([Problem("Version", "INVALID_INPUT", message)])
    return newest


def _set(definition: StageDefinition, side: Side, by: User | None) -> None:
    at, who = f"{side.value}_at", f"{side.value}_by"
    setattr(definition, at, timezone.now() if by else None)
    setattr(definition, who, by)
    definition.save(update_fields=[at, who])


def _refuse_unless(is_allowed: bool, message: str) -> None:
    if not is_allowed:
        raise Refused([Problem("", "INSUFFICIENT_ACCESS_OR_READONLY", message)])
