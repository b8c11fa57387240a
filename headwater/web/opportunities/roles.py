"""Who takes which part in a deal: added, changed, made primary, taken out, each with Undo."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods, require_POST

from headwater.catalog import ids, picklists
from headwater.people.models import User
from headwater.records import deal_roles
from headwater.records.models import Contact, Opportunity, OpportunityContactRole
from headwater.web import toasts
from headwater.web.records import kinds, undo
from headwater.web.records.inputs import RecordLookup
from headwater.web.records.undo import undoes


@require_http_methods(["GET", "POST"])
def new_role(request: HttpRequest, pk: int) -> HttpResponse:
    """GET and POST /opportunities/<pk>/roles/new: one more contact in the deal."""
    user = kinds.editor(request)
    deal: Opportunity = kinds.find("Opportunity", pk, user)
    form = _form(request, with_contact=True)
    if request.method == "POST" and form.is_valid():
        contact = _contact(form.cleaned_data["contact"], user)
        part = contact and deal_roles.join(
            deal, contact, by=user, role=form.cleaned_data["role"]
        )  # fmt: skip
        if contact and part:
            return _done(request, f"{contact} takes part.", "role_added", key=part.pk)
        word = "That person takes part already." if contact else "Choose a contact from the list."
        form.add_error("contact", word)
    return _sheet(request, form, f"Who takes part in {deal}")


@require_http_methods(["GET", "POST"])
def role(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """GET and POST /opportunities/<pk>/roles/<key>: another role."""
    part = _part(request, pk, key)
    form = _form(request, initial={"role": part.role})
    if request.method == "POST" and form.is_valid():
        was, wanted = part.role, form.cleaned_data["role"]
        deal_roles.change(part, wanted, by=kinds.person(request))
        said = f"{part.contact} is now {wanted or 'without a role'}."
        return _done(request, said, "role_changed", key=part.pk, before=was, after=wanted)
    return _sheet(request, form, f"The role of {part.contact}")


@require_POST
def primary(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """POST: this contact becomes the primary one."""
    part = _part(request, pk, key)
    before = deal_roles.make_primary(part, by=kinds.person(request))
    return _done(
        request, f"{part.contact} is the primary contact.", "role_primary", key=part.pk,
        before=before,
    )  # fmt: skip


@require_POST
def removal(request: HttpRequest, pk: int, key: int) -> HttpResponse:
    """POST: this contact no longer takes part."""
    part = _part(request, pk, key)
    contact = part.contact
    was = deal_roles.remove(part, by=kinds.person(request))
    return _done(request, f"{contact} no longer takes part.", "role_removed", was=was)


def _part(request: HttpRequest, pk: int, key: int) -> OpportunityContactRole:
    user = kinds.editor(request)
    deal = kinds.find("Opportunity", pk, user)
    rows = OpportunityContactRole.objects.select_related("contact", "opportunity")
    return get_object_or_404(rows, pk=key, opportunity=deal)


def _done(request: HttpRequest, said: str, deed: str, **remembered: Any) -> HttpResponse:
    toasts.say(request, said, undo_url=undo.offer(request, deed, **remembered))
    return toasts.changed(request)


def _form(
    request: HttpRequest, *, with_contact: bool = False, initial: dict[str, Any] | None = None
) -> forms.Form:
    form = forms.Form(request.POST or None, initial=initial, auto_id="dialog_%s")
    if with_contact:
        form.fields["contact"] = forms.CharField(widget=RecordLookup("Contact"))
    roles = [("", "Not said yet"), *((each, each) for each in picklists.values("ContactRole"))]
    given = (initial or {}).get("role")
    if given and given not in dict(roles):
        roles.append((given, given))
    form.fields["role"] = forms.ChoiceField(choices=roles, required=False)
    return form


def _contact(given: str, user: User) -> Contact | None:
    try:
        _, key = ids.decode(given)
    except ids.MalformedId:
        return None
    found: Contact | None = Contact.objects.alive().visible_to(user).filter(pk=key).first()
    return found


def _sheet(request: HttpRequest, form: forms.Form, title: str) -> HttpResponse:
    context = {"form": form, "title": title, "url": request.path}
    status = 422 if form.is_bound else 200
    return render(request, "opportunities/role.html", context, status=status)


# --- taking it back ----------------------------------------------------------------------------
def _found(user: User, key: int) -> OpportunityContactRole | None:
    deals = Opportunity.objects.alive().visible_to(user)
    rows = OpportunityContactRole.objects.select_related("contact", "opportunity")
    return rows.filter(pk=key, opportunity__in=deals).first()


@undoes("role_added")
def take_out(user: User, *, key: int) -> str:
    """Whoever was just added goes again."""
    part = _found(user, key)
    if part:
        deal_roles.remove(part, by=user)
    return "Undone."


@undoes("role_changed")
def role_as_before(user: User, *, key: int, before: str, after: str) -> str:
    """The role is what it was, unless somebody has changed it since."""
    part = _found(user, key)
    if part is None or part.role != after:
        return "It was changed since, so it stays as it is."
    deal_roles.change(part, before, by=user)
    return "Undone."


@undoes("role_primary")
def primary_as_before(user: User, *, key: int, before: int | None) -> str:
    """Whoever was primary is it again."""
    held, part = _found(user, key), _found(user, before) if before else None
    if part is None or held is None or not held.is_primary:
        return "Nobody was primary before, or it was changed since; it stays as it is."
    deal_roles.make_primary(part, by=user)
    return "Undone."


@undoes("role_removed")
def put_back(user: User, *, was: dict[str, Any]) -> str:
    """Whoever was taken out takes part again."""
    deals = Opportunity.objects.alive().visible_to(user)
    if not deals.filter(pk=was["opportunity_id"]).exists():
        return "The deal is gone."
    return "Undone." if deal_roles.bring_back(was, by=user) else "They take part again already."
