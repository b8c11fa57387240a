"""Rules as sentences, for people."""

from headwater.match.rules import boolean_filter
from headwater.match.rules.boolean_filter import All, Filter, Item
from headwater.match.rules.duplicate_rule import API, IMPORT, PEOPLE, SUBMISSION, Action
from headwater.match.rules.equation import Compared, Equation, in_words
from headwater.match.rules.known import Ruling
from headwater.match.rules.matching_rule import MatchingRule, Method

SIDES = {
    PEOPLE: "People", API: "Programs", IMPORT: "Imports", SUBMISSION: "Forms, mail",
}  # fmt: skip
NOUNS = {"Lead": "lead", "Contact": "contact", "Account": "account"}
DEEDS = {
    (PEOPLE, Action.ALERT): "people are asked", (PEOPLE, Action.BLOCK): "people cannot save it",
    (API, Action.ALERT): "programs must insist", (API, Action.BLOCK): "programs are refused",
    (IMPORT, Action.BLOCK): "imports are set aside",
    (SUBMISSION, Action.BLOCK): "forms and mail are set aside for review",
}  # fmt: skip


def comparing(rule: MatchingRule) -> str:
    """How a matching rule compares, in one sentence; what is wrong where it cannot be read."""
    try:
        equation = Equation.of(rule)
    except boolean_filter.Misread as misread:
        return f"Cannot be read: {misread}"
    if equation.asks_model:
        return f"The match model calls them {_at_least(equation.tier)} the same."
    if not equation.items:
        return "It compares nothing yet."
    sentence = _said(equation.tree, equation.items, is_outside=True)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def doing(ruling: Ruling) -> str:
    """What a duplicate rule does with a new record, in one sentence."""
    rule = ruling.rule
    names = [equation.object_name for equation in ruling.equations]
    own_first = sorted(names, key=lambda name: name != rule.sobject_type)
    nouns = dict.fromkeys(NOUNS[name] for name in own_first)
    whom = " or a ".join(nouns) if nouns else "nothing"
    whom = f"a {whom}".replace("a account", "an account")
    done = [DEEDS.get((place, rule.action(door, is_edit=False)), "") for place, door in _doors()]
    told = in_words([deed for deed in done if deed] or ["it is saved"])
    report = " Reported for review." if rule.reports_on_create else ""
    return f"A new {NOUNS[rule.sobject_type]} like {whom}: {told}.{report}"


def _doors() -> list[tuple[str, str]]:
    return [(PEOPLE, "hand"), (API, "api"), (IMPORT, "import"), (SUBMISSION, "form")]


def _at_least(tier: str) -> str:
    return {"certain": "certainly", "likely": "likely", "possible": "possibly"}[tier]


def _said(tree: Filter, items: tuple[Compared, ...], *, is_outside: bool = False) -> str:
    if isinstance(tree, Item):
        item = items[tree.place]
        label = item.label.lower()
        return label if item.method != Method.EXACT or item.kind == "email" else f"exact {label}"
    parts = [_said(part, items) for part in tree.parts]
    if len(parts) == 1:
        return parts[0]
    if isinstance(tree, All):
        return in_words(parts)
    joined = "; or ".join(parts) if is_outside else " or ".join(parts)
    return joined if is_outside else f"({joined})"
