"""The family of an account as a tree: a page, branches that open when asked, its parent."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from headwater.catalog import objects
from headwater.people.models import User
from headwater.people.organization import organization
from headwater.records import family, writing
from headwater.records.models import Account
from headwater.records.problem import Problem, Refused
from headwater.web import toasts
from headwater.web.records import kinds, new_record, undo

MOST_LEVELS = 1000


@require_safe
def hierarchy(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /accounts/<pk>/hierarchy: the whole family with its numbers."""
    user = kinds.person(request)
    record: Account = kinds.find("Account", pk, user, "parent")
    context = drawn(record, user) | {"record": record, "may": user.can_edit, "is_wide": True}
    return render(request, "accounts/hierarchy.html", context)


@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """GET /accounts/<pk>/branch?start=50&level=4: the next accounts below one, as tree items."""
    user = kinds.person(request)
    record: Account = kinds.find("Account", pk, user)
    start, level, first = (_number(request, name) for name in ("start", "level", "first"))
    level = min(max(level, 2), MOST_LEVELS)
    nodes = family.children(record, by=user, start=start, level=level, first=first)
    below = Account.objects.alive().visible_to(user).filter(parent=record).count()
    node = family.Node(pk, None, record.name, record.type, record.billing_city, False, below,
                       level - 1, first=first)  # fmt: skip
    context = {
        "nodes": nodes, "above": node, "left": below - start - len(nodes),
        "next_start": start + family.EACH, "currency": organization().currency,
        "is_wide": request.GET.get("wide") == "1",
    }  # fmt: skip
    return render(request, "accounts/branch.html", context)


@require_http_methods(["GET", "POST"])
def parent(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog. POST /accounts/<pk>/parent `parent=<key or id>`: put it there, or ''."""
    user = kinds.editor(request)
    child: Account = kinds.find("Account", pk, user, "parent")
    field, trouble = objects.get("Account").field("ParentId"), ""
    if request.method == "POST":
        try:
            return _put(request, child, _above(request, user), user)
        except Refused as refused:
            trouble = str(refused)
    if trouble and request.POST.get("because") is not None:  # a suggestion, not the dialog
        toasts.say(request, trouble, kind="bad")
        return toasts.done(request, back_of(request, child))
    form = new_record.build([field], None, {"parent_id": child.parent_id})
    context = {"child": child, "box": form["parent_id"], "trouble": trouble, "url": request.path}
    return render(request, "accounts/parent.html", context, status=422 if trouble else 200)


def drawn(record: Account, user: User) -> dict[str, Any]:
    """The tree from the ultimate parent down, ready to draw; None where there is no family."""
    if not family.has_family(record, by=user):
        return {"tree": None}
    return {"tree": family.tree(record, by=user), "currency": organization().currency}


def back_of(request: HttpRequest, record: Any) -> str:
    """To the list of families, if the deed was done there; else to the record."""
    return "/accounts/families" if request.POST.get("from") == "list" else kinds.page_of(record)


def _put(request: HttpRequest, child: Account, above: Account | None, user: User) -> HttpResponse:
    _refuse_person(above)
    before = {child.pk: undo.state(child, ["parent_id"])}
    said = request.POST.get("because", "").replace("\x00", "")[:300]
    because = {"from": str(child.parent or ""), "to": str(above or "")}
    because |= {"suggested": said} if said else {}
    target = {"parent_id": above.pk if above else None}
    kinds.change([child], target, by=user, because=because)
    after = {child.pk: undo.state(child, ["parent_id"])}
    url = undo.offer(request, "change", object_name="Account", before=before, after=after)
    said = f"{child} belongs under {above}." if above else f"{child} stands by itself."
    toasts.say(request, said, undo_url=url)
    return toasts.done(request, back_of(request, child))


def _refuse_person(above: Account | None) -> None:
    if above is not None and above.is_person_account:
        message = f"{above} is a person: nothing stands below one."
        raise Refused([Problem("ParentId", "FIELD_INTEGRITY_EXCEPTION", message)])


def _above(request: HttpRequest, user: User) -> Account | None:
    """By key, as a suggestion posts it, or by id, as the look-up does."""
    given = (
        request.POST.get("parent_id", request.POST.get("parent", "")).replace("\x00", "").strip()
    )
    if not given:
        return None
    key = int(given) if given.isascii() and given.isdigit() and len(given) < 15 else given
    kind = objects.get("Account")
    fitted = writing.fit(kind, {"parent_id": key}, is_new=False)
    found: Account = kinds.find("Account", fitted["parent_id"], user)
    return found


def _number(request: HttpRequest, name: str) -> int:
    given = request.GET.get(name, "")
    return int(given) if given.isdecimal() and len(given) < 15 else 0
