"""Households: made by hand, joined, left, renamed, with a primary member; each with Undo."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import objects
from headwater.match import keys
from headwater.people.models import User
from headwater.records import household, relating, writing
from headwater.records.models import Account, AccountContactRelation, Contact
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import inputs, kinds, new_record, undo
from headwater.web.relations.named import named


@require_http_methods(["GET", "POST"])
def new_household(request: HttpRequest) -> HttpResponse:
    """GET and POST /accounts/households/new?contact=: a household, with its first member."""
    user = kinds.editor(request)
    first = named(request, "Contact", "contact_id")
    person = kinds.find("Contact", first["contact_id"], user, "account") if first else None
    start = {"name": f"{person.last_name} household"} if person else {}

    def make(given: dict[str, Any], by: User) -> Account:
        with transaction.atomic():
            told = {**_address(person), "name": given["name"], "type": household.TYPE}
            made: Account = writing.create("Account", told, by=by)
            household.join(made, [person] if person else [], by=by)
            keys.refresh("Account", [made])
        return made

    foot = f"{person} is its first member." if person else "Members join on its page."
    return new_record.dialog(
        request, "Account", ("name",), initial=start, foot=foot, make=make,
        heading="New household", template="accounts/new_household.html",
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def member(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog. POST /accounts/<pk>/members `contact_id=`: somebody lives there, too."""
    user = kinds.editor(request)
    home, trouble = _home(pk, user), ""
    kind = objects.get("AccountContactRelation")
    who = kind.field("ContactId")
    if request.method == "POST":
        try:
            given = inputs.read(who, request.POST, "contact_id")
            key = writing.fit(kind, {"contact_id": given}, is_new=False)["contact_id"]
            person = kinds.find("Contact", key or 0, user, "account")
            url = _remember(request, home, [person], household.join, user)
            toasts.say(request, f"{person} belongs to the {home}.", undo_url=url)
            return toasts.done(request, kinds.page_of(home))
        except Refused as refused:
            trouble = str(refused)
    box = new_record.build([who], None)["contact_id"]
    context = {"home": home, "box": box, "url": request.path, "trouble": trouble}
    return render(request, "accounts/member.html", context, status=422 if trouble else 200)


@require_POST
def leave(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """POST /accounts/<pk>/members/<contact>/leave: they live there no more."""
    user = kinds.editor(request)
    home, person = _home(pk, user), kinds.find("Contact", contact, user, "account")
    url = _remember(request, home, [person], household.leave, user)
    toasts.say(request, f"{person} left the {home}.", undo_url=url)
    return toasts.done(request, kinds.page_of(home))


@require_POST
def primary(request: HttpRequest, pk: int, contact: int) -> HttpResponse:
    """POST /accounts/<pk>/members/<contact>/primary: whom to turn to first."""
    user = kinds.editor(request)
    home, person = kinds.find("Account", pk, user), kinds.find("Contact", contact, user)
    was = AccountContactRelation.objects.alive().filter(account=home, is_primary=True)
    pairs = sorted({(home.pk, person.pk), *was.values_list("account_id", "contact_id")})
    before = relating.states(pairs)
    relating.relate([person], home, {"is_primary": True}, by=user)
    url = undo.offer(request, "relation", before=before, after=relating.states(pairs))
    toasts.say(request, f"{person} is the one to turn to first.", undo_url=url)
    return toasts.done(request, kinds.page_of(home))


@require_http_methods(["GET", "POST"])
def rename(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the dialog. POST /accounts/<pk>/name `name=`: what an account is called."""
    user = kinds.editor(request)
    record: Account = kinds.find("Account", pk, user)
    name, trouble = request.POST.get("name", "").replace("\x00", "").strip(), ""
    if request.method == "POST":
        before = {pk: undo.state(record, ["name"])}
        try:
            kinds.change([record], {"name": name}, by=user)
        except Refused as refused:
            trouble = str(refused)
        else:
            url = undo.offer(request, "change", object_name="Account", before=before,
                             after={pk: undo.state(record, ["name"])})  # fmt: skip
            toasts.say(request, f"It is called {record} now.", undo_url=url)
            return toasts.done(request, kinds.page_of(record))
    context = {"record": record, "url": request.path, "trouble": trouble, "name": name or record}
    return render(request, "accounts/rename.html", context, status=422 if trouble else 200)


@undo.undoes("membership")
def as_before(user: User, *, places: list[Any], before: Any, after: Any) -> str:
    """Everybody lives where they lived before, unless they have moved since."""
    for object_name, pk, attribute, was, now in places:
        for record in kinds.find_all(object_name, [pk], user):
            if getattr(record, attribute) == now:
                kinds.change([record], {attribute: was}, by=user)
    relating.put_back(before, after, by=user)
    return "Undone."


def _remember(
    request: HttpRequest, home: Account, people: Sequence[Contact], deed: Any, user: User
) -> str:
    """Do it, and keep what it changed for Undo."""
    pairs = [(home.pk, each.pk) for each in people]
    before, places = relating.states(pairs), []
    rows = [(each, "account_id") for each in people]
    rows += [(each.account, "parent_id") for each in people if each.account]  # type: ignore[misc]
    was = [getattr(row, name) for row, name in rows]
    deed(home, people, by=user)
    for (row, name), old in zip(rows, was, strict=True):
        if old != getattr(row, name):
            places.append([type(row).__name__, row.pk, name, old, getattr(row, name)])
    kinds.judge_anew(list(people), by=user)
    after = relating.states(pairs)
    return undo.offer(request, "membership", places=places, before=before, after=after)


def _address(person: Contact | None) -> dict[str, Any]:
    """Where the first member lives."""
    parts = ("street", "city", "state", "postal_code", "country") if person else ()
    return {f"billing_{part}": getattr(person, f"mailing_{part}") for part in parts}


def _home(pk: int, user: User) -> Account:
    found: Account = kinds.find("Account", pk, user)
    if not household.is_one(found):
        raise Http404
    return found
