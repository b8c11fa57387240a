"""A form inside other sites: as HTML, as a frame, and by one script tag (`/forms/<slug>.js`)."""

import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import escape, format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from headwater.capture.models import WebForm
from headwater.web.forms import protecting
from headwater.web.forms.drawing import context_of
from headwater.web.forms.public import CLOSED, LOOKS, found

STATIC = Path(__file__).parent.parent / "static"
VOID = frozenset({"input", "link", "br"})
BOXES = frozenset({"form", "div", "fieldset", "select"})
FIRST_HEIGHT = 640  # pixels of a frame before it tells its own height
# Neither may end the script early when somebody pastes it into a page.
HARMLESS = str.maketrans({"<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"})


@never_cache
@require_safe
def script(request: HttpRequest, slug: str) -> HttpResponse:
    """Draws the form where its tag stands; `?plain` leaves the whole look to the site."""
    form = found(slug)
    tree = tree_of(placed(request, form)) if form.is_open else ["p", {}, CLOSED]
    # Ours come along: sites that ask for Trusted Types let no script add another.
    ours = _absolute(request, static(protecting.ELEMENT))
    is_proving = _drop(tree, ["script", {"src": ours, "async": ""}])
    told = json.dumps({"tree": tree}, ensure_ascii=False).translate(HARMLESS)
    text = f"document.currentScript.headwater = {told};\n{_code(is_proving=is_proving)}"
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


def placed(request: HttpRequest, form: WebForm) -> str:
    """The form as the script draws it: with a token of this view, and a quiet look of its own."""
    style = "" if "plain" in request.GET else _absolute(request, static("web/embed/form.css"))
    context = context_of(request, form, prefix=form.slug) | {"tracked": []}  # the script knows more
    return render_to_string("forms/pasted.html", context | _action(request, form, style))


def snippet_of(request: HttpRequest, form: WebForm) -> str:
    """The form as HTML to paste: no script, no style, nothing loaded from here."""
    context = context_of(request, form, prefix=form.slug) | {"token": "", "tracked": []}
    return html_of(tree_of(render_to_string("forms/pasted.html", context | _action(request, form))))


def frame_of(request: HttpRequest, form: WebForm, theme: str = "") -> str:
    """The frame to paste; the page around it is told to it whole, with its query."""
    address = _absolute(request, reverse("form_frame", args=[form.slug]))
    address += f"?theme={theme}" if theme in LOOKS else ""
    context = {"address": address, "form": form, "height": FIRST_HEIGHT}
    frame = render_to_string("forms/frame_snippet.html", context).strip()
    return f"{frame}\n{visit_of(request)}"


def script_of(request: HttpRequest, form: WebForm) -> str:
    """The one tag that draws the form in place."""
    address = _absolute(request, reverse("form_script", args=[form.slug]))
    return render_to_string("forms/script_snippet.html", {"address": address}).strip()


def visit_of(request: HttpRequest) -> str:
    """The tag that remembers the first page of the visit, for pasted HTML and frames."""
    address = _absolute(request, static("web/embed/visit.js"))
    return render_to_string("forms/script_snippet.html", {"address": address}).strip()


def tree_of(html: str) -> list[Any]:
    """HTML as [tag, attributes, inside …]: a site that forbids innerHTML still lets it be drawn."""
    reader = _Tree()
    reader.feed(html)
    reader.close()
    return next(each for each in reader.root[2:] if isinstance(each, list))


def html_of(tree: list[Any], depth: int = 0) -> str:
    """Such a tree as HTML that one can read: a line for each box, words beside their tag."""
    tag, attributes, *inside = tree
    pairs = [
        format_html(' {}="{}"', *pair) if pair[1] else f" {pair[0]}" for pair in attributes.items()
    ]
    start = "  " * depth + f"<{tag}{''.join(pairs)}>"
    if tag in VOID:
        return start
    if tag not in BOXES:
        words = (escape(one) if isinstance(one, str) else html_of(one) for one in inside)
        return f"{start}{''.join(words)}</{tag}>"
    lines = [html_of(one, depth + 1) for one in inside if not isinstance(one, str)]
    return "\n".join([start, *lines, "  " * depth + f"</{tag}>"])


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root: list[Any] = ["", {}]
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made: list[Any] = [tag, {name: value or "" for name, value in attrs}]
        self.open[-1].append(made)
        if tag not in VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "\n" not in data or data.strip() or self.open[-1][0] == "textarea":
            self.open[-1].append(data)


def _action(request: HttpRequest, form: WebForm, style: str = "") -> dict[str, str]:
    return {"action": _absolute(request, reverse("form", args=[form.slug])), "style": style}


def _absolute(request: HttpRequest, path: str) -> str:
    return request.build_absolute_uri(path)


def _drop(tree: list[Any], part: list[Any]) -> bool:
    """Take a part out of a tree; whether it was there."""
    if part in tree:
        tree.remove(part)
        return True
    return any(_drop(each, part) for each in tree[2:] if isinstance(each, list))


@cache
def _code(*, is_proving: bool) -> str:
    names = [protecting.ELEMENT] if is_proving else []
    names += ["web/embed/visit.js", "web/embed/place.js"]
    return "\n".join((STATIC / name).read_text(encoding="utf-8") for name in names)
