"""/forms: making, changing and sharing a form; how it looks meanwhile."""

from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.forms.utils import ErrorDict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from headwater.capture.models import WebForm
from headwater.capture.visit import ADVERTISING
from headwater.capture.web_form import USUAL_FIELDS
from headwater.people.models import User
from headwater.web import toasts
from headwater.web.forms import embedding, figures, rows
from headwater.web.forms.builder import FormForm, free_slug, is_used
from headwater.web.forms.drawing import context_of
from headwater.web.records import undo
from headwater.web.setup.access import note

SAVING = "save"  # the name of the button; the others only rearrange
TOLD = (
    "name", "slug", "fields", "hidden", "taken", "consent", "redirect_url", "posts_per_minute",
    "is_active",
)  # fmt: skip


def new_form(request: HttpRequest) -> HttpResponse:
    """Make a form; it begins with what most ask for."""
    return _edit(request, fresh(), "New form")


def edit_form(request: HttpRequest, slug: str) -> HttpResponse:
    """Change a form; what has been sent keeps what it was."""
    form = get_object_or_404(WebForm, slug=slug)
    if form.deleted_at:
        return redirect("form_share", slug)
    return _edit(request, form, form.name)


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The page that a visitor would see of what stands in the builder (POST), or of the form."""
    marketer(request)
    web_form = get_object_or_404(WebForm, slug=slug) if slug else fresh()
    if request.method == "POST":
        drawn = FormForm(request.POST, instance=web_form)
        drawn.is_valid()  # what is wrong is told beside the preview; the rest is drawn
        web_form = drawn.instance
    web_form.protection = WebForm.Protection.NONE  # nothing is sent from here
    answer = render(request, "forms/form.html", context_of(request, web_form))
    answer._csp_replace = {"frame-ancestors": ["'self'"]}  # type: ignore[attr-defined]
    answer.xframe_options_exempt = True
    return answer


@require_safe
def row(request: HttpRequest) -> HttpResponse:
    """One more row of the builder: `?add=Phone` to ask for, `?hide=Rating` to fill in unseen."""
    marketer(request)
    ask, hide = request.GET.get("add", ""), request.GET.get("hide", "")
    made = rows.blank(ask=ask, hide=hide)
    if made is None:
        raise Http404("There is no such field.")
    return render(request, "forms/ask.html" if ask else "forms/unseen_row.html", {"row": made})


def share(request: HttpRequest, slug: str) -> HttpResponse:
    """The address of a form and the three ways to show it elsewhere."""
    form = get_object_or_404(WebForm, slug=slug)
    look = request.GET.get("theme", "light")
    context = figures.of_form(form, cast(User, request.user)) | {
        "form": form,
        "look": look,
        "address": request.build_absolute_uri(reverse("form", args=[slug])),
        "html": embedding.snippet_of(request, form),
        "frame": embedding.frame_of(request, form, look),
        "script": embedding.script_of(request, form),
        "visit": embedding.visit_of(request),
        "has_address_of_its_own": not request.get_host().startswith(("localhost", "127.")),
    }
    return render(request, "forms/share.html", context)


@require_POST
def copy_form(request: HttpRequest, slug: str) -> HttpResponse:
    """POST /forms/<slug>/copy: the same form once more, closed until somebody opens it."""
    user = marketer(request)
    form = get_object_or_404(WebForm, slug=slug)
    copy = form.copied(name=f"{form.name[:112]} (copy)", slug=free_slug(form.name))
    copy.created_by = user
    copy.save()
    note("form.copied", copy, by=user, changes={"slug": [form.slug, copy.slug]})
    undo_url = undo.offer(request, "form", slug=copy.slug)
    toasts.say(
        request, f"“{copy.name}” is made; it is closed until you open it.", undo_url=undo_url
    )
    return toasts.done(request, reverse("edit_form", args=[copy.slug]))


@undo.undoes("form")
def drop_form(user: User, *, slug: str) -> str:
    """A form that was just made goes again, unless something has been sent by it."""
    form = WebForm.objects.filter(slug=slug).first()
    if form is None:
        return "It is gone already."
    if not user.can_market or is_used(form):
        return f"“{form.name}” stays: something has been sent by it."
    note("form.deleted", form, by=user, changes={"name": [form.name, ""]})
    form.delete()
    return f"“{form.name}” is gone again."


def fresh() -> WebForm:
    """A form that asks for what most ask for."""
    needed = ("LastName", "Email")
    usual = [{"name": name, "label": "", "required": name in needed} for name in USUAL_FIELDS]
    return WebForm(fields=usual)


def marketer(request: HttpRequest) -> User:
    """Who asks; raises PermissionDenied unless they may change forms."""
    user = cast(User, request.user)
    if not user.can_market:
        raise PermissionDenied("Only marketing and administrators change forms.")
    return user


def _edit(request: HttpRequest, web_form: WebForm, title: str) -> HttpResponse:
    user = marketer(request)
    before = {name: getattr(web_form, name) for name in TOLD}
    is_new = web_form.pk is None
    status = 200
    if request.method == "POST" and SAVING not in request.POST:
        form = FormForm(rows.rearranged(request.POST), instance=web_form)
        cast(Any, form)._errors = ErrorDict()  # nothing is judged before it is kept
    elif request.method == "POST":
        form, status = FormForm(request.POST, instance=web_form), 422
        if form.is_valid():
            return _saved(request, form, {} if is_new else before, user)
    else:
        form = FormForm(None, instance=web_form)
    known = {} if is_new else {"slug": before["slug"]}
    context = {
        "form": form, "web_form": web_form, "title": title, "is_new": is_new, "known": known,
        "preview_url": reverse("preview_form", kwargs=known) if known else reverse("preview_new"),
        "parameters": ADVERTISING,
    }  # fmt: skip
    return render(request, "forms/edit.html", context, status=status)


def _saved(
    request: HttpRequest, form: FormForm, before: dict[str, Any], user: User
) -> HttpResponse:
    saved = form.save(commit=False)
    if not before:
        saved.created_by = user
    saved.save()
    changes = {
        name: [was, getattr(saved, name)]
        for name, was in before.items()
        if was != getattr(saved, name)
    }
    note("form.changed" if before else "form.created", saved, by=user, changes=changes)
    if before:
        toasts.say(request, f"“{saved.name}” is changed.")
        return toasts.done(request, reverse("edit_form", args=[saved.slug]))
    undo_url = undo.offer(request, "form", slug=saved.slug)
    toasts.say(request, f"“{saved.name}” is made.", undo_url=undo_url)
    return toasts.done(request, reverse("form_share", args=[saved.slug]))
