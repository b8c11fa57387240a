"""What would become, or became, of the rows: the totals, and a page of rows by verdict."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from headwater.records.models import ImportJob, ImportRow, Submission
from headwater.web.imports import differences
from headwater.web.records import kinds
from headwater.web.reports import marks

State = ImportJob.State
Verdict = ImportRow.Verdict
PAGE = 50
LAST = 2**31 - 1
TONES = {
    Verdict.CREATE: ("good", "c1"), Verdict.UPDATE: ("accent", "c2"),
    Verdict.MERGE: ("accent", "c3"), Verdict.SKIP: ("", "mute"), Verdict.ERROR: ("bad", "badf"),
}  # fmt: skip
TRIED = {
    Verdict.CREATE: ("Create", "new here"),
    Verdict.UPDATE: ("Update", "here already, changed"),
    Verdict.MERGE: ("Merge", "join somebody known"),
    Verdict.SKIP: ("Skip", "nothing to do"),
    Verdict.ERROR: ("Error", "stay out, each with why"),
}
BROUGHT_IN = {
    Verdict.CREATE: ("Created", "new here"),
    Verdict.UPDATE: ("Updated", "were here, changed"),
    Verdict.MERGE: ("Merged", "joined somebody known"),
    Verdict.SKIP: ("Skipped", "nothing to do"),
    Verdict.ERROR: ("Failed", "stayed out, each with why"),
}


def is_check(job: ImportJob) -> bool:
    """Whether the dry run is what there is to see."""
    return job.state in (State.UPLOADED, State.CHECKING, State.CHECKED)


def totals_of(job: ImportJob) -> dict[str, int]:
    """Verdict → rows of what there is to see; the job keeps count, nothing is counted here."""
    kept = job.check_totals if is_check(job) else job.totals
    return {verdict: int(kept.get(verdict, 0)) for verdict in Verdict.values}


def parts(job: ImportJob, chosen: str = "") -> list[dict[str, Any]]:
    """The totals as numbers to press and a bar to see."""
    counts = totals_of(job)
    words = TRIED if is_check(job) else BROUGHT_IN
    told = [
        (words[verdict][0], counts[verdict], TONES[verdict][1], words[verdict][1], verdict.value)
        for verdict in Verdict
    ]
    drawn = marks.stack(told, sum(counts.values()))
    return [each | {"is_chosen": each["state"] == chosen} for each in drawn]


def page_of_rows(job: ImportJob, asked: QueryDict) -> dict[str, Any]:
    """Fifty rows below the asked one, by number: the hundredth page costs what the first does."""
    verdict = asked.get("verdict", "")
    verdict = verdict if verdict in Verdict.values else ""
    below = asked.get("after", "")
    number = min(int(below), LAST) if below.isdecimal() and len(below) < 12 else 0
    rows = ImportRow.objects.of_check(job) if is_check(job) else ImportRow.objects.of_run(job)
    rows = rows.with_verdict(verdict) if verdict else rows
    found = list(rows.after(number)[: PAGE + 1])
    shown, has_more = found[:PAGE], len(found) > PAGE
    narrowed = {"verdict": verdict} if verdict else {}
    return {
        "lines": _lines(job, shown),
        "verdict": verdict,
        "first_url": f"?{urlencode(narrowed)}" if number else "",
        "next_url": f"?{urlencode(narrowed | {'after': shown[-1].number})}" if has_more else "",
    }


def _lines(job: ImportJob, rows: Sequence[Any]) -> list[dict[str, Any]]:
    words = TRIED if is_check(job) else BROUGHT_IN
    changed = differences.of_rows(job, rows)
    gone = _gone(job, rows)
    sent = {} if is_check(job) else _sent(job, [row.number for row in rows])
    return [
        {
            "row": row,
            "word": words[Verdict(row.verdict)][0],
            "tone": TONES[Verdict(row.verdict)][0],
            "url": "" if row.number in gone else kinds.page_at(row.object_name, row.record_id),
            "sent_url": sent.get(row.number, ""),
            "differences": changed[row.number],
        }
        for row in rows
    ]


def _gone(job: ImportJob, rows: Sequence[Any]) -> set[int]:
    """The rows whose record is not there: not yet, or not any more since the undo."""
    gone = {row.number for row in rows if not row.record_id}
    made = {row.record_id: row.number for row in rows if row.verdict == Verdict.CREATE}
    if job.state == State.UNDONE and made:
        stayed = job.kept.filter(record_id__in=made).values_list("record_id", flat=True)
        gone |= {number for key, number in made.items() if key not in set(stayed)}
    return gone


def _sent(job: ImportJob, numbers: list[int]) -> dict[int, str]:
    """Row → the page that shows it exactly as it stood in the file."""
    rows = Submission.objects.filter(import_job=job, import_row__in=numbers)
    return {
        number: reverse("submission", args=[key])
        for number, key in rows.values_list("import_row", "pk")
    }
