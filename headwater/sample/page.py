"""The public page of Juniper Solar, with its form: where the story of a lead begins."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.cache import never_cache

from headwater.capture.models import WebForm
from headwater.web.forms.drawing import context_of


@never_cache
def company_page(request: HttpRequest) -> HttpResponse:
    """`/company`: what a visitor of Juniper Solar's own site sees; not there in production."""
    if settings.MODE == "production":
        raise Http404("There is no such page.")
    form = get_object_or_404(WebForm, slug="quote")
    guide = WebForm.objects.filter(slug="guide").first()
    context = {"form": form, "guide": guide} | context_of(request, form)
    return render(request, "sample/company.html", context)


urlpatterns = [path("", company_page, name="company")]
