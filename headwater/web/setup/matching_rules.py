"""/setup/duplicates/matching: how two records are compared. A standard equation is read only."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST

from headwater.match.rules.in_english import comparing
from headwater.match.rules.matching_rule import (
    Compared,
    Engine,
    MatchingRule,
    MatchingRuleItem,
    Method,
    RuleStatus,
)
from headwater.people.models import User
from headwater.web.records import undo
from headwater.web.setup.access import asker, for_admins, note
from headwater.web.setup.duplicate_rule_forms import MatchingRuleForm, developer_name
from headwater.web.setup.rule_changes import changed

KEPT = ("master_label", "match_engine", "tier", "boolean_filter", "description", "rule_status",
        "is_deleted")  # fmt: skip
ITEM = ("sort_order", "field", "matching_method", "blank_value_behavior")


@for_admins
def new_matching_rule(request: HttpRequest, object_name: str) -> HttpResponse:
    """A rule of one's own."""
    if object_name not in Compared.values:
        raise Http404("There are no such rules.")
    return _edit(request, MatchingRule(sobject_type=object_name))


def matching_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: how it compares. POST: change it, if it is one's own."""
    rule = get_object_or_404(MatchingRule, pk=pk, is_deleted=False)
    if request.method == "POST" or (_is_ours(rule) and asker(request).can_configure):
        return _edit_own(request, rule)
    context = {"rule": rule, "sentence": comparing(rule), "items": rule.items.all(),
               "may": asker(request).can_configure}  # fmt: skip
    return render(request, "setup/duplicates/matching.html", context)


@for_admins
@require_POST
def switch_matching_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """On or off; a rule that is off compares nothing."""
    rule = get_object_or_404(MatchingRule, pk=pk, is_deleted=False)
    before, is_on = _state(rule), rule.is_active
    rule.rule_status = RuleStatus.INACTIVE if is_on else RuleStatus.ACTIVE
    rule.save(update_fields=["rule_status"])
    return _changed(request, rule, before, f"“{rule}” is {'off' if is_on else 'on'}.")


@for_admins
@require_POST
def remove_matching_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one's own away; Undo brings it back."""
    rule = get_object_or_404(MatchingRule, pk=pk, is_deleted=False)
    _refuse_standard(rule)
    before = _state(rule)
    rule.is_deleted = True
    rule.save(update_fields=["is_deleted"])
    return _changed(request, rule, before, f"“{rule}” is removed.")


@undo.undoes("matching_rule")
def as_it_was(user: User, *, pk: int, was: Mapping[str, Any]) -> str:
    """The rule compares again as it did."""
    if not user.can_configure:
        raise PermissionDenied("Only an admin changes Setup.")
    rule = get_object_or_404(MatchingRule, pk=pk)
    with transaction.atomic():
        for name in KEPT:
            setattr(rule, name, was[name])
        rule.save()
        _put_items(rule, [MatchingRuleItem(**item) for item in was["items"]])
        note("matching_rule.undone", rule, by=user)
    return f"“{rule}” is as it was."


@for_admins
def _edit_own(request: HttpRequest, rule: MatchingRule) -> HttpResponse:
    _refuse_standard(rule)
    return _edit(request, rule)


def _edit(request: HttpRequest, rule: MatchingRule) -> HttpResponse:
    is_new = rule.pk is None
    before = {} if is_new else _state(rule)
    form = MatchingRuleForm(request.POST or None, instance=rule)
    if request.method == "POST" and form.is_valid():
        with transaction.atomic():
            if is_new:
                rule.developer_name = developer_name(rule.master_label, MatchingRule)
            items = [] if rule.match_engine == Engine.MODEL else form.items()
            if items and all(item.matching_method == Method.EXACT for item in items):
                rule.match_engine = Engine.EXACT
            form.save()
            _put_items(rule, items)
        before = before or _state(rule) | {"is_deleted": True}
        return _changed(request, rule, before, f"Saved “{rule}”.")
    context = {"form": form, "rule": rule}
    status = 422 if form.is_bound else 200
    return render(request, "setup/duplicates/matching_form.html", context, status=status)


def _put_items(rule: MatchingRule, items: list[MatchingRuleItem]) -> None:
    rule.items.all().delete()
    for item in items:
        item.matching_rule = rule
    MatchingRuleItem.objects.bulk_create(items)


def _state(rule: MatchingRule) -> dict[str, Any]:
    """All of a rule, JSON-able, for Undo."""
    kept = {name: getattr(rule, name) for name in KEPT}
    return kept | {"items": list(rule.items.values(*ITEM))}


def _changed(
    request: HttpRequest, rule: MatchingRule, before: dict[str, Any], words: str
) -> HttpResponse:
    return changed(request, "matching_rule", rule, (before, _state(rule)), words)


def _is_ours(rule: MatchingRule) -> bool:
    return not rule.is_standard


def _refuse_standard(rule: MatchingRule) -> None:
    if rule.is_standard:
        raise PermissionDenied("A standard rule stays as it is; make one of your own beside it.")
