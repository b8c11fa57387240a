"""Whose runs somebody sees, and what they may do with them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest

from headwater.people.models import User
from headwater.records.models import ConversionRun
from headwater.web.records.kinds import editor

OF_LISTS = (ConversionRun.Kind.MASS, ConversionRun.Kind.RULE)


def seen_by(user: User) -> Any:
    """Runs over lists: own ones; who looks after the whole process sees everybody's."""
    runs = ConversionRun.objects.filter(kind__in=OF_LISTS, wanted_count__gt=0)
    runs = runs.select_related("by", "undone_by")
    return runs if user.sees_everything else runs.filter(by=user)


def run_of(request: HttpRequest, pk: int) -> ConversionRun:
    """The run if the person may see it; 404 for everybody else."""
    run: ConversionRun | None = seen_by(editor(request)).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run


def own_run(request: HttpRequest, pk: int) -> ConversionRun:
    """The same, to start it: what it converts is what its owner may see and change."""
    run = run_of(request, pk)
    if run.by_id != editor(request).pk:
        raise PermissionDenied("Only whoever prepared these conversions starts them.")
    return run
