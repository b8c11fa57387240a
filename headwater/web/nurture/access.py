"""Everybody reads programs; marketing and admins change them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from headwater.nurture.models import Program
from headwater.people.models import User
from headwater.web.records import kinds


def marketer(request: HttpRequest) -> User:
    """Who asks, if they do marketing; else 403 in a plain sentence."""
    user = kinds.editor(request)
    if not user.can_market:
        raise PermissionDenied("Marketing and administrators change programs.")
    return user


def program_of(pk: int) -> Program:
    """The program, with its sender; 404 without."""
    found: Program = get_object_or_404(Program.objects.select_related("sender"), pk=pk)
    return found


def may_change(request: HttpRequest) -> dict[str, Any]:
    """What the templates ask."""
    user = kinds.person(request)
    return {"may": user.can_edit and user.can_market}
