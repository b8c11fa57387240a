"""What a production start refuses, so that nothing goes public that must not."""

import ssl
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pytest_django import Settings

from headwater.cli.ports import free_port
from headwater.cli.refusal import Refusal
from headwater.cli.serve import DEMO_PASSWORD, refuse_unfit, users_with_demo_password
from headwater.people.user import User
from tests.cli.conftest import Headwater
from tests.cli.test_postgres import until


@pytest.fixture(autouse=True)
def production(settings: Settings, tmp_path: Path) -> None:
    """A set-up that is fit to go public."""
    settings.MODE = "production"
    settings.SECRET_KEY_GIVEN = True
    settings.STATE = tmp_path


def test_a_fit_set_up_starts(cast: SimpleNamespace) -> None:
    refuse_unfit()


def test_a_missing_secret_key_is_refused(cast: SimpleNamespace, settings: Settings) -> None:
    settings.SECRET_KEY_GIVEN = False
    with pytest.raises(Refusal, match="SECRET_KEY is not set"):
        refuse_unfit()
    settings.MODE = "demo"
    refuse_unfit()


def test_debug_is_refused(cast: SimpleNamespace, settings: Settings) -> None:
    settings.DEBUG = True
    with pytest.raises(Refusal, match="DEBUG is on"):
        refuse_unfit()


def test_an_unknown_mode_is_refused(cast: SimpleNamespace, settings: Settings) -> None:
    settings.MODE = "prod"
    with pytest.raises(Refusal, match="production, demo or development"):
        refuse_unfit()


def test_the_password_of_the_demo_is_refused(cast: SimpleNamespace) -> None:
    cast.mara.set_password(DEMO_PASSWORD)
    cast.mara.save()
    with pytest.raises(Refusal, match=r"mara@juniper\.example may sign in .* changepassword"):
        refuse_unfit()
    User.objects.filter(pk=cast.mara.pk).update(is_active=False)
    refuse_unfit()


def test_passwords_found_good_are_not_tried_again(cast: SimpleNamespace, tmp_path: Path) -> None:
    assert users_with_demo_password() == []
    known = (tmp_path / "passwords-checked").read_text()
    assert len(known.split()) == User.objects.filter(is_active=True).count()
    assert cast.mara.password not in known
    cast.mara.set_password(DEMO_PASSWORD)
    cast.mara.save()
    assert users_with_demo_password() == [cast.mara.email]
    assert users_with_demo_password() == [cast.mara.email], "a bad one is never remembered as good"


def test_a_database_of_another_version_is_refused(cast: SimpleNamespace) -> None:
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="people").delete()
    with pytest.raises(Refusal, match="run `headwater migrate`"):
        refuse_unfit()


@pytest.mark.processes
def test_https_with_a_certificate_of_its_own(
    url: str, environment: dict[str, str], state: Path, headwater: Headwater
) -> None:
    port = free_port()
    command = ["serve", "--https", "--port", str(port), "--workers", "1"]
    variables = {"DATABASE_URL": url, "SECRET_KEY": "a long and random one, of course"}
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "headwater", *command],
        env={**environment, **variables},
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout
        assert "Certificate" in server.stdout.readline()
        trusting = ssl.create_default_context(cafile=str(state / "tls" / "certificate.pem"))

        def answers() -> bool:
            address = f"https://localhost:{port}/sign-in"
            try:
                with urlopen(address, context=trusting, timeout=30) as answer:
                    return bool(answer.status == 200)
            except URLError:
                return False

        assert until(answers, 60)
        second = headwater(*command, **variables)
        assert second.returncode == 1
        assert f"port {port} is in use" in second.stderr
        server.terminate()
        assert server.wait(30) == 0
