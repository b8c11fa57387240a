"""/submissions/<pk>/files/<number>: a file that came with a form, downloaded, never opened."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from headwater.capture.sent_files import files_of
from headwater.web.submissions.one import find


@require_safe
def sent_file(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """The bytes as they came, for whoever may see the submission; `number` counts from 1."""
    files = files_of(find(request, pk).payload)
    if not 0 < number <= len(files):
        raise Http404("There is no such file.")
    file = files[number - 1]
    named = content_disposition_header(as_attachment=True, filename=file.name) or "attachment"
    return HttpResponse(
        file.content,
        content_type="application/octet-stream",
        headers={
            "Content-Disposition": named,
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cache-Control": "private, no-store",
        },
    )
