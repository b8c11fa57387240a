"""A rule of the advisor in words."""

from headwater.advising.advice_rule import AdviceRule, Is

FACTS = (
    ("company", "the company is known", "the company is unknown"),
    ("account", "there is an account", "there is no account"),
    ("qualified", "they are qualified", "they are not qualified"),
)


def facts_of(rule: AdviceRule) -> str:
    """“If the company is unknown and there is no account.”"""
    said = [
        known if getattr(rule, name) == Is.YES else unknown
        for name, known, unknown in FACTS if getattr(rule, name) != Is.ANY
    ]  # fmt: skip
    if not said:
        return "Everybody."
    last = said.pop()
    return f"If {', '.join(said)} and {last}." if said else f"If {last}."
