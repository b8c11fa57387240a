"""`headwater`: its help, and what it says when it cannot do something."""

import pytest

from headwater.cli import main
from headwater.cli.front import COMMANDS, GROUPS, help_page
from tests.cli.conftest import Headwater


def test_help_shows_every_command_on_one_screen(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["--help"])
    page = capsys.readouterr().out
    assert end.value.code == 0
    assert all(f"  {name} " in page for name in COMMANDS)
    assert all(title in page.splitlines() for title in GROUPS)
    assert len(page.splitlines()) <= 40
    assert max(map(len, page.splitlines())) <= 88


def test_no_command_is_a_question_for_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main([])
    assert capsys.readouterr().out.rstrip() == help_page()


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if command.module])
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main([*name.split(), "--help"])
    assert end.value.code == 0
    assert f"usage: headwater {name}" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("severe", "serve"), ("user", "user add"), ("migrat", "migrate"), ("db-shell", "dbshell")],
)
def test_a_slip_gets_a_suggestion(
    typed: str, meant: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as end:
        main([typed])
    said = capsys.readouterr().err
    assert end.value.code == 1
    assert f"Did you mean `headwater {meant}`?" in said


def test_an_unknown_option_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        main(["serve", "--colour"])
    assert end.value.code == 2
    assert "what is --colour?" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["migrate", "serve", "worker"])
def test_an_unreachable_database_is_one_sentence(headwater: Headwater, command: str) -> None:
    answer = headwater(command, DATABASE_URL="postgresql://ada:geheim@127.0.0.1:1/leads")
    assert answer.returncode == 1
    assert answer.stderr.startswith(
        "headwater: the database leads at 127.0.0.1:1 cannot be reached"
    )
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "geheim" not in answer.stderr


def test_a_database_url_that_is_none_is_one_sentence(headwater: Headwater) -> None:
    answer = headwater("migrate", DATABASE_URL="mysql//nonsense")
    assert answer.returncode == 1
    assert len(answer.stderr.strip().splitlines()) == 1
    assert "DATABASE_URL" in answer.stderr
