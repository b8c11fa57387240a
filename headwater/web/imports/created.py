"""The list of leads that an import created: `/leads?view=import-7`."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse

from headwater.people.models import User
from headwater.records.models import ImportJob, Submission
from headwater.records.submission import State
from headwater.web.imports.access import seen_by
from headwater.web.lists.kind import View

PREFIX = "import-"


def url_of(job: ImportJob) -> str:
    """Where its leads are listed; '' for what has no such list."""
    return f"{reverse('leads')}?view={PREFIX}{job.pk}" if job.object_name == "Lead" else ""


def view(key: str, user: User) -> View | None:
    """The view that the key names, if the person may see that import."""
    number = key.removeprefix(PREFIX)
    if number == key or not number.isdecimal() or len(number) > 18:
        return None
    job = seen_by(user).filter(pk=int(number)).first()
    if job is None:
        return None

    def created(rows: Any) -> Any:
        # EXISTS, not IN: the newest leads are mostly those of the newest import, so the first
        # page is found without collecting a million keys.
        sent = Submission.objects.filter(
            import_job=job, state=State.CREATED, lead=OuterRef("pk")
        ).order_by()
        return rows.filter(Exists(sent))

    return View(key, f"From {job.file_name}", among=created)
