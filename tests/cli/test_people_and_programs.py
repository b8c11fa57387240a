"""`user add`, `api-client add`, `import`: who and what comes in by the command line."""

import io
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password
from oauth2_provider.models import get_application_model

from headwater.cli import front
from headwater.cli.refusal import Refusal
from headwater.people.user import Role, User

Run = Callable[..., int]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, cast: SimpleNamespace) -> Run:
    """A command in this process, on the test's database, with `typed` on its input."""

    def call(command: str, *arguments: str, typed: str = "") -> int:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        monkeypatch.setattr("headwater.cli.database.ensure", lambda: "")
        monkeypatch.setattr("headwater.cli.django_ready.load", lambda: None)
        return front.dispatch([*command.split(), *arguments])

    return call


def test_a_user_is_added_and_may_sign_in(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--first-name", "Lena", "--last-name", "Vogt", "--role", "Sales manager")
    run("user add", "lena@juniper.example", *options, typed="a long enough phrase\n")
    assert capsys.readouterr().out == "lena@juniper.example may sign in as Sales manager.\n"
    lena = User.objects.get(email="lena@juniper.example")
    assert (lena.name, lena.role) == ("Lena Vogt", Role.MANAGER)
    assert authenticate(None, email=lena.email, password="a long enough phrase") == lena


@pytest.mark.parametrize(
    ("arguments", "typed", "words"),
    [
        (["mara@juniper.example"], "a long enough phrase", "is a user already"),
        (
            ["new@juniper.example", "--role", "king"],
            "a long enough phrase",
            "there is no role 'king'",
        ),
        (["new@juniper.example", "--manager", "x@y.z"], "a long enough phrase", "nobody has"),
        (["new@juniper.example"], "short", "too short"),
        (["not an address"], "a long enough phrase", "valid email"),
    ],
)
def test_a_user_that_cannot_be_is_refused(
    run: Run, arguments: list[str], typed: str, words: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Refusal, match=words):
        run("user add", *arguments, typed=f"{typed}\n")
    assert User.objects.count() == before


def test_a_program_gets_a_secret_that_is_shown_once(
    run: Run, cast: SimpleNamespace, capsys: pytest.CaptureFixture[str]
) -> None:
    run("api-client add", "Website", "--user", cast.mia.email)
    said = dict(line.split() for line in capsys.readouterr().out.splitlines()[1:])
    client = get_application_model().objects.get(client_id=said["client_id"])
    assert client.user == cast.mia
    assert check_password(said["client_secret"], client.client_secret)
    with pytest.raises(Refusal, match="a client 'Website' already"):
        run("api-client add", "Website", "--user", cast.mia.email)
    with pytest.raises(Refusal, match="nobody active"):
        run("api-client add", "Other", "--user", "nobody@example.org")


@pytest.mark.django_db(transaction=True)
def test_a_file_comes_in_row_by_row(
    run: Run, cast: SimpleNamespace, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "leads.csv"
    file.write_text("LastName,Company,Email\nOkafor,Harbor,o@example.org\n,,\n")
    run("import", str(file), "--by", cast.mia.email)
    said = capsys.readouterr().out
    assert said.startswith("leads.csv: ")
    assert "1 created" in said
    with pytest.raises(Refusal, match="there is no file"):
        run("import", str(tmp_path / "none.csv"))
