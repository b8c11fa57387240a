"""A person's companies: related, described, no longer related, moved to another, with Undo."""

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import objects
from headwater.people.models import User
from headwater.records import relating, writing
from headwater.records.models import Account, AccountContactRelation, Contact
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import inputs, kinds, new_record, undo
from headwater.web.relations.named import named

KIND = "AccountContactRelation"
SAYS = ("roles", "is_primary", "started_on", "is_active", "ended_on")
Pair = tuple[int, int]


@require_http_methods(["GET", "POST"])
def relate(request: HttpRequest) -> HttpResponse:
    """GET and POST /relations/new?account= or ?contact=: somebody belongs to a company, too."""
    user = kinds.editor(request)
    known = named(request, "Account", "account_id") or named(request, "Contact", "contact_id")
    asked = "contact_id" if "account_id" in known else "account_id"
    fixed = _side(known, user)
    back = kinds.page_of(fixed)
    context = {"title": f"Relate {fixed}", "verb": "Relate", "back": back}
    said = {**known, "is_active": True}
    return _dialog(request, (asked, "roles", "started_on"), said, context)


@require_http_methods(["GET", "POST"])
def relation(request: HttpRequest, account: int, contact: int) -> HttpResponse:
    """GET and POST /relations/<account>/<contact>: what a person is there."""
    user = kinds.editor(request)
    firm, person = kinds.find("Account", account, user), kinds.find("Contact", contact, user)
    row = AccountContactRelation.objects.alive().filter(account=firm, contact=person).first()
    is_direct = person.account_id == firm.pk
    if row is None and not is_direct:
        raise Http404
    known = {"account_id": firm.pk, "contact_id": person.pk}
    fields = SAYS[:3] if is_direct else SAYS
    said: dict[str, Any] = {"is_active": True}
    said |= {name: getattr(row, name) for name in fields} if row else {}
    said["roles"] = row.role_list if row else []
    context = {
        "title": f"{person} at {firm}", "verb": "Save", "back": _back(request, firm, person),
        "row": row, "is_direct": is_direct, "contact": person, "account": firm,
    }  # fmt: skip
    return _dialog(request, fields, known, context, said)


