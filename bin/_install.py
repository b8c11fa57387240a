"""Fills an environment from a lock file, by uv where it can be had and else by pip."""

import os
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent / "installer.lock"


def install(folder: Path, lock: Path, stamp: Path, content: str) -> None:
    """Make `folder` hold exactly what `lock` pins, then write `content` to `stamp`."""
    begun = time.monotonic()
    python = folder / "bin" / "python"
    if stamp.exists() and python.exists():
        stamp.unlink()  # from here until the end the environment counts as half-made
    else:
        say("1/3", f"making the environment in {folder}")
        make(folder)
    say("2/3", "getting the installer")
    has_uv = pip(python, INSTALLER, quiet=True)
    say("3/3", f"installing what {lock.name} pins (the first time this takes a minute or so)")
    if not (has_uv and uv(python, lock)) and not pip(python, lock, quiet=False):
        sys.exit(
            "Installing failed, the lines above say why. Is the package index reachable? "
            "The next start tries again."
        )
    half = stamp.with_suffix(".new")
    half.write_text(content)
    half.replace(stamp)
    say("ready", f"after {time.monotonic() - begun:.0f} s")


def make(folder: Path) -> None:
    """A new, empty environment in place of whatever is there."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    try:
        import ensurepip  # noqa: F401  (Debian keeps it in a package of its own)

        venv.EnvBuilder(clear=True, with_pip=True, symlinks=True).create(folder)
    except (ImportError, subprocess.CalledProcessError):
        shutil.rmtree(folder, ignore_errors=True)
        sys.exit(
            f"This Python {version} comes without venv or pip. On Debian and Ubuntu: "
            f"apt-get install python{version}-venv"
        )


def uv(python: Path, lock: Path) -> bool:
    """Install by uv, which is several times as fast; False when it could not."""
    command = ["-m", "uv", "pip", "install", "--python", str(python)]
    return call(python, *command, *pinned(lock), **uv_environment(python))


def pip(python: Path, lock: Path, *, quiet: bool) -> bool:
    """Install by pip; False when it could not."""
    options = ["--disable-pip-version-check", *(["-qqq"] if quiet else [])]
    return call(python, "-m", "pip", "install", *options, *pinned(lock))


def pinned(lock: Path) -> list[str]:
    """Exactly these files, whichever index they come from."""
    return ["--require-hashes", "--requirement", str(lock)]


def call(python: Path, *arguments: str, **variables: str) -> bool:
    """Run a program of the environment that shows its own progress; whether it succeeded."""
    environment = {**os.environ, **variables}
    # What it shows must not mix with the output of the command that is about to run.
    answer = subprocess.run([python, *arguments], env=environment, stdout=sys.stderr, check=False)
    return answer.returncode == 0


def uv_environment(python: Path) -> dict[str, str]:
    """Where pip has been told to find packages, said to uv, which does not read pip's settings."""
    answer = subprocess.run(
        [python, "-m", "pip", "config", "list"], capture_output=True, text=True, check=False
    )
    told = {}
    for line in answer.stdout.splitlines():
        key, _, value = line.partition("=")
        told[key.rpartition(".")[2]] = value.strip("'\"")
    # Every file is pinned by its hash, so it does not matter which index it comes from.
    result = {"UV_INDEX_STRATEGY": "unsafe-best-match"}
    if "index-url" in told:
        result["UV_DEFAULT_INDEX"] = told["index-url"]
    if "extra-index-url" in told:
        result["UV_INDEX"] = told["extra-index-url"].replace("\\n", " ")
    if "find-links" in told:
        result["UV_FIND_LINKS"] = told["find-links"].replace("\\n", " ").replace(" ", ",")
    if "cert" in told:
        result["SSL_CERT_FILE"] = told["cert"]
    return {name: os.environ.get(name, value) for name, value in result.items()}


def say(step: str, sentence: str) -> None:
    """One line of progress."""
    print(f"[{step}] {sentence}", file=sys.stderr, flush=True)
