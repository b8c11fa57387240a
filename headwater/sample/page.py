"""The public page of Juniper Solar, with its form: where the story of a lead begins."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.views.decorators.cache import never_cache

from headwater.capture.models import WebForm
from headwater.web.forms.public import context_of


@never_cache
def company_page(request: HttpRequest) -> HttpResponse:
    """`/company`: what a visitor of Juniper Solar's own site sees."""
    form = get_object_or_404(WebForm, slug="quote")
    guide = WebForm.objects.filter(slug="guide").first()
    context = {"form": form, "guide": guide} | context_of(request, form)
    return render(request, "sample/company.html", context)


urlpatterns = [path("", company_page, name="company")]
