"""The forms of the public doors: at hand for every post, also while the database is away.

They are kept in memory until one of them changes; a busy door asks no more than once a second
whether one has. They also stand in a file, for a process that begins while the database is away.
"""

import logging
import time
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings
from django.core import serializers
from django.core.serializers.base import DeserializationError
from django.db import Error

from headwater.capture.drafting import known_forms
from headwater.capture.reaching import reaching
from headwater.capture.spool import write_whole
from headwater.capture.web_form import WebForm

log = logging.getLogger("headwater.doors")
FRESH_SECONDS = 1.0
_last: Mapping[str, WebForm] | None = None  # as this process last knew them
_asked_at = 0.0


def form_at(slug: str, *, for_a_post: bool = False) -> WebForm | None:
    """The form at an address, as it was last known where the database is away.

    Raises Django's database error when it is away and no form was ever known here.
    """
    global _last, _asked_at  # noqa: PLW0603
    if for_a_post and _last and slug in _last and time.monotonic() - _asked_at < FRESH_SECONDS:
        return _last[slug]
    try:
        forms = reaching(known_forms)
    except Error:
        _last = _read() if _last is None else _last
        if _last is None:
            raise
        return _last.get(slug)
    _asked_at = time.monotonic()
    if forms is not _last:
        _last = forms
        _write(forms)
    return forms.get(slug)


def known() -> Mapping[str, WebForm] | None:
    """What this process knows; another mapping after every change."""
    return _last


def forget() -> None:
    """Ask for the forms anew at the next question."""
    global _last, _asked_at
    _last, _asked_at = None, 0.0


def folder() -> Path:
    """Where what a door needs without a database stands."""
    return Path(settings.STATE) / "at-hand"


def _write(forms: Mapping[str, WebForm]) -> None:
    try:
        write_whole(folder() / "forms.json", serializers.serialize("json", forms.values()))
    except OSError:  # a full disk must not keep a visitor from the form
        log.exception("The forms could not be written down for when the database is away")


def _read() -> Mapping[str, WebForm] | None:
    try:
        text = (folder() / "forms.json").read_text(encoding="utf-8")
        rows = [row.object for row in serializers.deserialize("json", text, ignorenonexistent=True)]
    except (OSError, ValueError, DeserializationError):
        return None
    return {form.slug: form for form in rows if isinstance(form, WebForm)}
