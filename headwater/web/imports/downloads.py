"""Files that an import gives: the rows that failed, and an example to begin with."""

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse

from headwater.capture import failures as failed
from headwater.web.imports import outcome
from headwater.web.imports.access import importer, job_of

CSV = "text/csv; charset=utf-8"
EXAMPLE = """\
First name,Last name,Email,Phone,Company,City,Source,Notes
Tom,Okafor,tom@harbor.example.com,+1 303 555 0142,Harbor Cold Storage,Linden,Trade Show,Wants a quote
Ruth,Ames,ruth@ames.example.net,+1 303 555 0178,,Ashby,Web,"Asked for a call, mornings"
"""  # noqa: E501


def failures(request: HttpRequest, pk: int) -> StreamingHttpResponse:
    """The rows that did not come in, as they stood in the file, with the reason behind them."""
    job = job_of(request, pk)
    parts = failed.file_of(job, is_check=outcome.is_check(job))
    return StreamingHttpResponse(parts, content_type=CSV, headers=_named(failed.file_name(job)))


def example(request: HttpRequest) -> HttpResponse:
    """A small file that comes in as it is."""
    importer(request)
    headers = _named("people.csv")
    return HttpResponse("\ufeff" + EXAMPLE, content_type=CSV, headers=headers)


def _named(name: str) -> dict[str, str]:
    safe = "".join(letter if letter.isalnum() or letter in " ._-()" else "_" for letter in name)
    plain = safe.encode("ascii", "replace").decode().replace("?", "_")
    return {"Content-Disposition": f'attachment; filename="{plain}"'}
