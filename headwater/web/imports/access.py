"""Who brings files in, and whose imports they see."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from headwater.people.models import User
from headwater.records.models import ImportJob
from headwater.web.records.kinds import person

MAY = "Only marketing, managers and administrators import files."


def importer(request: HttpRequest) -> User:
    """Who asks, if they may import; else 403 in a plain sentence."""
    user = person(request)
    if not (user.can_market or user.can_lead_people):
        raise PermissionDenied(MAY)
    return user


def seen_by(user: User) -> "QuerySet[ImportJob]":
    """Who looks after the whole process sees every import, others their own."""
    jobs: QuerySet[ImportJob] = ImportJob.objects.select_related("created_by")
    return jobs if user.can_market else jobs.filter(created_by=user)


def job_of(request: HttpRequest, pk: int) -> ImportJob:
    """The import if the person may see it; 404 for everybody else."""
    jobs = seen_by(importer(request)).select_related("created_by", "undone_by", "campaign", "owner")
    job = jobs.filter(pk=pk).first()
    if job is None:
        raise Http404
    return job
