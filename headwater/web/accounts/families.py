"""Who may belong together: accounts under accounts, people in households; one click, or no."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from headwater.match import hierarchy, households, refusal
from headwater.match.households import Household
from headwater.match.refusal import Refusal
from headwater.people.models import User
from headwater.records import trail, writing
from headwater.records.models import Account
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.accounts.tree import back_of
from headwater.web.records import kinds, undo

OBJECTS = frozenset({"Account", "Contact", "Lead"})


@require_safe
def families(request: HttpRequest) -> HttpResponse:
    """GET /accounts/families: everything that may belong together."""
    user = kinds.person(request)
    context = {
        "suggestions": hierarchy.everywhere(by=user),
        "households": [_shown(each) for each in households.everywhere(by=user)],
        "may": user.can_edit,
    }
    return render(request, "accounts/families.html", context)


@require_safe
def belonging(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """GET /records/<object>/<pk>/belonging: a part of its page, empty when nothing is suggested."""
    user = kinds.person(request)
    if object_name not in OBJECTS:
        raise Http404
    record = kinds.find(object_name, pk, user)
    is_company = object_name == "Account" and not record.is_person_account
    found = hierarchy.suggestions(record, by=user) if is_company else []
    household = None if is_company else households.suggestion(record, by=user)
    context = {
        "record": record, "object_name": object_name, "suggestions": found, "may": user.can_edit,
        "household": _shown(household) if household else None,
    }  # fmt: skip
    return render(request, "accounts/belonging.html", context)


@require_POST
def refuse_parent(request: HttpRequest, pk: int) -> HttpResponse:
    """POST /accounts/<pk>/parent/refusal `parent=<pk>`: no, and never again."""
    user = kinds.editor(request)
    child, parent = kinds.find("Account", pk, user), _other(request, "parent", user)
    key = hierarchy.key_of(child.pk, parent.pk)
    return _refused(request, Refusal.Kind.PARENT, key, child, f"{child} stays apart.")


@require_POST
def make_household(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """POST /records/<object>/<pk>/household: those who live there become one."""
    user = kinds.editor(request)
    record, household = _household(object_name, pk, user)
    try:
        account, before = households.make(household, by=user)
    except Refused as refused:
        toasts.say(request, str(refused), kind="bad")
        return toasts.done(request, back_of(request, record))
    url = undo.offer(request, "household", account=account.pk, before=before)
    toasts.say(request, f"{account}: {len(household.members)} people.", undo_url=url)
    return toasts.done(request, kinds.page_of(account))


@require_POST
def refuse_household(request: HttpRequest, object_name: str, pk: int) -> HttpResponse:
    """POST /records/<object>/<pk>/household/refusal: they only live at one address."""
    user = kinds.editor(request)
    record, household = _household(object_name, pk, user)
    said = "They stay apart."
    return _refused(request, Refusal.Kind.HOUSEHOLD, household.key, record, said)


@undo.undoes("household")
def part_again(user: User, *, account: int, before: Mapping[str, Mapping[str, Any]]) -> str:
    """Everybody is where they were, and the account goes."""
    for name, was in before.items():
        for record in kinds.find_all(name, [int(key) for key in was], user):
            values = was[str(record.pk)]
            if any(getattr(record, attribute) == account for attribute in values):
                writing.change([record], dict(values), by=user)
    writing.delete(kinds.find_all("Account", [account], user), by=user)
    return "Undone; everybody is where they were."


@undo.undoes("refusal")
def ask_again(user: User, *, kind: str, key: str) -> str:
    """It may be suggested again."""
    refusal.take_back(kind, key)
    return "Undone; it is suggested again."


def _refused(request: HttpRequest, kind: str, key: str, record: Any, said: str) -> HttpResponse:
    user = kinds.editor(request)
    refusal.refuse(kind, key, by=user)
    entry = trail.entry("suggestion.refused", record, by=user, because={"kind": kind, "key": key})
    trail.write([entry])
    toasts.say(request, said, undo_url=undo.offer(request, "refusal", kind=kind, key=key))
    return toasts.done(request, back_of(request, record))


def _household(object_name: str, pk: int, user: User) -> tuple[Any, Household]:
    if object_name not in OBJECTS:
        raise Http404
    record = kinds.find(object_name, pk, user)
    found = households.suggestion(record, by=user)
    if found is None:
        raise Http404("They have moved apart, or they are a household already.")
    return record, found


def _other(request: HttpRequest, name: str, user: User) -> Account:
    key = request.POST.get(name, "")
    if not key.isdecimal() or len(key) > 18:
        raise Http404
    found: Account = kinds.find("Account", int(key), user)
    return found


def _shown(household: Household) -> dict[str, Any]:
    """A household with where its members' pages are."""
    first = household.members[0]
    return {
        "name": household.name, "address": household.address, "because": household.because,
        "members": [(each, kinds.page_of(each)) for each in household.members],
        "object_name": type(first).__name__, "pk": first.pk,
    }  # fmt: skip
