"""Dates and SOQL's date literals in words."""

from headwater.criteria.tree import Date, DateLiteral, DateTime

WORDS = {"<": "before ", "<=": "on or before ", ">": "after ", ">=": "on or after "}
DAYS = {"YESTERDAY": "yesterday", "TODAY": "today", "TOMORROW": "tomorrow"}
# How a distance into the past compares: fewer days ago is later.
AGO = {"=": "", "": "", "<": "more than ", "<=": "at least ", ">": "less than ", ">=": "at most "}


def comparing(operator: str, value: Date | DateTime | DateLiteral) -> str:
    """What stands after “is” or “is not”: `today`, `before 1 May 2024`, `in the last 30 days`."""
    if isinstance(value, DateTime):
        at = "at " if operator == "=" else ""
        return f"{at}{WORDS.get(operator, '')}{_moment(value)}"
    if isinstance(value, Date):
        on = "on " if operator == "=" else ""
        return f"{on}{WORDS.get(operator, '')}{day_text(value)}"
    return _literal(operator, value)


def day_text(value: Date) -> str:
    return f"{value.value.day} {value.value:%B} {value.value.year}"


def _moment(value: DateTime) -> str:
    moment = value.value
    offset = f"{moment:%Z}" if moment.utcoffset() else "UTC"
    return f"{moment.day} {moment:%B} {moment.year} {moment:%H:%M} {offset}"


def _literal(operator: str, literal: DateLiteral) -> str:
    name, n = literal.name, literal.n
    if name.endswith("_90_DAYS"):
        name, n = name.replace("90", "N"), 90
    if name.endswith("_AGO"):
        unit = _unit(name.removeprefix("N_").removesuffix("_AGO"), n or 0)
        return f"{AGO[operator]}{n} {unit} ago"
    if name in DAYS:
        return WORDS.get(operator, "") + DAYS[name]
    span = _span(name, n)
    if operator in ("", "="):
        return f"in {span}" if n is not None else span
    return {"<": "before ", "<=": "in or before ", ">": "after ", ">=": "in or after "}[
        operator
    ] + span


def _span(name: str, n: int | None) -> str:
    which, _, rest = name.partition("_")
    if n is None:
        return f"{which.lower()} {rest.lower().replace('_', ' ')}"
    unit = _unit(rest.removeprefix("N_"), n)
    # SOQL's last weeks, months … are whole ones; only its last days include today.
    full = "" if unit.startswith("day") or which == "NEXT" else "full "
    return f"the {which.lower()} {n} {full}{unit}"


def _unit(units: str, n: int) -> str:
    words = units.lower().replace("_", " ")
    return words.removesuffix("s") if n == 1 else words
