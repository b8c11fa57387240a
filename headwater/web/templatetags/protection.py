"""`{% protection form action %}`: what a form carries against spam (`{% load protection %}`)."""

from typing import Any

from django import template

from headwater.capture.models import WebForm
from headwater.web.forms import protecting

register = template.Library()


@register.inclusion_tag("forms/protection.html")
def protection(form: WebForm, action: str = "") -> dict[str, Any]:
    """Inside the `<form>`; `action` is its absolute address when it stands on another site."""
    return protecting.context_of(form, action)
