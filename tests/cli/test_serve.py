"""What a production start refuses, so that nothing goes public that must not."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from pytest_django import Settings

from headwater.cli.refusal import Refusal
from headwater.cli.serve import DEMO_PASSWORD, refuse_unfit, users_with_demo_password
from headwater.people.user import User


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
