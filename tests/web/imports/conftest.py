"""What the tests of the import pages share: somebody who may import, a file, a worker at hand."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from headwater.importing import deeds
from headwater.records.models import ImportJob

ROWS = (
    "Surname;Mail;Shoe size;Erstellt am\n"
    "Lee;ana@mill.example.org;38;31.12.2025\n"
    "Okafor;tom@harbor.example.com;43;01.02.2026\n"
    ";;;\n"
    "=cmd();;;\n"
)


@pytest.fixture
def marketing(client: Client, cast: SimpleNamespace, settings: Any, tmp_path: Path) -> Client:
    """Mia, who brings lists in."""
    settings.MEDIA_ROOT = tmp_path
    client.force_login(cast.mia)
    return client


Send = Callable[..., Any]


@pytest.fixture
def send(marketing: Client) -> Send:
    """Upload a text as a file; the answer of the page."""

    def upload(content: str | bytes = ROWS, name: str = "people.csv", **headers: str) -> Any:
        data = content.encode() if isinstance(content, str) else content
        file = SimpleUploadedFile(name, data)
        return marketing.post("/imports/new", {"file": file}, headers=headers)

    return upload


def the_job() -> ImportJob:
    """The newest import, as it is now."""
    return ImportJob.objects.order_by("-pk")[0]


def worked() -> ImportJob:
    """What the worker does; then the newest import."""
    deeds.run_job(the_job().pk)
    return the_job()
