"""What duplicate rules say of the accounts and contacts that a program's conversion would make.

As in Salesforce only records of the same object count: the lead itself is no duplicate of what it
becomes. `Sforce-Duplicate-Rule-Header: allowSave=true` goes on where a rule asks.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from headwater.api import duplicates
from headwater.api.caller import Caller
from headwater.catalog import objects
from headwater.convert.choices import Choices
from headwater.match.rules import ask, known, vocabulary
from headwater.match.rules.decide import Decision
from headwater.match.rules.duplicate_rule import Action
from headwater.records import writing
from headwater.records.models import Lead
from headwater.records.problem import Problem, Refused
from headwater.records.submission import Door

Wanted = Sequence[tuple[Lead, Choices]]


def refusals(caller: Caller, wanted: Wanted) -> list[list[Problem]]:
    """For each conversion what stands in its way, [] for nothing; a fixed number of queries."""
    found: list[list[Problem]] = [[] for _ in wanted]
    for object_name in filter(_is_guarded, ("Account", "Contact")):
        places = [place for place, (lead, choices) in enumerate(wanted)
                  if _is_new(object_name, lead, choices)]  # fmt: skip
        if not places:
            continue
        rows = [_values(object_name, *wanted[place]) for place in places]
        decisions = ask.before_saving_all(object_name, rows, door=Door.API, by=caller.by)
        for place, values, decision in zip(places, rows, decisions, strict=True):
            found[place] += _problems(caller, object_name, values, decision)
    return found


def _is_guarded(object_name: str) -> bool:
    """Whether any rule holds a program back; what is only reported waits for people anyway."""
    actions = (each.rule.action(Door.API, is_edit=False) for each in known.rules(object_name))
    return any(action != Action.ALLOW for action in actions)


def _is_new(object_name: str, lead: Lead, choices: Choices) -> bool:
    """A lead without a company becomes a person account, which its contact speaks for."""
    if object_name == "Contact":
        return choices.contact is None
    return choices.account is None and bool(lead.company)


def _values(object_name: str, lead: Lead, choices: Choices) -> dict[str, Any]:
    """What rules compare, as the new record would have it; what was given for it wins."""
    by_word = {word: name for name, word in vocabulary.attributes("Lead").items()}
    values = {
        name: getattr(lead, by_word[word])
        for name, word in vocabulary.attributes(object_name).items()
        if word in by_word and not name.endswith("__c") and hasattr(lead, by_word[word])
        and not name.endswith("_id")
    }  # fmt: skip
    values |= {
        name: value for name, value in choices.given.get(object_name, {}).items() if name in values
    }
    try:
        return writing.fit(objects.get(object_name), values, is_new=False)
    except Refused:  # it is told, or cut, when it is made
        return {name: value for name, value in values.items() if name in ("name", "last_name")}


def _problems(
    caller: Caller, object_name: str, values: Mapping[str, Any], decision: Decision
) -> list[Problem]:
    alike = (each.among(hit for hit in each.hits if hit.object_name == object_name)
             for each in decision.findings)  # fmt: skip
    of_same = Decision(tuple(each for each in alike if each.hits))
    refusal = duplicates.refusal(caller, objects.get(object_name), values, of_same)
    if refusal is None:
        return []
    [told] = refusal.body
    return [Problem("", told["errorCode"], told["message"])]
