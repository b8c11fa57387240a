"""To whom a person reports: set, changed and cleared in a dialog, with Undo; never in a circle."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from headwater.records.models import Contact
from headwater.records.problem import Refused
from headwater.web import toasts
from headwater.web.records import kinds, undo

MOST = 300  # colleagues to choose from


@require_http_methods(["GET", "POST"])
def reports_to(request: HttpRequest, pk: int) -> HttpResponse:
    """GET: the colleagues. POST /contacts/<pk>/reports-to `reports_to=<pk>`, '' for nobody."""
    user = kinds.editor(request)
    person: Contact = kinds.find("Contact", pk, user, "reports_to", "account")
    rows = Contact.objects.alive().visible_to(user).exclude(pk=pk)
    colleagues = rows.filter(account=person.account_id) if person.account_id else rows.none()
    context = {
        "person": person, "url": request.path, "trouble": "",
        "colleagues": colleagues.order_by("last_name", "first_name")[:MOST],
    }  # fmt: skip
    if request.method == "GET":
        return render(request, "contacts/reports_to.html", context)
    given = request.POST.get("reports_to", "")
    boss = rows.filter(pk=int(given)).first() if given.isdecimal() and len(given) < 19 else None
    before = {pk: undo.state(person, ["reports_to_id"])}
    because = {"from": str(person.reports_to or ""), "to": str(boss or "")}
    try:
        target = {"reports_to_id": boss.pk if boss else None}
        kinds.change([person], target, by=user, because=because)
    except Refused as refused:
        context["trouble"] = str(refused)
        return render(request, "contacts/reports_to.html", context, status=422)
    after = {pk: undo.state(person, ["reports_to_id"])}
    url = undo.offer(request, "change", object_name="Contact", before=before, after=after)
    said = f"{person} reports to {boss}." if boss else f"{person} reports to nobody."
    toasts.say(request, said, undo_url=url)
    back = request.POST.get("from") == "account" and person.account
    return toasts.done(request, kinds.page_of(person.account if back else person))
