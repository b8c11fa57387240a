"""`headwater config`: export, plan, apply, and what they print."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from headwater.cli import front
from headwater.cli.refusal import Refusal
from headwater.records.models import LeadStatus

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, cast: SimpleNamespace) -> Run:
    """A command in this process, on the test's database."""
    monkeypatch.setattr("headwater.cli.database.ensure", lambda: "")
    monkeypatch.setattr("headwater.cli.django_ready.load", lambda: None)
    return lambda *arguments: front.dispatch(["config", *map(str, arguments)])


def test_rules_live_in_files_and_move(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ours"
    run("export", folder)
    assert f"files in {folder}." in capsys.readouterr().out
    assert run("plan", folder, "--check") == 0
    assert capsys.readouterr().out == "Nothing differs.\n"

    file = folder / "statuses.yaml"
    file.write_text(file.read_text() + "Trial:\n  group: contacted\n  guidance: Ask.\n")
    assert run("plan", folder) == 0
    assert run("plan", folder, "--check") == 2
    assert "statuses\n  + Trial\n1 added.\n" in capsys.readouterr().out
    assert not LeadStatus.objects.filter(name="Trial").exists()

    run("apply", folder)
    file.write_text(file.read_text().replace("Ask.", "Ask twice."))
    capsys.readouterr()
    run("apply", folder, "--by", "ada@juniper.example")
    assert "  ~ Trial\n      guidance: Ask. → Ask twice.\n" in capsys.readouterr().out
    file.write_text(file.read_text().split("Trial:")[0])
    run("apply", folder)
    assert "    Trial   only here; --prune retires it\n1 kept.\n" in capsys.readouterr().out


def test_mistakes_are_all_told_at_once(run: Run, tmp_path: Path) -> None:
    run("export", tmp_path)
    (tmp_path / "statuses.yaml").write_text("A:\n  group: x\nB:\n  shoe: 1\n")
    with pytest.raises(Refusal) as refusal:
        run("apply", tmp_path)
    assert str(refusal.value).startswith("nothing was changed; 2 mistakes:\n  statuses.yaml, A: ")
    with pytest.raises(Refusal, match="no folder"):
        run("plan", tmp_path / "none")
    with pytest.raises(Refusal, match="nobody has the address"):
        run("apply", tmp_path, "--by", "ghost@x.example")