@require_POST
def unrelation(request: HttpRequest, account: int, contact: int) -> HttpResponse:
    """POST /relations/<account>/<contact>/end: nothing is said of it any more."""
    user = kinds.editor(request)
    firm, person = kinds.find("Account", account, user), kinds.find("Contact", contact, user)
    rows = AccountContactRelation.objects.alive().filter(account=firm, contact=person)
    found = list(rows.select_related("account", "contact"))
    before = relating.states([(firm.pk, person.pk)])
    relating.unrelate(found, by=user)
    url = _offer(request, before)
    toasts.say(request, f"{person} no longer belongs to {firm}.", undo_url=url)
    return toasts.done(request, _back(request, firm, person))


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /contacts/<pk>/move: another company, the old one remembered if wanted."""
    user = kinds.editor(request)
    person: Contact = kinds.find("Contact", pk, user, "account")
    field = objects.get("Contact").field("AccountId")
    form = new_record.build([field], request.POST if request.method == "POST" else None)
    trouble = ""
    if request.method == "POST":
        try:
            return _moved(request, person, inputs.read(field, request.POST, "account_id"), user)
        except Refused as refused:
            trouble = str(refused)
    context = {"person": person, "box": form["account_id"], "trouble": trouble, "url": request.path}
    return render(request, "contacts/move.html", context, status=422 if trouble else 200)


@undo.undoes("relation")
def say_again(user: User, *, before: relating.States, after: relating.States) -> str:
    """What was said of people at companies is said again, unless somebody spoke since."""
    done = relating.put_back(before, after, by=user)
    return "Undone." if done == len(before) else "Undone, except what was changed since."


@undo.undoes("move")
def move_back(
    user: User, *, contact: int, was: int | None, now: int | None, before: relating.States,
    after: relating.States,
) -> str:  # fmt: skip
    """The person is at the old account, and what was said of them is said again."""
    found = kinds.find_all("Contact", [contact], user)
    if not found or found[0].account_id != now:
        return "Nothing is undone: somebody has moved them since."
    kinds.change(found, {"account_id": was}, by=user)
    relating.put_back(before, after, by=user)
    return f"Undone: {found[0]} is where they were."


def _dialog(
    request: HttpRequest,
    names: Sequence[str],
    known: dict[str, Any],
    context: dict[str, Any],
    initial: dict[str, Any] | None = None,
) -> HttpResponse:
    by_attribute = objects.get(KIND).by_attributes
    fields = [by_attribute[name] for name in names]
    posted = request.POST if request.method == "POST" else None
    form = new_record.build(fields, posted, initial)
    if posted is not None:
        try:
            given = known | new_record.given_in(fields, posted)
            return _related(request, given, kinds.person(request), context["back"])
        except Refused as refused:
            form.full_clean()
            form.errors.clear()
            inputs.blame(form, objects.get(KIND), refused.problems)
    context |= {
        "form": form, "url": request.get_full_path(), "roles": _roles(form),
        "rows": [form[field.attribute] for field in fields if field.attribute != "roles"],
    }  # fmt: skip
    return render(request, "contacts/relation.html", context, status=422 if posted else 200)


def _roles(form: Any) -> list[tuple[str, bool]]:
    """Every role to tick, with those that are ticked; what the list no longer has is kept."""
    said = form["roles"].value() or []
    listed = [value for value, _ in form.fields["roles"].choices]
    return [(role, role in said) for role in dict.fromkeys([*listed, *said])]


def _related(request: HttpRequest, given: dict[str, Any], user: User, back: str) -> HttpResponse:
    given = dict(given)
    firm = _chosen("Account", given.pop("account_id", None), user)
    person = _chosen("Contact", given.pop("contact_id", None), user)
    given = {name: value for name, value in given.items() if name in SAYS}
    if given.get("is_active") is False and not given.get("ended_on"):
        given["ended_on"] = timezone.localdate()
    primary = AccountContactRelation.objects.alive().filter(account=firm, is_primary=True)
    pairs = {(firm.pk, person.pk), *primary.values_list("account_id", "contact_id")}
    before = relating.states(sorted(pairs))
    relating.relate([person], firm, given, by=user)
    toasts.say(request, f"{person} at {firm}: kept.", undo_url=_offer(request, before))
    return toasts.done(request, back)


def _moved(request: HttpRequest, person: Contact, given: Any, user: User) -> HttpResponse:
    firm = _chosen("Account", given, user) if given else None
    was, old = person.account_id, person.account
    pairs = sorted({(pk, person.pk) for pk in (was, firm and firm.pk) if pk})
    before = relating.states(pairs)
    keeps = bool(request.POST.get("keeps_former"))
    relating.move([person], firm, keeps_former=keeps, by=user)
    kinds.judge_anew([person], by=user)
    url = undo.offer(
        request, "move", contact=person.pk, was=was, now=person.account_id, before=before,
        after=relating.states(pairs),
    )  # fmt: skip
    where = f"is at {firm} now" if firm else "is at no company now"
    kept = f"; {old} remembers them" if keeps and old else ""
    toasts.say(request, f"{person} {where}{kept}.", undo_url=url)
    return toasts.done(request, kinds.page_of(person))


def _chosen(object_name: str, given: Any, user: User) -> Any:
    """The record that was chosen by key or id; raises Refused where none was."""
    field = objects.get(KIND).by_attributes[f"{object_name.lower()}_id"]
    values = writing.fit(objects.get(KIND), {field.attribute: given}, is_new=False)
    return kinds.find(object_name, values[field.attribute], user)


def _side(known: dict[str, Any], user: User) -> Account | Contact:
    if not known:
        raise Http404
    [(attribute, pk)] = known.items()
    found: Account | Contact = kinds.find(attribute.removesuffix("_id").capitalize(), pk, user)
    return found


def _offer(request: HttpRequest, before: relating.States) -> str:
    pairs: list[Pair] = [(each["account_id"], each["contact_id"]) for each in before]
    return undo.offer(request, "relation", before=before, after=relating.states(pairs))


def _back(request: HttpRequest, firm: Account, person: Contact) -> str:
    """To the side from which the dialog was opened."""
    wanted = request.GET.get("from") or request.POST.get("from")
    return kinds.page_of(person if wanted == "contact" else firm)
