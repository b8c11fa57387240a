"""The cells of a list's row, drawn in Python: hundreds of them are on each page, and a template's
branches cost them half of its time."""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import render_value_in_context
from django.template.loader import render_to_string
from django.utils.dateformat import format as date_words
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime

from headwater.web.templatetags.words import ago, when

register = template.Library()


@register.simple_tag(takes_context=True)
def cells(context: Any, line: dict[str, Any]) -> SafeString:
    """All cells of one row; its name leads to the record."""
    parts = list[str]()
    for column, cell in line["cells"]:
        if cell.kind == "name":
            name = '<th scope="row" class="{}"><a href="{}">{}</a></th>'
            parts.append(format_html(name, column.css, line["url"], cell.value))
            continue
        css = f"{column.css} {cell.css}".strip()
        opening = format_html('<td class="{}">', css) if css else "<td>"
        parts.append(f"{opening}{_inside(context, cell)}</td>")
    return mark_safe("".join(parts))  # noqa: S308 - every part is escaped


def _inside(context: Any, cell: Any) -> str:
    value = cell.value
    if cell.kind == "person":
        return _person(value)
    if value is None or (not value and value != 0):
        return ""
    draw = DRAWN.get(cell.kind)
    if draw:
        return draw(cell)
    is_text = isinstance(value, str)
    return conditional_escape(value) if is_text else render_value_in_context(value, context)


def _person(owner: Any) -> SafeString:
    return _face(str(owner.name), owner.initials, owner.is_queue) if owner else SafeString("")


@lru_cache(maxsize=1024)
def _face(name: str, initials: str, is_queue: bool) -> SafeString:
    """Owners are few, and each is on the page many times."""
    owner = {"name": name, "initials": initials, "is_queue": is_queue}
    return mark_safe(render_to_string("parts/person.html", {"owner": owner}).strip())  # noqa: S308


def _clock(cell: Any) -> str:
    due, since = localtime(cell.value.due_at), localtime(cell.value.started_at)
    return format_html(
        '<response-clock due="{}" since="{}">answer by {}</response-clock>',
        date_words(due, "c"), date_words(since, "c"), date_words(due, "H:i"),
    )  # fmt: skip


DRAWN: dict[str, Callable[[Any], str]] = {
    "ago": lambda cell: ago(cell.value),
    "day": lambda cell: when(cell.value),
    "mailto": lambda cell: format_html('<a href="mailto:{}">{}</a>', cell.value, cell.value),
    "tel": lambda cell: format_html('<a class="nowrap" href="tel:{}">{}</a>', cell.value,
                                    cell.value),
    "link": lambda cell: format_html('<a class="link" href="{}">{}</a>', cell.url, cell.value),
    "badge": lambda cell: format_html('<span class="badge {}">{}</span>', cell.css, cell.value),
    "clock": _clock,
}  # fmt: skip
