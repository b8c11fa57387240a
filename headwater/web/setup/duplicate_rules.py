"""/setup/duplicates: which records count as alike, and what is done about it at each door.

Everybody reads it, admins change it, and every change can be undone.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from headwater.match.rules import history
from headwater.match.rules.duplicate_rule import IMPORT, SUBMISSION, Action, DuplicateRule
from headwater.match.rules.in_english import SIDES, comparing, doing
from headwater.match.rules.known import Ruling, equations_of
from headwater.match.rules.matching_rule import Compared, MatchingRule
from headwater.people.models import User
from headwater.web.duplicates import waterfall
from headwater.web.records import kinds, undo
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.duplicate_rule_forms import DOORS, DuplicateRuleForm, developer_name
from headwater.web.setup.rule_changes import changed

TONES = {Action.ALLOW: "", Action.ALERT: "warn", Action.BLOCK: "bad"}
COUNTS = (200, 500, 2000)
KEPT = tuple(
    field.name
    for field in DuplicateRule._meta.concrete_fields
    if field.name not in ("id", "developer_name", "sobject_type")
)


@require_safe
def duplicate_rules(request: HttpRequest) -> HttpResponse:
    """GET: the duplicate rules of each object, and the matching rules under them."""
    rules = DuplicateRule.objects.filter(is_deleted=False).prefetch_related("matching_rules__items")
    groups: dict[str, list[Any]] = {str(label): [] for label in Compared.labels}
    for rule in rules:
        ruling = Ruling(rule, tuple(equations_of(rule.matching_rules.all())))
        line = {"rule": rule, "sentence": doing(ruling), "doors": _doors(rule)}
        groups[rule.get_sobject_type_display()].append(line)
    matching = MatchingRule.objects.filter(is_deleted=False)
    matching = matching.prefetch_related("items", "duplicate_rules")
    context = {
        "groups": groups, "objects": Compared.choices, "may": asker(request).can_configure,
        "matching": [(rule, comparing(rule)) for rule in sorted(matching, key=_in_order)],
    }  # fmt: skip
    return render(request, "setup/duplicates/list.html", context)


@for_admins
def new_duplicate_rule(request: HttpRequest, object_name: str) -> HttpResponse:
    """One more rule about an object, the last in order."""
    if object_name not in Compared.values:
        raise Http404("There are no such rules.")
    count = DuplicateRule.objects.filter(sobject_type=object_name).count()
    return _edit(request, DuplicateRule(sobject_type=object_name, sort_order=count + 1))


@for_admins
def edit_duplicate_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one."""
    return _edit(request, get_object_or_404(DuplicateRule, pk=pk, is_deleted=False))


@for_admins
@require_POST
def switch_duplicate_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off."""
    rule = get_object_or_404(DuplicateRule, pk=pk, is_deleted=False)
    before = state_of(rule)
    rule.is_active = not rule.is_active
    rule.save(update_fields=["is_active"])
    return _changed(request, rule, before, f"“{rule}” is {'on' if rule.is_active else 'off'}.")


@for_admins
@require_POST
def remove_duplicate_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one away; Undo brings it back."""
    rule = get_object_or_404(DuplicateRule, pk=pk, is_deleted=False)
    before = state_of(rule)
    rule.is_deleted = True
    rule.save(update_fields=["is_deleted"])
    return _changed(request, rule, before, f"“{rule}” is removed.")


@require_safe
def duplicate_rule_history(request: HttpRequest, pk: int) -> HttpResponse:
    """GET ?count=200: how many of the newest records it would have caught, and ten of them."""
    rule = get_object_or_404(DuplicateRule, pk=pk, is_deleted=False)
    asked = request.GET.get("count", "")
    count = int(asked) if asked.isdecimal() and int(asked) in COUNTS else COUNTS[0]
    found = history.replay(rule, count=count, by=kinds.person(request))
    lines = [
        (SIDES[side], found.looked[side], found.caught[side],
         rule.action(history.DOORS[side], is_edit=False).label)
        for side in SIDES if found.looked[side]
    ]  # fmt: skip
    sample = [
        (
            each,
            waterfall.chance(each.hit.confidence / 100),
            kinds.page_of(each.record),
            kinds.page_of(each.other) if each.other else "",
        )
        for each in found.sample
    ]
    context = {
        "rule": rule, "found": found, "lines": lines, "sample": sample, "counts": COUNTS,
        "count": count, "noun": rule.get_sobject_type_display().lower(),
    }  # fmt: skip
    return render(request, "setup/duplicates/history.html", context)


def state() -> str:
    """How it stands, in Setup's own list."""
    count = DuplicateRule.objects.filter(is_active=True, is_deleted=False).count()
    return f"{count} on"


def state_of(rule: DuplicateRule) -> dict[str, Any]:
    """All of a rule, JSON-able, for Undo."""
    kept = {name: getattr(rule, name) for name in KEPT}
    return kept | {"matching_rules": list(rule.matching_rules.values_list("pk", flat=True))}


@undo.undoes("duplicate_rule")
def as_it_was(user: User, *, pk: int, was: Mapping[str, Any]) -> str:
    """The rule says again what it said."""
    if not user.can_configure:
        raise PermissionDenied("Only an admin changes Setup.")
    rule = get_object_or_404(DuplicateRule, pk=pk)
    with transaction.atomic():
        for name in KEPT:
            setattr(rule, name, was[name])
        rule.save()
        rule.matching_rules.set(was["matching_rules"])
        note("duplicate_rule.undone", rule, by=user)
    return f"“{rule}” is as it was."


def _in_order(rule: MatchingRule) -> tuple[int, bool]:
    return Compared.values.index(rule.sobject_type), not rule.is_standard


def _doors(rule: DuplicateRule) -> list[tuple[str, str, str]]:
    """Each side of the house, what the rule does with a new record there, and its colour."""
    actions = {
        word: rule.action(history.DOORS[side], is_edit=False) for side, word in SIDES.items()
    }
    return [(word, _verdict(word, action), TONES[action]) for word, action in actions.items()]


def _verdict(word: str, action: Action) -> str:
    is_set_aside = action == Action.BLOCK and word in (SIDES[IMPORT], SIDES[SUBMISSION])
    return "Set aside" if is_set_aside else str(action.label)


def _edit(request: HttpRequest, rule: DuplicateRule) -> HttpResponse:
    is_new = rule.pk is None
    before = {} if is_new else state_of(rule)
    form = DuplicateRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if is_new:
                rule.developer_name = developer_name(rule.master_label, DuplicateRule)
            form.save()
        # What is new is undone by being removed.
        before = before or state_of(rule) | {"is_deleted": True}
        return _changed(request, rule, before, f"Saved “{rule}”.")
    doors = [(words, form[new], form[edit] if edit else None) for words, new, edit in DOORS]
    context = {"form": form, "rule": rule, "doors": doors}
    status = 422 if form.is_bound else 200
    return render(request, "setup/duplicates/rule_form.html", context, status=status)


def _changed(
    request: HttpRequest, rule: DuplicateRule, before: dict[str, Any], words: str
) -> HttpResponse:
    return changed(request, "duplicate_rule", rule, (before, state_of(rule)), words)
