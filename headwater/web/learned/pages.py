"""/setup/learned: what was learned, how good it is, and which version is used."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from headwater.score.learning import enough, versions
from headwater.score.learning.learned_model import LearnedModel, LearnedSettings
from headwater.web import toasts
from headwater.web.learned import charts
from headwater.web.setup.access import asker, for_admins, keep
from headwater.web.templatetags.words import percent

TEXT = "How likely a lead converts, learned from your own; used only when it beats the rules."
if TYPE_CHECKING:
    Form = forms.ModelForm[LearnedSettings]
else:
    Form = forms.ModelForm


class LearnedForm(Form):
    """Whether and how often Headwater learns by itself."""

    class Meta:
        model = LearnedSettings
        fields = ("is_on", "every_days")


def learned(request: HttpRequest) -> HttpResponse:
    """GET: figures, charts, versions, for everybody to read; ?version=3 shows an older one.

    POST: the settings, by an admin.
    """
    if request.method == "POST":
        return _keep(request)
    return _page(request, LearnedForm(instance=LearnedSettings.current()))


def progress(request: HttpRequest) -> HttpResponse:
    """GET /setup/learned/progress: how far learning is; when it is done, the page anew."""
    settings = LearnedSettings.current()
    if not settings.step:
        return HttpResponse(headers={"HX-Redirect": reverse("learned")})
    return render(request, "learned/going.html", {"settings": settings})


@require_http_methods(["POST"])
@for_admins
def learning(request: HttpRequest) -> HttpResponse:
    """POST /setup/learned/learning: learn now, in the background."""
    try:
        versions.ask(by=asker(request))
    except versions.NotNow as problem:
        toasts.say(request, str(problem), kind="bad")
    return toasts.done(request, reverse("learned"))


@require_http_methods(["POST"])
@for_admins
def use(request: HttpRequest, version: int) -> HttpResponse:
    """POST /setup/learned/versions/3/use: go back, or forward, to it."""
    found = get_object_or_404(LearnedModel, version=version)
    try:
        versions.use(found, by=asker(request))
        toasts.say(request, f"{found} is used from now on, until you let the newest count again.")
    except versions.NotNow as problem:
        toasts.say(request, str(problem), kind="bad")
    return toasts.done(request, reverse("learned"))


@require_http_methods(["POST"])
@for_admins
def newest(request: HttpRequest) -> HttpResponse:
    """POST /setup/learned/newest: the newest version counts again."""
    versions.let_go(by=asker(request))
    toasts.say(request, "The newest version counts again, as long as it is better than the rules.")
    return toasts.done(request, reverse("learned"))


def state() -> str:
    """How it stands now, in a few words."""
    version = versions.used()
    if version:
        return f"{version} is used"
    return "not used" if LearnedModel.objects.exists() else "nothing learned yet"


@require_http_methods(["POST"])
@for_admins
def _keep(request: HttpRequest) -> HttpResponse:
    form = LearnedForm(request.POST, instance=LearnedSettings.current())
    if not form.is_valid():
        return _page(request, form, 422)
    keep(form, "learnedsettings.changed", by=asker(request))
    toasts.say(request, "Kept.")
    return toasts.done(request, reverse("learned"))


def _page(request: HttpRequest, form: LearnedForm, status: int = 200) -> HttpResponse:
    from headwater.score.learning import lead_facts  # loads numpy, which only this page needs

    kept = list(LearnedModel.objects.select_related("learned_by"))
    asked = request.GET.get("version", "")
    shown = next((each for each in kept if str(each.version) == asked), None)
    used = next((each for each in kept if each.is_used), None)
    shown = shown or used or (kept[0] if kept else None)
    context = {
        "settings": LearnedSettings.current(), "form": form, "versions": kept, "used": used,
        "may": asker(request).can_configure, "left_out": lead_facts.left_out(),
        "least": {"decided": enough.LEAST_DECIDED, "each": enough.LEAST_OF_EACH,
                  "days": enough.LEAST_DAYS},
        **(_figures(shown) if shown else {}),
    }  # fmt: skip
    return render(request, "learned/page.html", context, status=status)


def _figures(shown: LearnedModel) -> dict[str, Any]:
    told = shown.figures
    learned, rules = told["learned"], told["rules"]
    return {
        "shown": shown, "figures": told, "lift": charts.lift(told),
        "calibration": charts.calibration(told), "speaks": charts.speaks(shown),
        "held_out_from": datetime.fromtimestamp(told["held_out_from"], UTC),
        "compared": [
            ("Orders leads rightly", "of two leads, the one that converts stands above the other",
             percent(learned["auc"]), percent(rules["auc"]), percent(0.5)),
            ("Best tenth", "times as many of it convert as of all",
             f"{learned['lift']:.1f} ×", f"{rules['lift']:.1f} ×", "1.0 ×"),
            ("Surprise", "by what becomes of them (log loss): less is better",
             f"{learned['log_loss']:.3f}", f"{rules['log_loss']:.3f}", f"{told['blind']:.3f}"),
            ("Distance", "from what becomes of them, squared (Brier): less is better",
             f"{learned['brier']:.3f}", f"{rules['brier']:.3f}",
             f"{told['usual'] * (1 - told['usual']):.3f}"),
        ],
    }  # fmt: skip
