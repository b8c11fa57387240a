"""What stands before Headwater: the scripts in `bin/`, and the environment they make."""

import ast
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parent.parent.parent
BIN = CHECKOUT / "bin"
SCRIPTS = ("bench", "check", "demo", "dev", "headwater", "test")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A checkout with no more than the scripts and empty locks: installing takes no index."""
    folder = tmp_path / "checkout"
    shutil.copytree(BIN, folder / "bin", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "headwater").mkdir()
    (folder / "headwater" / "__main__.py").write_text("import sys; print('ran', *sys.argv[1:])")
    for name in ("requirements.lock", "requirements-dev.lock", "bin/installer.lock"):
        (folder / name).write_text("")
    return folder


def call(
    folder: Path,
    script: str,
    *arguments: str,
    python: str = sys.executable,
    user: int | None = None,
    **variables: str,
) -> "subprocess.CompletedProcess[str]":
    """Run a script of a checkout, away from it."""
    return subprocess.run(
        [python, "-B", folder / "bin" / script, *arguments],
        env={**outer(), **variables},
        cwd="/",
        user=user,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def outer() -> dict[str, str]:
    """The environment of somebody who has just come by."""
    ours = ("HEADWATER_", "PYTHONPATH")
    return {name: text for name, text in os.environ.items() if not name.startswith(ours)}


@pytest.mark.processes
def test_the_first_start_installs_and_the_second_only_runs(bare: Path) -> None:
    first = call(bare, "headwater", "user", "add")
    assert (first.returncode, first.stdout) == (0, "ran user add\n")
    assert "[3/3]" in first.stderr
    assert (bare / ".headwater" / "venv" / "installed").exists()

    begun = time.monotonic()
    second = call(bare, "headwater", "--help")
    assert (second.stdout, second.stderr) == ("ran --help\n", "")
    assert time.monotonic() - begun < 1.0  # about 0.06 s; the rest is for a busy machine

    (bare / "requirements-dev.lock").write_text("# changed\n")
    assert call(bare, "headwater").stderr == "", "what only the tests need does not matter here"
    assert "requirements-dev.lock" in call(bare, "test").stderr
    assert call(bare, "test").stderr == ""


@pytest.mark.processes
def test_an_environment_left_half_made_is_made_anew(bare: Path) -> None:
    venv = bare / ".headwater" / "venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").write_text("half of a program")
    assert call(bare, "headwater", "x").stdout == "ran x\n"


@pytest.mark.processes
def test_two_first_starts_at_once_install_once(bare: Path) -> None:
    command = [sys.executable, "-B", str(bare / "bin" / "headwater"), "both"]
    both = [
        subprocess.Popen(
            command, env=outer(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = [process.communicate(timeout=120) for process in both]
    assert [out for out, _ in said] == ["ran both\n"] * 2
    assert sorted("[1/3]" in error for _, error in said) == [False, True]


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 9), (3, 10, 13)])
def test_an_old_python_is_told_so_in_one_sentence(version: tuple[int, ...]) -> None:
    script = (
        f"import sys; sys.version_info = {version}; import _bootstrap; _bootstrap.enter('demo')"
    )
    answer = subprocess.run(
        [sys.executable, "-B", "-c", script], cwd=BIN, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 1
    assert answer.stderr.startswith("Headwater needs Python 3.11 or newer, and this is Python ")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("name", [*SCRIPTS, "_bootstrap.py"])
def test_an_old_python_can_read_what_it_meets_first(name: str) -> None:
    source = (BIN / name).read_bytes()
    assert source.isascii(), "Python 2 refuses other letters"
    ast.parse(source, feature_version=(3, 4))


@pytest.mark.parametrize("name", SCRIPTS)
def test_scripts_can_be_called(name: str) -> None:
    assert os.access(BIN / name, os.X_OK)
    assert len((BIN / name).read_text().splitlines()) <= 10


def test_ci_does_nothing_but_call_the_tests() -> None:
    lines = (CHECKOUT / ".ci" / "run").read_text().splitlines()
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
    assert len(lines) == 2
    assert lines[1].startswith("exec ")
    assert "bin/test" in lines[1]


def test_a_folder_that_may_not_be_written_is_one_sentence(bare: Path) -> None:
    python, user = sys.executable, None
    if os.geteuid() == 0:  # who may write everywhere
        python, user = python_for_everybody(), 65534
        for folder in (bare, *bare.parents):
            if folder.stat().st_mode & 0o777 == 0o700:  # pytest's own; never /tmp itself
                folder.chmod(0o755)
    bare.chmod(0o555)
    answer = call(bare, "headwater", python=python, user=user)
    bare.chmod(0o755)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Headwater may not write to ")
    assert len(answer.stderr.splitlines()) == 1
    assert not (bare / ".headwater").exists()


def python_for_everybody() -> str:
    """A Python that other users can reach too."""
    places = [os.path.realpath(sys.executable), "/usr/bin/python3", "/usr/local/bin/python3"]
    script = "import sys; sys.exit(sys.version_info < (3, 11))"
    for place in places:
        try:
            if subprocess.run([place, "-c", script], user=65534, cwd="/", check=False).returncode:
                continue
        except OSError:
            continue
        return place
    pytest.skip("every Python of this machine is root's alone")


def test_a_file_in_the_way_is_one_sentence(bare: Path) -> None:
    (bare / ".headwater").write_text("")
    answer = call(bare, "headwater")
    assert answer.returncode == 1
    assert len(answer.stderr.splitlines()) == 1


def test_an_environment_of_ones_own_is_used_as_it_is(bare: Path) -> None:
    answer = call(bare, "headwater", "mine", HEADWATER_VENV=sys.prefix)
    assert answer.stdout == "ran mine\n"
    assert not (bare / ".headwater").exists()


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "bin/installer.lock"]
)
def test_locks_pin_every_package_by_hash_and_name_no_registry(name: str) -> None:
    text = (CHECKOUT / name).read_text()
    entries = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9._-]+==[^\s;]+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    assert "index-url" not in text.partition("\n\n")[0].replace("--no-emit-index-url", "")


def test_the_locks_agree() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^[a-z0-9._-]+==\S+", (CHECKOUT / name).read_text(), re.MULTILINE))

    assert pins("requirements.lock") <= pins("requirements-dev.lock")
