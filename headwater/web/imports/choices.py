"""What a person chose on the page of the columns, posted or kept."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from headwater.people.models import Owner
from headwater.records.models import Campaign, ImportJob
from headwater.web.imports.targets import Targets

YOURS = "your choice"
KEPT = ("mapping", "guessed", "known", "owner", "campaign", "member_status", "state")
READING = ("object_name", "encoding", "delimiter", "sheet", "date_order", "decimal_mark")


@dataclass(frozen=True, slots=True)
class Choices:
    """Column → API name ('' leaves it out), and what holds for every row."""

    mapping: dict[str, str]
    known: str
    owner_id: int | None
    campaign_id: int | None
    member_status: str


def posted(job: ImportJob, data: QueryDict, targets: Targets) -> Choices:
    """The choices of a form; what it does not name stays as it was, nonsense is left out."""
    chosen = {
        column: targets.named(str(data[f"column-{place}"]))
        for place, column in enumerate(job.columns)
        if f"column-{place}" in data
    }
    known = data.get("known", job.known)
    return Choices(
        mapping={column: job.mapping.get(column, "") for column in job.columns} | chosen,
        known=known if known in ImportJob.Known.values else job.known,
        owner_id=_key(data, "owner", job.owner_id),
        campaign_id=_key(data, "campaign", job.campaign_id),
        member_status=data.get("member_status", job.member_status)[:100],
    )


def keep(job: ImportJob, chosen: Choices) -> None:
    """Put what was chosen so far on the job, unjudged; a dry run of something else is void."""
    if chosen == _kept(job):
        return
    changed = [name for name, to in chosen.mapping.items() if to != job.mapping.get(name, "")]
    job.guessed = {name: why for name, why in job.guessed.items() if name not in changed}
    job.guessed |= {name: YOURS for name in changed if chosen.mapping[name]}
    job.mapping, job.known = chosen.mapping, chosen.known
    job.member_status = chosen.member_status if chosen.campaign_id == job.campaign_id else ""
    job.owner = Owner.objects.filter(pk=chosen.owner_id or 0, is_active=True).first()
    job.campaign = Campaign.objects.alive().filter(pk=chosen.campaign_id or 0).first()
    job.state = ImportJob.State.UPLOADED
    job.save(update_fields=KEPT)


def _kept(job: ImportJob) -> Choices:
    mapping = {column: job.mapping.get(column, "") for column in job.columns}
    return Choices(mapping, job.known, job.owner_id, job.campaign_id, job.member_status)


def reading(job: ImportJob, data: QueryDict) -> dict[str, Any]:
    """How the file is to be read, as far as the form says it differently than the job does."""
    return {
        name: data[name] for name in READING if name in data and data[name] != getattr(job, name)
    }


def _key(data: QueryDict, name: str, usual: int | None) -> int | None:
    if name not in data:
        return usual
    text = str(data[name])
    return int(text) if text.isdecimal() and len(text) < 19 else None
