"""Whether a response clock was kept: no column holds it, its times do."""

from headwater.catalog.fields import FieldDef

_MISSED = (
    '("{table}".missed_at IS NOT NULL OR '
    'COALESCE("{table}".stopped_at, "{table}".paused_at, now()) > "{table}".due_at)'
)


def _outcome(name: str, label: str, expression: str) -> FieldDef:
    return FieldDef(
        name=name, label=label, type="boolean", attribute="", is_createable=False,
        is_updateable=False, expression=expression,
    )  # fmt: skip


FIELDS = (
    _outcome("IsKept", "Kept", f'("{{table}}".stopped_at IS NOT NULL AND NOT {_MISSED})'),
    _outcome("IsMissed", "Missed", _MISSED),
)
