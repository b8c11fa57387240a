"""The week in plain words: each figure in a sentence, beside the week before."""

from decimal import Decimal

from headwater.people.organization import organization
from headwater.weekly.figures import Line, Pair, Report

SIGNS = {"EUR": "€", "USD": "$", "GBP": "£"}


def told(report: Report) -> list[str]:
    """The whole week, sentence by sentence."""
    line = report.all
    went, opened = _many(line.sent.now, "e-mail"), line.opened
    were = _many(opened.now, "e-mail was", "e-mails were")
    clicked = _many(line.clicked.now, "e-mail was", "e-mails were")
    came = _many(line.replied.now, "reply", "replies")
    won = f"{_many(line.won.now, 'deal was', 'deals were')} won, {money(line.amount.now)}"
    return [
        f"{went} went out{_beside(line.sent)}.",
        f"{were} opened by people{_share(opened.now, line.sent.now)}{_beside(opened)}.",
        f"{clicked} clicked{_share(line.clicked.now, line.sent.now)}{_beside(line.clicked)}.",
        f"{came} came{_beside(line.replied)}.",
        f"{_many(line.qualified.now, 'lead')} became marketing qualified{_beside(line.qualified)}.",
        f"{won}{_beside(line.amount, is_money=True)}.",
    ]


def _share(part: Decimal, whole: Decimal) -> str:
    """Mails of the week before may be opened in this one: then there is no share to tell."""
    return f" ({part * 100 / whole:.0f} %)" if 0 < part <= whole else ""


def in_short(line: Line) -> str:
    """One program or campaign in a line: what is zero is not said."""
    said = [
        ("sent", _many(line.sent.now, "mail")), ("opened", f"{line.opened.now} opened"),
        ("clicked", f"{line.clicked.now} clicked"),
        ("replied", _many(line.replied.now, "reply", "replies")),
        ("qualified", f"{line.qualified.now} qualified"),
        ("won", f"{line.won.now} won, {money(line.amount.now)}"),
    ]  # fmt: skip
    words = ", ".join(words for name, words in said if getattr(line, name).now)
    return f"{line.name}: {words or 'nothing this week'}"


def money(value: Decimal) -> str:
    currency = organization().currency
    return f"{SIGNS.get(currency, f'{currency} ')}{value:,.0f}"


def _many(count: Decimal, one: str, several: str = "") -> str:
    amount = f"{count:,.0f}" if count else "No"
    return f"{amount} {one if count == 1 else several or f'{one}s'}"


def _beside(pair: Pair, *, is_money: bool = False) -> str:
    if not pair.change:
        return ", as in the week before" if pair.before else ""
    size = abs(pair.change)
    less = "less" if is_money else "fewer"
    words = money(size) if is_money else f"{size:,.0f}"
    return f", {words} {'more' if pair.change > 0 else less} than the week before"
