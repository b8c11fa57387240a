"""API clients go out as text, without their secrets, and come in elsewhere."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from headwater.api import client_terms
from headwater.api.models import ClientTerms
from headwater.config import files, taking
from headwater.config.changes import Wrong
from headwater.config.sections import SECTIONS
from headwater.records.models import TrailEntry

DEPTHS = {section.name: len(section.key) for section in SECTIONS}
BACK = "http://localhost:1717/back"


def test_terms_move_and_secrets_stay(cast: SimpleNamespace, tmp_path: Path) -> None:
    client, secret = client_terms.added(
        "Warehouse", cast.mara, redirects=BACK, scopes="read refresh_token", per_day=500
    )
    gone, _ = client_terms.added("Old tool", cast.mara)
    client_terms.revoke(gone)
    files.write(tmp_path, taking.export())
    text = (tmp_path / "api_clients.yaml").read_text()
    assert secret not in text
    assert client.client_id not in text
    said = files.read(tmp_path, DEPTHS)
    assert said["api_clients"] == {
        ("Warehouse",): {
            "user": cast.mara.email, "redirects": [BACK], "scopes": "read refresh_token",
            "per_day": 500,
        }
    }  # fmt: skip
    assert taking.foresee(said) == []
    client.delete()
    [change] = taking.take(said, by=cast.ada)
    assert (change.section, change.what) == ("api_clients", "added")
    terms = ClientTerms.objects.get(client__name="Warehouse")
    assert (terms.client.user, terms.per_day, terms.client.redirect_uris) == (cast.mara, 500, BACK)
    assert TrailEntry.objects.filter(event="api_client.created", by=cast.ada).exists()
    said["api_clients"]["Warehouse",]["scopes"] = "api"
    assert [each.what for each in taking.take(said, by=cast.ada)] == ["changed"]
    assert taking.take(said, by=cast.ada) == []


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"user": "ghost@juniper.example"}, "no user"), ({"user": None}, "whose rights"),
        ({"scopes": "all"}, "no scope all"), ({"per_day": 0}, "per_day"),
        ({"redirects": ["javascript:x"]}, "javascript"), ({"secret": "x"}, "what is “secret”"),
        ({"certificate": "abc"}, "certificate"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(
    cast: SimpleNamespace, tmp_path: Path, wrong: dict[str, object], words: str
) -> None:
    said: Any = {"api_clients": {("Warehouse",): {"user": cast.mara.email} | wrong}}
    with pytest.raises(Wrong, match=words):
        taking.take(said, by=cast.ada)
